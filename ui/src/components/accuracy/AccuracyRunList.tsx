import { useMemo } from "react";
import { useDatasets } from "../../api/datasets";
import type { Run } from "../../api/types";
import { metricInterval, metricName, metricText } from "../../accuracy";
import { ago, moment } from "../../format";
import { Panel } from "../Panel";
import { StateTag } from "../StateTag";
import { VirtualTable, type Column } from "../VirtualTable";

interface Props {
  runs: readonly Run[];
  selected: string | undefined;
  onSelect: (run: Run) => void;
  sort: string;
  onSort: (sort: string) => void;
}

/** What was measured of a model and its versions, with the first figure of each. */
export function AccuracyRunList({ runs, selected, onSelect, sort, onSort }: Props) {
  const datasets = useDatasets().data?.datasets;
  const columns = useMemo(() => columnsOf(new Map(datasets?.map(({ id, name }) => [id, name]))), [datasets]);
  return (
    <Panel title="Measured before" note="Of this model and its versions" flush>
      <VirtualTable label="Accuracy runs of this model and its versions" rows={runs} columns={columns} rowId={(run) => run.id} sort={sort} onSort={onSort} selected={selected} onSelect={onSelect} rowHeight={38} maxHeight={340} minWidth={560} />
    </Panel>
  );
}

function columnsOf(names: ReadonlyMap<string, string>): Column<Run>[] {
  const pictures = ({ dataset }: Run) => (dataset ? (names.get(dataset) ?? "removed pictures") : "");
  return [
    { key: "model", title: "Version", width: "minmax(110px, 1.2fr)", sortBy: (run) => run.model_name, cell: (run) => <b title={run.model_name}>{run.model_name}</b> },
    { key: "dataset", title: "Pictures", width: "minmax(100px, 1.1fr)", sortBy: pictures, cell: (run) => <span title={pictures(run)}>{pictures(run)}</span> },
    {
      key: "metric",
      title: "Figure",
      width: "minmax(120px, 1fr)",
      sortBy: ({ accuracy }) => accuracy?.metric && metricName(accuracy.metric.name),
      cell: ({ accuracy }) => (accuracy?.preview ? <span className="quiet-text">preview, not measured</span> : accuracy?.metric && metricName(accuracy.metric.name)),
    },
    {
      key: "value",
      title: "Value",
      width: "70px",
      align: "right",
      sortBy: ({ accuracy }) => accuracy?.metric?.value,
      cell: ({ accuracy }) => accuracy?.metric && <b>{metricText(accuracy.metric.name, accuracy.metric.value)}</b>,
    },
    { key: "interval", title: "95 % interval", width: "116px", align: "right", cell: ({ accuracy }) => accuracy?.metric && <span className="quiet-text">{metricInterval(accuracy.metric)}</span> },
    { key: "precision", title: "Precision", width: "64px", wideOnly: true, sortBy: ({ accuracy }) => accuracy?.precision, cell: ({ accuracy }) => accuracy?.precision },
    { key: "state", title: "State", width: "96px", sortBy: (run) => run.state, cell: (run) => <StateTag state={run.state} /> },
    { key: "created", title: "When", width: "76px", align: "right", sortBy: (run) => run.created, cell: (run) => <span className="quiet-text" title={moment(run.created)}>{ago(run.created)}</span> },
  ];
}
