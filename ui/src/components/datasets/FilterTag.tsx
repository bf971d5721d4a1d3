import { CloseButton } from "@mantine/core";
import { Tag } from "../Tag";

/** What a list is narrowed to, with the way to widen it again. */
export function FilterTag({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <Tag tone="accent">
      {text}
      <CloseButton size="sm" aria-label={`Show not only ${text}`} onClick={onRemove} />
    </Tag>
  );
}
