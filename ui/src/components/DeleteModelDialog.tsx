import { Button, Modal } from "@mantine/core";
import { useRemoveModel } from "../api/queries";
import type { Model } from "../api/types";
import classes from "./Dialog.module.css";
import { ErrorNote } from "./ErrorNote";

/** Asks before a model and everything measured on it is gone. */
export function DeleteModelDialog({ model, onClose, onDeleted }: { model: Model; onClose: () => void; onDeleted?: () => void }) {
  const remove = useRemoveModel();
  const done = () => {
    onClose();
    onDeleted?.();
  };
  return (
    <Modal opened onClose={onClose} title={`Delete ${model.name}?`}>
      <div className={classes.form}>
        <p>The model, its files in the workspace and all finished runs of it are deleted. The file it was imported from stays where it is.</p>
        {remove.error && <ErrorNote error={remove.error} />}
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(model.id, { onSuccess: done })}>
            Delete
          </Button>
        </div>
      </div>
    </Modal>
  );
}
