import { Textarea, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState, type KeyboardEvent, type MouseEvent } from "react";
import { useAnnotate } from "../api/annotations";
import { describe } from "../api/errors";
import type { Run } from "../api/types";
import classes from "./NoteField.module.css";

/** The note of a run, which a click turns into a field: Enter keeps what was written, Escape what was there. */
export function NoteField({ run, long }: { run: Run; long?: boolean }) {
  const [text, setText] = useState<string>();
  const annotate = useAnnotate();
  const stay = (event: MouseEvent | KeyboardEvent) => event.stopPropagation(); // a key or click here is not one on the row
  if (text === undefined) {
    return (
      <button type="button" className={`${classes.note} ${run.note ? "" : classes.empty} ${long ? classes.long : ""}`} title={run.note || undefined} onDoubleClick={stay} onClick={(event) => { stay(event); setText(run.note); }}>
        <span className={long ? undefined : "clip"}>{run.note || "Add a note"}</span>
        <IconPencil size={14} aria-hidden />
      </button>
    );
  }
  const save = () => {
    if (text.trim() === run.note) return setText(undefined);
    return annotate.mutate({ id: run.id, note: text.trim() }, { onSuccess: () => setText(undefined) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    stay(event);
    if (event.key === "Escape") setText(undefined);
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
