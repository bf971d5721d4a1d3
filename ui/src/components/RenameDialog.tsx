import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { problemOf } from "../api/errors";
import classes from "./Dialog.module.css";
import { ErrorNote } from "./ErrorNote";

interface Props {
  /** What kind of thing is renamed: "model". */
  what: string;
  named: { id: string; name: string };
  rename: { mutate: (input: { id: string; name: string }, then: { onSuccess: () => void }) => void; error: unknown; isPending: boolean };
  onClose: () => void;
}

/** Gives a thing another name. */
export function RenameDialog({ what, named, rename, onClose }: Props) {
  const [name, setName] = useState(named.name);
  return (
    <Modal opened onClose={onClose} title={`Rename the ${what}`}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ id: named.id, name: name.trim() }, { onSuccess: onClose });
        }}
      >
        <TextInput label="Name" data-autofocus value={name} error={problemOf(rename.error, "name")} onChange={(e) => setName(e.currentTarget.value)} />
        {rename.error !== null && <ErrorNote error={rename.error} shown={["name"]} />}
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
