import { Button, Modal, TextInput } from "@mantine/core";
import { IconArrowUp, IconBox, IconFile, IconFolder } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { useBrowse } from "../api/queries";
import { bytes } from "../format";
import classes from "./BrowseDialog.module.css";
import { ErrorNote } from "./ErrorNote";

export type Browsed = "models" | "datasets";

interface Props {
  what: Browsed;
  opened: boolean;
  onClose: () => void;
  onChoose: (path: string) => void;
}

const NOTHING_HERE: Record<Browsed, string> = {
  models: "No folders and no model files here.",
  datasets: "No folders and no archives here. “Import this path” takes the folder itself.",
};

/** Folders and possible models, or archives, on the server; nothing is copied through the browser. */
export function BrowseDialog({ what, opened, onClose, onChoose }: Props) {
  const [path, setPath] = useState("");
  const [typed, setTyped] = useState("");
  const { data, error } = useBrowse(path, what, opened);
  useEffect(() => {
    if (data) setTyped(data.path);
  }, [data]);
  return (
    <Modal opened={opened} onClose={onClose} title="Path on this server" size={640}>
      <form
        className={classes.path}
        onSubmit={(event) => {
          event.preventDefault();
          onChoose(typed.trim());
        }}
      >
        <TextInput aria-label="Path" data-autofocus value={typed} onChange={(e) => setTyped(e.currentTarget.value)} className="grow" classNames={{ input: "mono" }} />
        <Button variant="default" onClick={() => setPath(typed.trim())}>
          Show
        </Button>
        <Button type="submit" disabled={typed.trim() === ""}>
          Import this path
        </Button>
      </form>
      {error && <ErrorNote error={error} />}
      {data && (
        <ul className={classes.list} aria-label={`Content of ${data.path}`}>
          {data.parent != null && <Entry icon={<IconArrowUp />} name="One folder up" onClick={() => setPath(data.parent ?? "")} />}
          {data.folders.map((folder) => (
            <Entry
              key={folder.path}
              icon={folder.is_model ? <IconBox /> : <IconFolder />}
              name={folder.name}
              note={folder.is_model ? "model" : ""}
              onClick={() => (folder.is_model ? onChoose(folder.path) : setPath(folder.path))}
            />
          ))}
          {data.files.map((file) => (
            <Entry key={file.path} icon={<IconFile />} name={file.name} note={bytes(file.size_bytes)} onClick={() => onChoose(file.path)} />
          ))}
          {data.folders.length + data.files.length === 0 && <li className={classes.none}>{NOTHING_HERE[what]}</li>}
        </ul>
      )}
    </Modal>
  );
}

function Entry({ icon, name, note, onClick }: { icon: ReactNode; name: string; note?: string; onClick: () => void }) {
  return (
    <li>
      <button type="button" className={classes.entry} onClick={onClick}>
        {icon}
        <span className="grow clip">{name}</span>
        <span className={`${classes.note} num`}>{note}</span>
      </button>
    </li>
  );
}
