import { Kbd, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useHotkeys } from "@mantine/hooks";
import { useRef } from "react";

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
  useHotkeys([["/", () => input.current?.focus()]]);
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      w={width}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        onChange("");
        event.currentTarget.blur();
      }}
      leftSection={<IconSearch size={16} />}
      rightSection={value ? undefined : <Kbd size="xs">/</Kbd>}
      rightSectionPointerEvents="none"
    />
  );
}
