import { Button } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Run } from "../api/types";
import { NoteField } from "./NoteField";
import { Panel } from "./Panel";
import classes from "./RunAnnotation.module.css";
import { TagChip } from "./TagChip";
import { TagDialog } from "./TagDialog";

/** What a person wrote beside a run. */
export function RunAnnotation({ run }: { run: Run }) {
  const [tagging, setTagging] = useState(false);
  const navigate = useNavigate();
  return (
    <Panel>
      <div className={classes.tags}>
        {run.tags.map((tag) => (
          <TagChip key={tag} tag={tag} onClick={() => void navigate({ to: "/runs", search: { tag: [tag] } })} />
        ))}
        <Button variant="subtle" color="gray" leftSection={<IconTag size={16} />} onClick={() => setTagging(true)}>
          {run.tags.length > 0 ? "Change tags" : "Add tags"}
        </Button>
      </div>
      <NoteField run={run} long />
      {tagging && <TagDialog ids={[run.id]} onClose={() => setTagging(false)} />}
    </Panel>
  );
}
