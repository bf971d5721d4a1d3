import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { problemOf } from "../api/errors";
import { useRenameModel } from "../api/queries";
import type { Model } from "../api/types";
import classes from "./Dialog.module.css";
import { ErrorNote } from "./ErrorNote";

export function RenameDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const [name, setName] = useState(model.name);
  const rename = useRenameModel();
  return (
    <Modal opened onClose={onClose} title="Rename the model">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ id: model.id, name: name.trim() }, { onSuccess: onClose });
        }}
      >
        <TextInput label="Name" data-autofocus value={name} error={problemOf(rename.error, "name")} onChange={(e) => setName(e.currentTarget.value)} />
        {rename.error && <ErrorNote error={rename.error} shown={["name"]} />}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={rename.isPending} disabled={name.trim() === ""}>
            Rename
          </Button>
        </div>
      </form>
    </Modal>
  );
}
