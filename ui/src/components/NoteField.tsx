import { Textarea, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState, type KeyboardEvent, type MouseEvent } from "react";
import { useAnnotate } from "../api/annotations";
import { describe } from "../api/errors";
import type { Run } from "../api/types";
import classes from "./NoteField.module.css";

/** The note of a run, which a click turns into a field: Enter keeps what was written, Escape what was there. */
export function NoteField({ run, long }: { run: Run; long?: boolean }) {
  const [writing, setWriting] = useState(false);
  if (writing) return <NoteInput run={run} long={long} onClose={() => setWriting(false)} />;
  return (
    <button
      type="button"
      className={`${classes.note} ${run.note ? "" : classes.empty} ${long ? classes.long : ""}`}
      title={run.note || undefined}
      onDoubleClick={stay}
      onClick={(event) => {
        stay(event);
        setWriting(true);
      }}
    >
      <span className={long ? undefined : "clip"}>{run.note || "Add a note"}</span>
      <IconPencil size={14} aria-hidden />
    </button>
  );
}

/** A key or click in the field is not one on the row. */
function stay(event: MouseEvent | KeyboardEvent): void {
  event.stopPropagation();
}

function NoteInput({ run, long, onClose }: { run: Run; long?: boolean; onClose: () => void }) {
  const [text, setText] = useState(run.note);
  const annotate = useAnnotate();
  const save = () => {
    if (text.trim() === run.note) onClose();
    else annotate.mutate({ id: run.id, note: text.trim() }, { onSuccess: onClose });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    stay(event);
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && !(long && event.shiftKey)) {
      event.preventDefault();
      save();
    }
  };
  const field = {
    "aria-label": "Note",
    value: text,
    autoFocus: true,
    error: annotate.error ? describe(annotate.error).message : undefined,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
    onBlur: save,
    onKeyDown,
    onClick: stay,
    onDoubleClick: stay,
  };
  return long ? <Textarea {...field} autosize minRows={2} maxRows={10} description="Enter keeps it, Shift Enter starts a line, Escape leaves it as it was." /> : <TextInput {...field} classNames={{ wrapper: classes.field }} />;
}
