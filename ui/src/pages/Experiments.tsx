import { Skeleton } from "@mantine/core";
import { IconChartDots } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { askOf, defaultAsk, type BenchmarkAsk } from "../api/benchmarkForm";
import { useBenchmark, useDefaults, useDevices, useModel, useRun, useRuns } from "../api/queries";
import { BenchmarkForm } from "../components/BenchmarkForm";
import { BenchmarkResult } from "../components/BenchmarkResult";
import { BenchmarkRuns } from "../components/BenchmarkRuns";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { JobCard } from "../components/JobCard";
import { Panel } from "../components/Panel";
import { RunEnding } from "../components/RunEnding";
import { ResultHead } from "../components/ResultHead";
import type { Run } from "../api/types";
import { UNFINISHED } from "../api/queries";
import classes from "./Experiments.module.css";

/** Measure the model: settings left, the result right, everything measured before below. */
export function Experiments() {
  const { id } = useParams({ from: "/models/$id" });
  const { run: chosen, sort = "-created" } = useSearch({ from: "/models/$id/experiments" });
  const navigate = useNavigate();
  const { data: model } = useModel(id);
  const defaults = useDefaults();
  const devices = useDevices();
  const list = useRuns({ kind: ["benchmark"], model: id, limit: 500 });
  const runs = list.data?.runs ?? [];
  const { data: run, error } = useRun(chosen ?? runs[0]?.id);
  const [ask, setAsk] = useState<BenchmarkAsk>();
  useEffect(() => {
    if (defaults) setAsk((now) => now ?? defaultAsk(defaults.plans, defaults.config));
  }, [defaults]);
  const select = (next: Run) => void navigate({ to: ".", search: (old) => ({ ...old, run: next.id }) });
  if (!model) return null;
  return (
    <div className={classes.page}>
      <aside className={classes.settings}>
        <Panel title="Measure">
          {devices.error && <ErrorNote error={devices.error} retry={() => void devices.refetch()} />}
          {defaults && ask ? (
            <BenchmarkForm model={model} plans={defaults.plans} ask={ask} onChange={setAsk} onStarted={select} />
          ) : (
            !devices.error && <Skeleton height={320} />
          )}
        </Panel>
      </aside>
      <div className="stack">
        {(error ?? list.error) && <ErrorNote error={error ?? list.error} />}
        {list.isPending && <Skeleton height={300} />}
        {list.data && runs.length === 0 && !run && (
          <Panel>
            <EmptyState icon={<IconChartDots />} title="Not measured yet">
              Start the benchmark with the settings as they are: they are what the engine does best by itself. You get throughput and latency with
              their intervals, and whether they can be trusted.
            </EmptyState>
          </Panel>
        )}
        {run && <ChosenRun run={run} onRepeat={() => run.config && setAsk(askOf(run.config, run.plan))} />}
        {runs.length > 0 && (
          <BenchmarkRuns runs={runs} selected={run?.id} onSelect={select} sort={sort} onSort={(next) => void navigate({ to: ".", search: (old) => ({ ...old, sort: next }), replace: true })} />
        )}
      </div>
    </div>
  );
}

function ChosenRun({ run, onRepeat }: { run: Run; onRepeat: () => void }) {
  const result = useBenchmark(run);
  if (UNFINISHED.includes(run.state)) return <JobCard run={run} />;
  return (
    <>
      <ResultHead run={run} onRepeat={onRepeat} />
      <RunEnding run={run} />
      {result.error && <ErrorNote error={result.error} />}
      {run.state === "succeeded" && result.isPending && <Skeleton height={300} />}
      {result.data && <BenchmarkResult result={result.data} />}
    </>
  );
}
