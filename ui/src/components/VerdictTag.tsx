import { IconActivity, IconAlertTriangle, IconShieldCheck, IconTemperature, IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Verdict } from "../api/types";
import { words } from "../format";
import { Tag, type Tone } from "./Tag";

const LOOK: Record<Verdict["status"], { tone: Tone; icon: ReactNode; word: string }> = {
  ok: { tone: "ok", icon: <IconShieldCheck />, word: "Trustworthy" },
  noisy: { tone: "warn", icon: <IconActivity />, word: "Noisy" },
  not_steady: { tone: "warn", icon: <IconAlertTriangle />, word: "Not steady" },
  throttled: { tone: "warn", icon: <IconTemperature />, word: "Throttled" },
  contended: { tone: "warn", icon: <IconUsers />, word: "Contended" },
};

/** Whether a figure can be trusted. */
export function VerdictTag({ verdict }: { verdict: Verdict }) {
  const look = LOOK[verdict.status] ?? { tone: "warn", icon: <IconAlertTriangle />, word: words(verdict.status) };
  return (
    <Tag tone={look.tone} icon={look.icon} title={(verdict.reasons ?? []).join(" ")}>
      {look.word}
    </Tag>
  );
}
