import { IconActivity, IconAlertTriangle, IconShieldCheck, IconTemperature, IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Verdict } from "../api/types";
import { words } from "../format";
import { Tag, type Tone } from "./Tag";

export const VERDICT_WORDS: Record<Verdict["status"], string> = {
  ok: "Trustworthy",
  noisy: "Noisy",
  not_steady: "Not steady",
  throttled: "Throttled",
  contended: "Contended",
};

const LOOK: Record<Verdict["status"], { tone: Tone; icon: ReactNode }> = {
  ok: { tone: "ok", icon: <IconShieldCheck /> },
  noisy: { tone: "warn", icon: <IconActivity /> },
  not_steady: { tone: "warn", icon: <IconAlertTriangle /> },
  throttled: { tone: "warn", icon: <IconTemperature /> },
  contended: { tone: "warn", icon: <IconUsers /> },
};

/** Whether a figure can be trusted. */
export function VerdictTag({ verdict }: { verdict: Verdict }) {
  const look = LOOK[verdict.status] ?? { tone: "warn", icon: <IconAlertTriangle /> };
  return (
    <Tag tone={look.tone} icon={look.icon} title={(verdict.reasons ?? []).join(" ")}>
      {VERDICT_WORDS[verdict.status] ?? words(verdict.status)}
    </Tag>
  );
}
