import { Button, Modal } from "@mantine/core";
import { useRemoveRuns } from "../api/annotations";
import { UNFINISHED } from "../api/queries";
import type { Run } from "../api/types";
import { ago } from "../format";
import { runTitle } from "../runs";
import classes from "./Dialog.module.css";
import { ErrorNote } from "./ErrorNote";
import { Note } from "./Note";

const NAMED = 5;

/** Asks before runs and their results are gone; names them and says how many. */
export function DeleteRunsDialog({ runs, onClose, onDeleted }: { runs: readonly Run[]; onClose: () => void; onDeleted: () => void }) {
  const remove = useRemoveRuns();
  const unfinished = runs.filter((run) => UNFINISHED.includes(run.state));
  const finished = runs.filter((run) => !UNFINISHED.includes(run.state));
  const count = finished.length;
  const searches = finished.some((run) => run.kind === "sweep" || run.kind === "tune");
  return (
    <Modal opened onClose={onClose} title={`Delete ${count} ${count === 1 ? "run" : "runs"}?`}>
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
        {unfinished.length > 0 && (
          <Note tone="warn">
            {unfinished.length} of the marked runs {unfinished.length === 1 ? "is not finished and stays" : "are not finished and stay"}.
          </Note>
        )}
        {remove.error && <ErrorNote error={remove.error} />}
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep {count === 1 ? "it" : "them"}
          </Button>
          <Button color="red" loading={remove.isPending} disabled={count === 0} onClick={() => remove.mutate(finished.map((run) => run.id), { onSuccess: onDeleted })}>
            Delete {count}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
