import { Button, Modal, Skeleton } from "@mantine/core";
import { useRemoveRuns } from "../api/annotations";
import { UNFINISHED, useFreshRuns } from "../api/queries";
import type { Run } from "../api/types";
import { ago } from "../format";
import { runTitle } from "../runs";
import classes from "./Dialog.module.css";
import { ErrorNote } from "./ErrorNote";
import { Note } from "./Note";

const NAMED = 5;

interface Props {
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks before runs and their results are gone; names them as they are now and says how many. */
export function DeleteRunsDialog({ ids, ...props }: { ids: readonly string[] } & Props) {
  const { data: runs, error } = useFreshRuns(ids);
  const count = runs && finishedOf(runs).length;
  return (
    <Modal opened onClose={props.onClose} title={count === undefined ? "Delete runs?" : `Delete ${count} ${count === 1 ? "run" : "runs"}?`}>
      {error ? <ErrorNote error={error} /> : runs ? <Question runs={runs} gone={ids.length - runs.length} {...props} /> : <Skeleton height={120} />}
    </Modal>
  );
}

function Question({ runs, gone, onClose, onDeleted }: { runs: readonly Run[]; gone: number } & Props) {
  const remove = useRemoveRuns();
  const finished = finishedOf(runs);
  const count = finished.length;
  const unfinished = runs.length - count;
  const searches = finished.some((run) => run.kind === "sweep" || run.kind === "tune");
  return (
    <div className={classes.form}>
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {finished.slice(0, NAMED).map((run) => (
          <li key={run.id}>
            {runTitle(run)}, {ago(run.created)}
          </li>
        ))}
        {count > NAMED && <li>and {count - NAMED} more</li>}
      </ul>
      <p>
        {count === 1 ? "Its result and its log are deleted" : "Their results and logs are deleted"}
        {searches && ", and all points of the searches among them"}.
      </p>
      {unfinished > 0 && (
        <Note tone="warn">
          {unfinished} of the marked runs {unfinished === 1 ? "is not finished and stays" : "are not finished and stay"}.
        </Note>
      )}
      {gone > 0 && (
        <Note>
          {gone} of the marked runs {gone === 1 ? "is" : "are"} no longer there.
        </Note>
      )}
      {remove.error && <ErrorNote error={remove.error} />}
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus autoFocus onClick={onClose}>
          Keep {count === 1 ? "it" : "them"}
        </Button>
        <Button color="red" loading={remove.isPending} disabled={count === 0} onClick={() => remove.mutate(finished.map((run) => run.id), { onSuccess: onDeleted })}>
          Delete {count}
        </Button>
      </div>
    </div>
  );
}

const finishedOf = (runs: readonly Run[]) => runs.filter((run) => !UNFINISHED.includes(run.state));
