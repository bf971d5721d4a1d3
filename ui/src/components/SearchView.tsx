import { NumberInput, Skeleton } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import { UNFINISHED, useMeasured, usePoints, useTune } from "../api/queries";
import type { Run, Search, SearchPoint } from "../api/types";
import { pointId, pointWords } from "../runs";
import { SearchScatter, type ScatterPoint } from "./charts/SearchScatter";
import { ContinueNote } from "./ContinueNote";
import { ErrorNote } from "./ErrorNote";
import { JobCard } from "./JobCard";
import { Panel } from "./Panel";
import { PointPanel } from "./PointPanel";
import { PointTable } from "./PointTable";
import { RunEnding } from "./RunEnding";
import { SearchSummary } from "./SearchSummary";
import classes from "./SearchView.module.css";
import { TuneAnswer } from "./TuneAnswer";

interface Props {
  run: Run;
  onStart: (point: SearchPoint) => void;
  /** A search that follows on this one. */
  onStarted: (run: Run) => void;
}

const PAUSE_MS = 400;
const NO_RUNS: readonly Run[] = [];
const NO_POINTS: readonly SearchPoint[] = [];

/** A search over configurations, also while it runs: what it found, its points as dots and as rows, and the chosen one. */
export function SearchView({ run, onStart, onStarted }: Props) {
  const { point: chosen, limit: typed, points: sort = "-fps" } = useSearch({ strict: false });
  const navigate = useNavigate();
  const limit = typed === undefined ? undefined : Number(typed);
  const answer = usePoints(run, limit);
  const search = answer.data;
  const tune = useTune(run);
  const runs = useMeasured(run.model ?? "").data?.runs ?? NO_RUNS;
  const set = useCallback((part: { point?: string; limit?: string; points?: string }) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true }), [navigate]);
  const select = useCallback((id: string) => set({ point: id }), [set]);
  const setLimit = useCallback((next: number | undefined) => set({ limit: next === undefined ? undefined : String(next) }), [set]);
  const setSort = useCallback((next: string) => set({ points: next }), [set]);
  const open = useCallback((id: string) => void navigate({ to: "/runs/$id", params: { id } }), [navigate]);
  const points = search?.points ?? NO_POINTS;
  const dots = useMemo(() => points.flatMap(dotOf), [points]);
  const provisional = useMemo(() => (search?.provisional ?? []).map((point) => ({ ...point, name: pointWords(point.config) })), [search?.provisional]);
  const others = useMemo(() => othersOf(runs, points, run.id), [runs, points, run.id]);
  const unfinished = UNFINISHED.includes(run.state);
  // A search for the best has an answer of its own; under another limit it is one of its points.
  const best = limit === undefined && tune.data ? tune.data.best : search?.best;
  const selected = chosen ?? best?.run ?? search?.nearest?.run;
  const effective = limit ?? search?.goal.latency_limit_ms ?? undefined;
  const percentile = search?.goal.percentile ?? "p50";
  const field = useMemo(() => <LimitField limit={effective} percentile={percentile} onLimit={setLimit} />, [effective, percentile, setLimit]);
  return (
    <div className={classes.view}>
      {unfinished && <JobCard run={run} />}
      {!unfinished && <RunEnding run={run} />}
      {answer.error && <ErrorNote error={answer.error} retry={() => void answer.refetch()} />}
      {answer.isPending && <Skeleton height={380} />}
      {search && (
        <>
          <ContinueNote run={run} search={search} onStarted={onStarted} />
          {tune.error && <ErrorNote error={tune.error} />}
          {tune.data ? (
            <TuneAnswer run={run} search={search} tune={tune.data} selected={selected} onSelect={select} onStarted={onStarted} />
          ) : (
            <SearchSummary search={search} onSelect={select} />
          )}
          <div className={classes.figure}>
            <Panel>
              <SearchScatter
                title="Throughput over latency"
                note={noteOf(search)}
                points={dots}
                others={others}
                provisional={provisional}
                front={search.pareto}
                best={best?.run}
                selected={selected}
                onSelect={select}
                onOther={open}
                by={search.goal.percentile}
                limit={effective}
                onLimit={setLimit}
                actions={field}
              />
            </Panel>
            <PointPanel
              front={search.pareto}
              nearest={search.nearest?.run}
              point={points.find((point) => pointId(point) === selected)}
              best={best ?? undefined}
              onStart={onStart}
            />
          </div>
          <PointTable points={points} selected={selected} onSelect={select} onOpen={open} sort={sort} onSort={setSort} />
        </>
      )}
    </div>
  );
}

interface FieldProps {
  limit: number | undefined;
  percentile: Search["goal"]["percentile"];
  onLimit: (limit: number | undefined) => void;
}

/** The limit line as a number that can be typed. */
function LimitField({ limit, percentile, onLimit }: FieldProps) {
  const [text, setText] = useState<string | number>(limit ?? "");
  const tell = useDebouncedCallback((value: string | number) => {
    const next = Number(value);
    onLimit(value !== "" && next > 0 ? next : undefined);
  }, PAUSE_MS);
  useEffect(() => setText(limit ?? ""), [limit]);
  return (
    <NumberInput
      className={classes.limit}
      aria-label={percentile === "p99" ? "Limit of the p99 latency, ms" : "Limit of the median latency, ms"}
      placeholder="latency limit"
      suffix=" ms"
      min={0}
      value={text}
      onChange={(value) => {
        setText(value);
        tell(value);
      }}
    />
  );
}

function dotOf(point: SearchPoint): ScatterPoint[] {
  return point.run && point.headline ? [{ id: point.run, name: pointWords(point.config), headline: point.headline }] : [];
}

/** What else was measured of the model. */
function othersOf(runs: readonly Run[], points: readonly SearchPoint[], search: string): readonly ScatterPoint[] {
  const own = new Set(points.map((point) => point.run));
  return runs.flatMap((run) => (run.headline && run.config && run.parent !== search && !own.has(run.id) ? [{ id: run.id, name: pointWords(run.config), headline: run.headline }] : []));
}

function noteOf(search: Search): string {
  const unplaced = search.goal.percentile === "p99" ? search.points.filter((point) => point.headline && !point.headline.latency_p99_ms).length : 0;
  const words = "Filled: on the front. Hollow: beaten. Faint: other runs of the model.";
  const racing = search.provisional.length > 0 ? ` Dashed: ${search.provisional.length} in the race, figures so far.` : "";
  return words + racing + (unplaced > 0 ? ` ${unplaced} without an earned p99 are not shown.` : "");
}
