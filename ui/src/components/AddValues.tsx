import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { parseRanges } from "../ranges";
import classes from "./AddValues.module.css";

interface Props {
  label: string;
  values: readonly number[];
  /** The least and the most that is possible. */
  range?: readonly number[];
  onChange: (values: readonly number[]) => void;
}

const MOST_LINES = 200;

/** Adds numbers of one's own to an axis. */
export function AddValues({ label, values, range, onChange }: Props) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const [low, high] = [range?.[0] ?? 1, range?.[1] ?? Infinity];
  const add = () => {
    const more = parseRanges(text);
    const outside = more.values.find((value) => value < low || value > high);
    const merged = [...new Set([...values, ...more.values])].sort((a, b) => a - b);
    const found =
      more.problem ??
      (outside !== undefined ? `${outside} is outside of ${low} to ${high === Infinity ? "any" : high}.` : undefined) ??
      (merged.length > MOST_LINES ? `More than ${MOST_LINES} lines cannot be looked at. Use lists.` : undefined);
    setProblem(found);
    if (found) return;
    setText("");
    onChange(merged);
  };
  return (
    <div className={classes.add}>
      <TextInput
        className="grow"
        aria-label={label}
        placeholder={`${label}, such as 3, 24`}
        value={text}
        error={problem}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault(); // not the form
          add();
        }}
      />
      <Button variant="default" disabled={text.trim() === ""} onClick={add} aria-label={`Add ${label.toLowerCase()}`}>
        Add
      </Button>
    </div>
  );
}
