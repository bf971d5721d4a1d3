import type { Run } from "../api/types";
import { Note } from "./Note";

/** Why a run has no result: the fact and the next step. */
export function RunEnding({ run }: { run: Run }) {
  if (!run.failure) return null;
  const { message, hint, problems } = run.failure;
  return (
    <Note tone={run.state === "cancelled" ? "plain" : "bad"} role="alert">
      <strong>{message}</strong>
      {(problems ?? []).map((problem) => (
        <p key={problem.option}>
          {problem.option}: {problem.message}
        </p>
      ))}
      {hint && <p>{hint}</p>}
    </Note>
  );
}
