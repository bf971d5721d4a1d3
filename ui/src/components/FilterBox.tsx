import { Kbd, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { usePageKeys } from "./usePageKeys";

interface Props {
  value: string;
  onChange: (text: string) => void;
  label: string;
  placeholder?: string;
  width?: number | string;
}

/** The filter of a list; `/` goes there from anywhere, Escape empties and leaves it. */
export function FilterBox({ value, onChange, label, placeholder = "Filter", width = 260 }: Props) {
  const input = useRef<HTMLInputElement>(null);
  // What is typed stands here; the address follows a moment later, and must not take a letter back.
  const [text, setText] = useState(value);
  useEffect(() => {
    if (document.activeElement !== input.current) setText(value);
  }, [value]);
  const change = (next: string) => {
    setText(next);
    onChange(next);
  };
  usePageKeys([["/", () => input.current?.focus()]]);
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      w={width}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        change("");
        event.currentTarget.blur();
      }}
      leftSection={<IconSearch size={16} />}
      rightSection={text ? undefined : <Kbd size="xs">/</Kbd>}
      rightSectionPointerEvents="none"
    />
  );
}
