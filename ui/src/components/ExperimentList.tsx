import { memo, useMemo } from "react";
import type { Run } from "../api/types";
import { ago, whole, words } from "../format";
import { configWords, effectiveWords, latencyOf, latencyWords, throughputOf } from "../runs";
import { Panel } from "./Panel";
import { RunFigure, RunVerdict } from "./RunFigure";
import { StateTag } from "./StateTag";
import { VirtualTable, type Column } from "./VirtualTable";

const KIND_NAMES: Record<string, string> = { benchmark: "Single run", sweep: "Sweep", tune: "Find best" };

const columnsFor = (points: ReadonlyMap<string, number>): Column<Run>[] => [
  { key: "kind", title: "Experiment", width: "84px", sortBy: (run) => run.kind, cell: (run) => <b>{KIND_NAMES[run.kind] ?? words(run.kind)}</b> },
  { key: "config", title: "What", width: "minmax(110px, 2fr)", sortBy: (run) => what(run, points), cell: (run) => <span title={what(run, points)}>{what(run, points)}</span> },
  {
    key: "fps",
    title: "Throughput",
    width: "134px",
    align: "right",
    sortBy: (run) => throughputOf(run)?.value,
    cell: (run) => <RunFigure run={run} />,
  },
  { key: "ms", title: "Latency", width: "76px", align: "right", wideOnly: true, sortBy: (run) => latencyOf(run)?.value, cell: latencyWords },
  { key: "state", title: "Verdict", width: "112px", sortBy: (run) => run.headline?.verdict.status ?? run.state, cell: (run) => (run.headline || run.result ? <RunVerdict run={run} /> : <StateTag state={run.state} />) },
  { key: "created", title: "When", width: "76px", align: "right", sortBy: (run) => run.created, cell: (run) => <span className="quiet-text">{ago(run.created)}</span> },
];

interface Props {
  runs: readonly Run[];
  /** The benchmarks of the model with the points of searches, to count these. */
  measured: readonly Run[];
  selected: string | undefined;
  onSelect: (run: Run) => void;
  sort: string;
  onSort: (sort: string) => void;
}

/** Everything that was measured of a model, one row each; a search is one row. */
export const ExperimentList = memo(function ExperimentList({ runs, measured, selected, onSelect, sort, onSort }: Props) {
  const points = useMemo(() => pointsOf(measured), [measured]);
  const columns = useMemo(() => columnsFor(points), [points]);
  return (
    <Panel flush>
      <VirtualTable label="Experiments of this model" rows={runs} columns={columns} rowId={(run) => run.id} sort={sort} onSort={onSort} selected={selected} onSelect={onSelect} rowHeight={38} maxHeight={420} minWidth={560} />
    </Panel>
  );
});

function what(run: Run, points: ReadonlyMap<string, number>): string {
  if (run.config) return configWords(run.config);
  const count = points.get(run.id);
  const best = run.result?.kind === "search" && `${run.result.fits ? "best" : "nearest"}: ${effectiveWords(run.result)}`;
  return [count && `${whole(count)} ${count === 1 ? "point" : "points"}`, best, run.failure?.message].filter(Boolean).join("; ");
}

/** How many points each search measured, as far as they are here. */
function pointsOf(measured: readonly Run[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { parent } of measured) if (parent) found.set(parent, (found.get(parent) ?? 0) + 1);
  return found;
}
