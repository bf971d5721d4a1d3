import { Button, TextInput } from "@mantine/core";
import { IconFileUpload, IconLibraryPhoto } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { ErrorNote } from "../ErrorNote";
import type { PictureSource } from "../../api/tries";
import { dragging } from "../../state/dragging";
import { useStore } from "../../state/store";
import { DatasetPictureDialog } from "./DatasetPictureDialog";
import classes from "./PicturePicker.module.css";

interface Props {
  busy: boolean;
  error: unknown;
  onPick: (source: PictureSource) => void;
}

const KINDS = "image/jpeg,image/png,image/webp,image/bmp,image/gif,image/tiff,.jp2,.ppm,.pgm";

/** The picture to try: dropped anywhere on the page, pasted, chosen, from a dataset, or by its path on the server. */
export function PicturePicker({ busy, error, onPick }: Props) {
  const [choosing, setChoosing] = useState(false);
  const [path, setPath] = useState("");
  const files = useRef<HTMLInputElement>(null);
  const over = useStore(dragging);
  const send = (file: File | undefined) => file && onPick({ file });
  useFilesOfPage(send);
  return (
    <section className={classes.picker} aria-label="Picture">
      <div className={classes.zone} data-over={over || undefined} data-testid="picture-zone">
        <h2>Drop or paste a picture</h2>
        <p className="quiet-text">JPEG, PNG, WebP, BMP, GIF, TIFF. It stays in the workspace on the server.</p>
        <div className={classes.ways}>
          <Button leftSection={<IconFileUpload size={17} />} loading={busy} onClick={() => files.current?.click()}>
            Choose a picture
          </Button>
          <Button variant="default" leftSection={<IconLibraryPhoto size={17} />} disabled={busy} onClick={() => setChoosing(true)}>
            From a dataset
          </Button>
        </div>
        <input
          ref={files}
          type="file"
          accept={KINDS}
          hidden
          aria-label="Picture file"
          data-testid="picture-input"
          onChange={(event) => {
            send(event.currentTarget.files?.[0]);
            event.currentTarget.value = ""; // so that the same file can be chosen again
          }}
        />
      </div>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          onPick({ path: path.trim() });
        }}
      >
        <TextInput aria-label="Path on this server" placeholder="path on this server" value={path} onChange={(event) => setPath(event.currentTarget.value)} className="grow" classNames={{ input: "mono" }} />
        <Button type="submit" variant="default" disabled={busy || path.trim() === ""}>
          Show
        </Button>
      </form>
      {Boolean(error) && <ErrorNote error={error} />}
      {choosing && (
        <DatasetPictureDialog
          onClose={() => setChoosing(false)}
          onChoose={(dataset, position) => {
            setChoosing(false);
            onPick({ dataset, position });
          }}
        />
      )}
    </section>
  );
}

/** Files that are dropped or pasted anywhere on this page are pictures to try, not models to import. */
function useFilesOfPage(send: (file: File | undefined) => void): void {
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    const onDrop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopImmediatePropagation(); // the page as a whole would import it
      dragging.set(false);
      latest.current(event.dataTransfer.files[0]);
    };
    const onPaste = (event: ClipboardEvent) => latest.current([...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/")));
    window.addEventListener("drop", onDrop, { capture: true });
    window.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("drop", onDrop, { capture: true });
      window.removeEventListener("paste", onPaste);
    };
  }, []);
}
