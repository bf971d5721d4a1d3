import { IconCheck, IconCircleDashed, IconCircleX, IconQuestionMark } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Outcome } from "../../api/quantize";
import { OUTCOMES } from "../../quantize";
import { Tag } from "../Tag";

const ICONS: Record<Outcome, ReactNode> = { met: <IconCheck />, met_on_sample: <IconQuestionMark />, not_met: <IconCircleX />, unbounded: <IconCircleDashed /> };

/** What became of the bound, by icon, word and colour. */
export function OutcomeTag({ outcome }: { outcome: Outcome }) {
  const { word, tone, about } = OUTCOMES[outcome];
  return (
    <Tag tone={tone} icon={ICONS[outcome]} title={about}>
      {word}
    </Tag>
  );
}
