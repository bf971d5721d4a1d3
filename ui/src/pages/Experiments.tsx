import { SegmentedControl, Skeleton } from "@mantine/core";
import { IconChartDots } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { memo, useCallback, useEffect, useMemo, useState } from "react";
import { askOf, defaultAsk, type BenchmarkAsk } from "../api/benchmarkForm";
import { EXPERIMENTS, SEARCHES, useDefaults, useDevices, useMeasured, useModel, useRun, useRuns } from "../api/queries";
import { firstSweep, type SweepAsk } from "../api/sweepForm";
import { firstTune, type TuneAsk } from "../api/tuneForm";
import type { Model, Run, SearchPoint } from "../api/types";
import { BenchmarkForm } from "../components/BenchmarkForm";
import { BenchmarkView } from "../components/BenchmarkView";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { ExperimentList } from "../components/ExperimentList";
import { Panel } from "../components/Panel";
import { SearchView } from "../components/SearchView";
import { SweepForm } from "../components/SweepForm";
import { TuneForm } from "../components/TuneForm";
import { EXPERIMENT_WAYS, type ExperimentWay } from "../views";
import classes from "./Experiments.module.css";

const WAY_NAMES: Record<ExperimentWay, string> = { best: "Find best", sweep: "Sweep", single: "Single run" };
const NO_RUNS: readonly Run[] = [];

/** Measure the model, in one of three ways: settings left, what came out right, everything measured before below. */
export function Experiments() {
  const { id } = useParams({ from: "/models/$id" });
  const { run: chosen, sort = "-created" } = useSearch({ from: "/models/$id/experiments" });
  const navigate = useNavigate();
  const { data: model } = useModel(id);
  const list = useRuns({ kind: EXPERIMENTS, model: [id], limit: 500 });
  const listed = list.data?.runs ?? NO_RUNS;
  const states = listed.map((one) => `${one.id} ${one.state}`).join();
  const runs = useMemo(() => listed, [states]); // how far one is stands in its card, and the list need not be drawn again
  const all = useMeasured(id).data;
  const measured = all && all.total === all.runs.length ? all.runs : NO_RUNS; // a part of them would be counted wrong
  const { data: run, error } = useRun(chosen ?? runs[0]?.id);
  const select = useCallback((next: Run) => void navigate({ to: ".", search: (old) => ({ ...old, run: next.id, point: undefined, limit: undefined }) }), [navigate]);
  const startFrom = useCallback((next: string | null) => void navigate({ to: ".", search: (old) => ({ ...old, way: "single", from: next ?? undefined }) }), [navigate]);
  const startFromPoint = useCallback((point: SearchPoint) => startFrom(point.run), [startFrom]);
  const setSort = useCallback((next: string) => void navigate({ to: ".", search: (old) => ({ ...old, sort: next }), replace: true }), [navigate]);
  if (!model) return null;
  return (
    <div className={classes.page}>
      <aside className={classes.settings}>
        <Settings model={model} onStarted={select} />
      </aside>
      <div className="stack">
        {(error ?? list.error) && <ErrorNote error={error ?? list.error} />}
        {list.isPending && <Skeleton height={300} />}
        {list.data && runs.length === 0 && !run && (
          <Panel>
            <EmptyState icon={<IconChartDots />} title="Not measured yet">
              Start with the settings as they are. You get the fastest configuration of this machine, with its figures, their intervals, and whether they
              can be trusted.
            </EmptyState>
          </Panel>
        )}
        {run && SEARCHES.includes(run.kind) && <SearchView key={run.id} run={run} onStart={startFromPoint} onStarted={select} />}
        {run && run.kind === "benchmark" && <BenchmarkView run={run} onSelect={select} onRepeat={() => startFrom(run.id)} />}
        {runs.length > 0 && <ExperimentList runs={runs} measured={measured} selected={run?.id} onSelect={select} sort={sort} onSort={setSort} />}
      </div>
    </div>
  );
}

/** The form of the chosen way; what is set in the others stays. */
const Settings = memo(function Settings({ model, onStarted }: { model: Model; onStarted: (run: Run) => void }) {
  const { way = "best", from } = useSearch({ from: "/models/$id/experiments" });
  const navigate = useNavigate();
  const defaults = useDefaults();
  const devices = useDevices();
  const start = useRun(from).data;
  const [single, setSingle] = useState<BenchmarkAsk>();
  const [sweep, setSweep] = useState<SweepAsk>();
  const [tune, setTune] = useState<TuneAsk>();
  const device = useMemo(() => devices.data?.devices.find((one) => one.name === defaults?.config.device), [devices.data, defaults?.config.device]);
  useEffect(() => {
    if (!defaults) return;
    setSingle((now) => now ?? defaultAsk(defaults.plans, defaults.config));
    setTune((now) => now ?? firstTune(defaults.config.device));
    setSweep((now) => now ?? firstSweep(device, defaults.config.device));
  }, [defaults, device]);
  useEffect(() => {
    if (start?.config && defaults) setSingle(askOf(defaults.plans, start.config, start.plan));
  }, [start?.id, defaults === undefined]); // eslint-disable-line -- a run's settings never change
  const choose = (next: string) => void navigate({ to: ".", search: (old) => ({ ...old, way: next as ExperimentWay }), replace: true });
  return (
    <Panel>
      <div className={classes.ways}>
        <SegmentedControl fullWidth aria-label="How to measure" value={way} onChange={choose} data={EXPERIMENT_WAYS.map((value) => ({ value, label: WAY_NAMES[value] }))} />
        {devices.error && <ErrorNote error={devices.error} retry={() => void devices.refetch()} />}
        {(!defaults || !single || !sweep || !tune) && !devices.error && <Skeleton height={320} />}
        {defaults && tune && way === "best" && <TuneForm model={model} config={defaults.config} ask={tune} onChange={setTune} onStarted={onStarted} />}
        {defaults && sweep && way === "sweep" && <SweepForm model={model} plans={defaults.plans} config={defaults.config} ask={sweep} onChange={setSweep} onStarted={onStarted} />}
        {defaults && single && way === "single" && <BenchmarkForm model={model} plans={defaults.plans} ask={single} onChange={setSingle} onStarted={onStarted} />}
      </div>
    </Panel>
  );
});
