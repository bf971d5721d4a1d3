import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Dialog.module.css";
import { ErrorNote } from "./ErrorNote";

interface Props {
  named: { id: string; name: string };
  /** What is gone then, and what stays. */
  children: ReactNode;
  remove: { mutate: (id: string, then: { onSuccess: () => void }) => void; error: unknown; isPending: boolean };
  onClose: () => void;
  onDeleted?: () => void;
}

/** Asks before a thing and what hangs on it is gone. */
export function DeleteDialog({ named, children, remove, onClose, onDeleted }: Props) {
  const done = () => {
    onClose();
    onDeleted?.();
  };
  return (
    <Modal opened onClose={onClose} title={`Delete ${named.name}?`}>
      <div className={classes.form}>
        <p>{children}</p>
        {remove.error !== null && <ErrorNote error={remove.error} />}
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(named.id, { onSuccess: done })}>
            Delete
          </Button>
        </div>
      </div>
    </Modal>
  );
}
