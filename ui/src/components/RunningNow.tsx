import { Skeleton } from "@mantine/core";
import { UNFINISHED, useRuns } from "../api/queries";
import { JobCard } from "./JobCard";
import { Panel } from "./Panel";
import { RunLine } from "./RunLine";
import { ErrorNote } from "./ErrorNote";
import { LinkButton } from "./LinkButton";

const LATELY = 4;

/** What this machine is busy with, and what it did last. */
export function RunningNow() {
  const unfinished = useRuns({ state: UNFINISHED });
  const lately = useRuns({ limit: LATELY });
  const runs = [...(unfinished.data?.runs ?? [])].reverse();
  const ended = (lately.data?.runs ?? []).filter((run) => !UNFINISHED.includes(run.state));
  const waiting = runs.length - 1;
  return (
    <Panel
      title="Running now"
      actions={
        <LinkButton variant="subtle" color="gray" to="/runs">
          All runs
        </LinkButton>
      }
    >
      {unfinished.error && <ErrorNote error={unfinished.error} />}
      {unfinished.isPending && <Skeleton height={64} />}
      {runs[0] && <JobCard run={runs[0]} log={false} />}
      {waiting > 0 && (
        <p className="quiet-text" style={{ marginTop: 8 }}>
          {waiting} more {waiting === 1 ? "waits" : "wait"}.
        </p>
      )}
      {unfinished.data && runs.length === 0 && <p className="quiet-text">Nothing. This machine is free to measure.</p>}
      {ended.length > 0 && (
        <ul style={{ listStyle: "none", margin: "10px 0 0", padding: 0 }}>
          {ended.map((run) => (
            <li key={run.id} style={{ borderTop: "1px solid var(--line-2)" }}>
              <RunLine run={run} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
