import type { Run } from "../api/types";
import { ago, figure, milliseconds, spread } from "../format";
import { configWords } from "../runs";
import { RunScatter } from "./charts/RunScatter";
import { Panel } from "./Panel";
import { StateTag } from "./StateTag";
import { VerdictTag } from "./VerdictTag";
import { VirtualTable, type Column } from "./VirtualTable";

const COLUMNS: Column<Run>[] = [
  { key: "config", title: "Asked for", width: "minmax(170px, 2fr)", sortBy: (run) => configWords(run.config), cell: (run) => <span title={configWords(run.config)}>{configWords(run.config)}</span> },
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
  { key: "streams", title: "Streams", width: "60px", align: "right", sortBy: (run) => run.headline?.effective.streams, cell: ({ headline }) => headline?.effective.streams ?? "" },
  { key: "precision", title: "Ran in", width: "60px", sortBy: (run) => run.headline?.effective.precision, cell: ({ headline }) => headline?.effective.precision ?? "" },
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

/** All benchmarks of a model, as dots and as rows; both choose which one is shown. */
export function BenchmarkRuns({ runs, selected, onSelect, sort, onSort }: Props) {
  return (
    <>
      <Panel>
        <RunScatter runs={runs} selected={selected} onSelect={onSelect} />
      </Panel>
      <Panel flush>
        <VirtualTable label="Benchmarks of this model" rows={runs} columns={COLUMNS} rowId={(run) => run.id} sort={sort} onSort={onSort} selected={selected} onSelect={onSelect} maxHeight={420} minWidth={640} />
      </Panel>
    </>
  );
}
