import { Button } from "@mantine/core";
import { IconArrowsDiff } from "@tabler/icons-react";
import type { Comparison } from "../../api/comparison";
import { useStartCompare, usePaired } from "../../api/comparison";
import { UNFINISHED, useRun } from "../../api/queries";
import { ErrorNote } from "../ErrorNote";
import { JobCard } from "../JobCard";
import { Panel } from "../Panel";
import { RunEnding } from "../RunEnding";
import { linesOf, pairedNote } from "./lines";
import { VerdictLines } from "./VerdictLines";

/** Measures what is compared once more, in turns, so that whatever else the machine does meets all of them alike. */
export function MeasureSideBySide({ comparison, again, onStarted }: { comparison: Comparison; again: boolean; onStarted: (run: string) => void }) {
  const start = useStartCompare();
  const unknown = comparison.subjects.find((subject) => subject.model === null);
  const subjects = comparison.subjects.map(({ model, config, label }) => ({ model, config, label }));
  return (
    <>
      <Button leftSection={<IconArrowsDiff size={16} />} loading={start.isPending} disabled={unknown !== undefined} onClick={() => start.mutate({ subjects }, { onSuccess: (run) => onStarted(run.id) })}>
        {again ? "Measure side by side again" : "Measure side by side"}
      </Button>
      {start.error && <ErrorNote error={start.error} />}
    </>
  );
}

/** A side-by-side measurement: how far it is, and then what it answers. */
export function PairedAnswer({ id }: { id: string }) {
  const { data: run, error } = useRun(id);
  const paired = usePaired(run);
  if (error ?? paired.error) return <ErrorNote error={error ?? paired.error} />;
  if (!run) return null;
  if (UNFINISHED.includes(run.state)) return <JobCard run={run} />;
  if (!paired.data) return <RunEnding run={run} />;
  return (
    <Panel title="Measured side by side" note={pairedNote(paired.data, run.ended)}>
      <VerdictLines lines={linesOf(paired.data)} />
    </Panel>
  );
}
