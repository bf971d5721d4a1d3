import { UNFINISHED } from "../api/queries";
import type { Run } from "../api/types";
import { ago, figure, milliseconds, percent, spread, words } from "../format";
import { configWords } from "../runs";
import { Panel } from "./Panel";
import { StateTag } from "./StateTag";
import { VerdictTag } from "./VerdictTag";
import { VirtualTable, type Column } from "./VirtualTable";

const KIND_NAMES: Record<string, string> = { benchmark: "Single run", sweep: "Sweep", tune: "Find best" };

const COLUMNS: Column<Run>[] = [
  { key: "kind", title: "Experiment", width: "92px", sortBy: (run) => run.kind, cell: (run) => <b>{KIND_NAMES[run.kind] ?? words(run.kind)}</b> },
  { key: "config", title: "What", width: "minmax(150px, 2fr)", sortBy: what, cell: (run) => <span title={what(run)}>{what(run)}</span> },
  {
    key: "fps",
    title: "Throughput",
    width: "136px",
    align: "right",
    sortBy: (run) => run.headline?.throughput_fps.value,
    cell: ({ headline }) =>
      headline && (
        <>
          <b>{figure(headline.throughput_fps.value, 4)}</b> FPS <span className="quiet-text">{spread(headline.throughput_fps)}</span>
        </>
      ),
  },
  { key: "ms", title: "Latency", width: "84px", align: "right", sortBy: (run) => run.headline?.latency_ms.value, cell: ({ headline }) => headline && milliseconds(headline.latency_ms.value) },
  { key: "state", title: "Verdict", width: "118px", sortBy: (run) => run.headline?.verdict.status ?? run.state, cell: (run) => (run.headline ? <VerdictTag verdict={run.headline.verdict} /> : <StateTag state={run.state} />) },
  { key: "created", title: "When", width: "88px", align: "right", sortBy: (run) => run.created, cell: (run) => <span className="quiet-text">{ago(run.created)}</span> },
];

interface Props {
  runs: readonly Run[];
  selected: string | undefined;
  onSelect: (run: Run) => void;
  sort: string;
  onSort: (sort: string) => void;
}

/** Everything that was measured of a model, one row each; a search is one row. */
export function ExperimentList({ runs, selected, onSelect, sort, onSort }: Props) {
  return (
    <Panel flush>
      <VirtualTable label="Experiments of this model" rows={runs} columns={COLUMNS} rowId={(run) => run.id} sort={sort} onSort={onSort} selected={selected} onSelect={onSelect} maxHeight={420} minWidth={640} />
    </Panel>
  );
}

function what(run: Run): string {
  if (run.config) return configWords(run.config);
  if (run.failure) return run.failure.message;
  return UNFINISHED.includes(run.state) && run.progress.fraction != null ? `${percent(run.progress.fraction, 0)} done` : "";
}
