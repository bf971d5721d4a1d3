import { Skeleton } from "@mantine/core";
import { useMemo } from "react";
import { UNFINISHED, useBenchmark, useMeasured } from "../api/queries";
import type { Run } from "../api/types";
import { configWords } from "../runs";
import { BenchmarkResult } from "./BenchmarkResult";
import { SearchScatter } from "./charts/SearchScatter";
import { ErrorNote } from "./ErrorNote";
import { JobCard } from "./JobCard";
import { Panel } from "./Panel";
import { ResultHead } from "./ResultHead";
import { RunEnding } from "./RunEnding";

interface Props {
  run: Run;
  onSelect: (run: Run) => void;
  onRepeat: () => void;
}

const NO_RUNS: readonly Run[] = [];

/** One benchmark, and where it stands among all others of its model. */
export function BenchmarkView({ run, onSelect, onRepeat }: Props) {
  const result = useBenchmark(run);
  const runs = useMeasured(run.model ?? "").data?.runs ?? NO_RUNS;
  const dots = useMemo(() => runs.flatMap(({ id, config, headline }) => (headline && config ? [{ id, name: configWords(config), headline }] : [])), [runs]);
  return (
    <>
      {UNFINISHED.includes(run.state) ? (
        <JobCard run={run} />
      ) : (
        <>
          <ResultHead run={run} onRepeat={onRepeat} />
          <RunEnding run={run} />
          {result.error && <ErrorNote error={result.error} />}
          {run.state === "succeeded" && result.isPending && <Skeleton height={300} />}
          {result.data && <BenchmarkResult result={result.data} />}
        </>
      )}
      {dots.length > 0 && (
        <Panel>
          <SearchScatter
            title="All benchmarks of this model"
            note="Throughput over latency. Shape and colour: precision. Faint: doubtful."
            points={dots}
            selected={run.id}
            onSelect={(id) => {
              const found = runs.find((one) => one.id === id);
              if (found) onSelect(found);
            }}
          />
        </Panel>
      )}
    </>
  );
}
