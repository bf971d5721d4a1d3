import { Button } from "@mantine/core";
import { IconFileExport, IconTag, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useExportRuns } from "../api/annotations";
import { CompareButton } from "./compare/CompareButton";
import { DeleteRunsDialog } from "./DeleteRunsDialog";
import { ErrorNote } from "./ErrorNote";
import { MarkedBar } from "./MarkedBar";
import { TagDialog } from "./TagDialog";

/** What can be done with the marked runs. */
export function MarkedRuns({ ids, onClear }: { ids: string[]; onClear: () => void }) {
  const [dialog, setDialog] = useState<"tag" | "delete">();
  const save = useExportRuns();
  return (
    <>
      {save.error && ids.length > 0 && <ErrorNote error={save.error} />}
      <MarkedBar count={ids.length} what="run" onClear={onClear}>
        <CompareButton runs={ids} />
        <Button variant="default" leftSection={<IconTag size={16} />} onClick={() => setDialog("tag")}>
          Tag
        </Button>
        <Button variant="default" leftSection={<IconFileExport size={16} />} loading={save.isPending} onClick={() => save.mutate({ name: ids.length === 1 ? `run-${ids[0]}` : `${ids.length}-runs`, ids })}>
          Export
        </Button>
        <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setDialog("delete")}>
          Delete
        </Button>
      </MarkedBar>
      {dialog === "tag" && <TagDialog ids={ids} onClose={() => setDialog(undefined)} />}
      {dialog === "delete" && (
        <DeleteRunsDialog
          ids={ids}
          onClose={() => setDialog(undefined)}
          onDeleted={() => {
            setDialog(undefined);
            onClear();
          }}
        />
      )}
    </>
  );
}
