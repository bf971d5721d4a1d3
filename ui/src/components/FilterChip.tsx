import { Button, Menu, TextInput } from "@mantine/core";
import { IconCheck, IconChevronDown, IconX } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./FilterChip.module.css";

export interface Choice {
  value: string;
  label: string;
  /** How many have it, where that is known. */
  count?: number;
}

interface Props {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** Only one at a time. */
  single?: boolean;
}

/** With more choices than these they can be searched. */
const MANY = 10;

/** One thing that a list can be narrowed by: closed, it says to what. */
export function FilterChip({ label, choices, chosen, onChange, single }: Props) {
  const [text, setText] = useState("");
  const on = chosen.length > 0;
  const names = chosen.map((value) => choices.find((choice) => choice.value === value)?.label ?? value);
  // What is chosen stays among the choices even when nothing has it any more.
  const all = [...choices, ...chosen.filter((value) => !choices.some((choice) => choice.value === value)).map((value): Choice => ({ value, label: value }))];
  const shown = all.filter((choice) => choice.label.toLowerCase().includes(text.trim().toLowerCase()));
  const pick = (value: string) => {
    const others = chosen.filter((one) => one !== value);
    onChange(others.length < chosen.length ? others : single ? [value] : [...chosen, value]);
  };
  return (
    <Menu position="bottom-start" closeOnItemClick={single ?? false} onClose={() => setText("")}>
      <Menu.Target>
        <Button variant="default" className={`${classes.chip} ${on ? classes.on : ""}`} rightSection={<IconChevronDown size={14} aria-hidden />}>
          {on ? `${label}: ${names[0]}${names.length > 1 ? ` +${names.length - 1}` : ""}` : label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.list}>
        {all.length > MANY && (
          <TextInput aria-label={`Search ${label.toLowerCase()}`} placeholder="Search" value={text} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => event.key !== "Escape" && event.stopPropagation()} />
        )}
        {shown.map(({ value, label: name, count }) => (
          <Menu.Item
            key={value}
            role="menuitemcheckbox"
            aria-checked={chosen.includes(value)}
            onClick={() => pick(value)}
            leftSection={<IconCheck size={16} style={{ visibility: chosen.includes(value) ? "visible" : "hidden" }} />}
            rightSection={count !== undefined && <span className="quiet-text num">{count}</span>}
          >
            {name}
          </Menu.Item>
        ))}
        {shown.length === 0 && <Menu.Label>{all.length === 0 ? "Nothing to choose from yet" : `“${text}” is in none`}</Menu.Label>}
        {on && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconX size={16} />} onClick={() => onChange([])}>
              Any {label.toLowerCase()}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
