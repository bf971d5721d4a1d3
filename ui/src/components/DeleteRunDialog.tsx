import { Button, Modal } from "@mantine/core";
import type { Run } from "../api/types";
import { ago } from "../format";
import { runTitle } from "../runs";
import classes from "./Dialog.module.css";

/** Asks before a run and its result are gone. */
export function DeleteRunDialog({ run, onClose, onConfirm }: { run: Run; onClose: () => void; onConfirm: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Delete this run?">
      <div className={classes.form}>
        <p>
          {runTitle(run)}, {ago(run.created)}: its result and its log are deleted.
        </p>
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" onClick={onConfirm}>
            Delete
          </Button>
        </div>
      </div>
    </Modal>
  );
}
