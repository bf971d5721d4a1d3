import { IconChevronsDown, IconChevronsUp, IconEqual, IconQuestionMark } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ChangeWord } from "../../accuracy";
import { Tag, type Tone } from "../Tag";

const LOOK: Record<ChangeWord, { tone: Tone; icon: ReactNode; word: string }> = {
  better: { tone: "ok", icon: <IconChevronsUp />, word: "Better" },
  worse: { tone: "bad", icon: <IconChevronsDown />, word: "Worse" },
  same: { tone: "plain", icon: <IconEqual />, word: "Same" },
  cant_tell: { tone: "warn", icon: <IconQuestionMark />, word: "Can’t tell" },
};

/** How an accuracy changed, by icon, word and colour. */
export function ChangeTag({ word, title }: { word: ChangeWord; title?: string }) {
  const look = LOOK[word];
  return (
    <Tag tone={look.tone} icon={look.icon} title={title}>
      {look.word}
    </Tag>
  );
}
