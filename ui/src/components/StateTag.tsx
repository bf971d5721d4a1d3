import { IconCheck, IconCircleDashed, IconClock, IconCircleX, IconPlayerPlay, IconPlugConnectedX, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { RunState } from "../api/types";
import { words } from "../format";
import { Tag, type Tone } from "./Tag";

const LOOK: Record<RunState, { tone: Tone; icon: ReactNode }> = {
  queued: { tone: "plain", icon: <IconClock /> },
  starting: { tone: "accent", icon: <IconCircleDashed /> },
  running: { tone: "accent", icon: <IconPlayerPlay /> },
  succeeded: { tone: "ok", icon: <IconCheck /> },
  failed: { tone: "bad", icon: <IconCircleX /> },
  cancelled: { tone: "plain", icon: <IconX /> },
  lost: { tone: "warn", icon: <IconPlugConnectedX /> },
};

/** Where a run stands, by icon, word and colour. */
export function StateTag({ state }: { state: RunState }) {
  const { tone, icon } = LOOK[state];
  return (
    <Tag tone={tone} icon={icon}>
      {state === "succeeded" ? "Done" : words(state)}
    </Tag>
  );
}
