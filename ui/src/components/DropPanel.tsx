import { Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconFileUpload, IconFolderOpen, IconServer } from "@tabler/icons-react";
import { useRef, useState, type ReactNode } from "react";
import { chosenFiles } from "../api/dropped";
import type { ImportDesk } from "../api/importDesk";
import type { Run } from "../api/types";
import { uploads, type NamedFile, type Upload } from "../api/uploads";
import { dragging } from "../state/dragging";
import { useStore } from "../state/store";
import { BrowseDialog, type Browsed } from "./BrowseDialog";
import { ErrorNote } from "./ErrorNote";
import { ImportProgress } from "./ImportProgress";
import classes from "./DropPanel.module.css";
import { Note } from "./Note";
import { UploadCard } from "./UploadCard";

interface Props {
  kind: Upload["kind"];
  title: ReactNode;
  /** What can be dropped, in one line. */
  formats: string;
  /** Further ways in, beside files, a folder and a path. */
  ways: ReactNode;
  desk: ImportDesk;
  browsed: Browsed;
  onFiles: (files: NamedFile[]) => void;
  onPath: (path: string) => void;
  /** Goes to what an import made. */
  onDone: (run: Run) => void;
  /** What can be said at import: which things in a few words, the fields, and the problems that they show themselves. */
  options: { summary: string; fields: ReactNode; shown: readonly string[] };
}

/** The beginning of everything: drop files, choose them, name a path on the server, or take what the workbench has. */
export function DropPanel({ kind, title, formats, ways, desk, browsed, onFiles, onPath, onDone, options }: Props) {
  const [unfolded, setUnfolded] = useState(false);
  const [browsing, setBrowsing] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const { runs, error, note } = useStore(desk.state);
  const [earlier] = useState(runs); // asked for before this page was opened
  const sending = useStore(uploads).filter((upload) => upload.kind === kind);
  const over = useStore(dragging);
  const Kind = kind === "model" ? "Model" : "Dataset";

  const send = (input: HTMLInputElement | null) => {
    const chosen = chosenFiles(input?.files ?? null);
    if (chosen.length > 0) onFiles(chosen);
    if (input) input.value = ""; // so that the same file can be chosen again
  };
  return (
    <section className={classes.panel} aria-label={`Import a ${kind}`}>
      <div className={classes.zone} data-over={over || undefined} data-testid="drop-zone">
        <IconFileUpload size={30} stroke={1.5} className={classes.icon} aria-hidden />
        {title}
        <p className={classes.formats}>{formats}</p>
        <div className={classes.ways}>
          <Button leftSection={<IconFileUpload size={17} />} onClick={() => files.current?.click()}>
            Choose files
          </Button>
          <Button variant="default" leftSection={<IconFolderOpen size={17} />} onClick={() => folder.current?.click()}>
            Choose a folder
          </Button>
          <Button variant="default" leftSection={<IconServer size={17} />} onClick={() => setBrowsing(true)}>
            Path on this server
          </Button>
          {ways}
        </div>
        <input ref={files} type="file" multiple hidden aria-label={`${Kind} files`} data-testid="file-input" onChange={(e) => send(e.currentTarget)} />
        <input ref={folder} type="file" multiple hidden aria-label={`${Kind} folder`} {...{ webkitdirectory: "" }} onChange={(e) => send(e.currentTarget)} />
      </div>
      <div className={classes.below}>
        <button type="button" className={classes.fold} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          Import options <span>{options.summary}</span>
        </button>
        {unfolded && options.fields}
        {error !== undefined && <ErrorNote error={error} shown={unfolded ? options.shown : []} />}
        {note && <Note role="status">{note}</Note>}
        {sending.map((upload) => (
          <UploadCard key={upload.key} upload={upload} />
        ))}
        {runs.map((id) => (
          <ImportProgress key={id} id={id} earlier={earlier.includes(id)} desk={desk} onDone={onDone} />
        ))}
      </div>
      <BrowseDialog
        what={browsed}
        opened={browsing}
        onClose={() => setBrowsing(false)}
        onChoose={(path) => {
          setBrowsing(false);
          onPath(path);
        }}
      />
    </section>
  );
}
