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
    { key: "model", title: "Version", width: "minmax(110px, 1.5fr)", sortBy: (run) => run.model_name, cell: (run) => <Version run={run} /> },
    { key: "dataset", title: "Pictures", width: "minmax(90px, 1fr)", sortBy: pictures, cell: (run) => <span title={pictures(run)}>{pictures(run)}</span> },
    {
      key: "value",
      title: "Figure",
      width: "minmax(140px, 1.2fr)",
      sortBy: ({ accuracy }) => accuracy?.metric?.value,
      cell: ({ accuracy }) =>
        accuracy?.preview ? (
          <span className="quiet-text">preview, not measured</span>
        ) : (
          accuracy?.metric && (
            <>
              <b className="num">{metricText(accuracy.metric.name, accuracy.metric.value)}</b> <span className="quiet-text">{metricName(accuracy.metric.name)}</span>
            </>
          )
        ),
    },
    { key: "interval", title: "95 % interval", width: "116px", align: "right", wideOnly: true, cell: ({ accuracy }) => accuracy?.metric && <span className="quiet-text">{metricInterval(accuracy.metric)}</span> },
    { key: "state", title: "State", width: "96px", sortBy: (run) => run.state, cell: (run) => <StateTag state={run.state} /> },
    { key: "created", title: "When", width: "76px", align: "right", sortBy: (run) => run.created, cell: (run) => <span className="quiet-text" title={moment(run.created)}>{ago(run.created)}</span> },
  ];
}

function Version({ run: { model_name: name, accuracy } }: { run: Run }) {
  return (
    <span title={name}>
      <b>{name}</b> {accuracy?.precision && <span className="quiet-text">{accuracy.precision}</span>}
    </span>
  );
}
