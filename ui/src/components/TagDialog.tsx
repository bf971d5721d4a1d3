import { Button, Modal, Skeleton, TagsInput } from "@mantine/core";
import { useState } from "react";
import { useRetag, useRunChoices } from "../api/annotations";
import { problemOf } from "../api/errors";
import { useFreshRuns } from "../api/queries";
import type { Run } from "../api/types";
import classes from "./Dialog.module.css";
import { ErrorNote } from "./ErrorNote";
import { TagChip } from "./TagChip";

/** Gives tags to one run or to many, and takes tags off them; only what is changed here is sent. */
export function TagDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { data: runs, error } = useFreshRuns(ids);
  return (
    <Modal opened onClose={onClose} title={ids.length === 1 ? "Tags of this run" : `Tags of ${ids.length} runs`}>
      {error ? <ErrorNote error={error} /> : runs ? <TagForm runs={runs} onClose={onClose} /> : <Skeleton height={120} />}
    </Modal>
  );
}

function TagForm({ runs, onClose }: { runs: readonly Run[]; onClose: () => void }) {
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const known = useRunChoices().data?.tags.map(({ name }) => name) ?? [];
  const retag = useRetag();
  const counts = new Map<string, number>();
  for (const tag of runs.flatMap((run) => run.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const kept = [...counts].filter(([tag]) => !remove.includes(tag));
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        retag.mutate({ ids: runs.map((run) => run.id), add, remove }, { onSuccess: onClose });
      }}
    >
      {kept.length > 0 && (
        <div className="row" style={{ flexWrap: "wrap" }}>
          {kept.map(([tag, count]) => (
            <TagChip key={tag} tag={tag} note={count < runs.length ? `${count} of ${runs.length}` : undefined} onRemove={() => setRemove([...remove, tag])} />
          ))}
        </div>
      )}
      <TagsInput
        label="Add tags"
        description="Enter or a comma ends a tag."
        data-autofocus
        autoFocus // the dialog is open before its runs are here
        data={known.filter((tag) => !kept.some(([have, count]) => have === tag && count === runs.length))}
        value={add}
        onChange={setAdd}
        acceptValueOnBlur
        openOnFocus={false}
        error={problemOf(retag.error, "tags")}
      />
      {retag.error && <ErrorNote error={retag.error} shown={["tags"]} />}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={retag.isPending}>
          Keep
        </Button>
      </div>
    </form>
  );
}
