import type { Verdict } from "../api/types";
import { Note } from "./Note";
import { VerdictTag } from "./VerdictTag";

/** The verdict with its reasons: the first thing to read about a result. */
export function VerdictNote({ verdict }: { verdict: Verdict }) {
  const reasons = verdict.reasons ?? [];
  return (
    <Note tone={verdict.status === "ok" ? "ok" : "warn"} head={<VerdictTag verdict={verdict} />}>
      {reasons.length > 0 ? reasons.map((reason) => <p key={reason}>{reason}</p>) : <p>Steady, undisturbed, and as precise as was asked for.</p>}
    </Note>
  );
}
