import { IconChevronsDown, IconChevronsUp, IconEqual, IconQuestionMark } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Delta } from "../../api/comparison";
import { Tag, type Tone } from "../Tag";

const LOOK: Record<Delta["word"], { tone: Tone; icon: ReactNode; word: string }> = {
  faster: { tone: "ok", icon: <IconChevronsUp />, word: "Faster" },
  slower: { tone: "bad", icon: <IconChevronsDown />, word: "Slower" },
  smaller: { tone: "ok", icon: <IconChevronsDown />, word: "Smaller" },
  larger: { tone: "bad", icon: <IconChevronsUp />, word: "Larger" },
  same: { tone: "plain", icon: <IconEqual />, word: "Same" },
  cant_tell: { tone: "warn", icon: <IconQuestionMark />, word: "Can’t tell" },
};

/** The answer of a comparison, by icon, word and colour. */
export function WordTag({ word, title }: { word: Delta["word"]; title?: string }) {
  const look = LOOK[word];
  return (
    <Tag tone={look.tone} icon={look.icon} title={title}>
      {look.word}
    </Tag>
  );
}
