import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Accuracy } from "../../api/accuracy";
import { className, metricInterval, metricName, metricText } from "../../accuracy";
import { count, counted } from "../../format";
import { Panel } from "../Panel";
import { ShareBar } from "../ShareBar";
import { VirtualTable, type Column } from "../VirtualTable";

type Figure = Accuracy["per_class"][number];

interface Props {
  result: Accuracy;
  /** The same classes of the run that is compared with. */
  other?: { name: string; result: Accuracy };
  sort: string;
  onSort: (sort: string) => void;
  selected?: number;
  onSelect: (label: number) => void;
}

const COUNTED: Record<string, string> = { classification: "Pictures", segmentation: "Pixels" };

/** How right the model is for each class; a click shows its pictures. */
export function ClassTable({ result, other, sort, onSort, selected, onSelect }: Props) {
  const columns = useMemo(() => columnsOf(result, other), [result, other]);
  const [first] = result.per_class;
  if (!first) return null;
  return (
    <Panel title="Classes" note={
        <>
          {metricName(first.metric.name)} of {counted(result.per_class.length, "class", "classes")}. Click: its pictures.{" "}
          {result.label_names.length === 0 && result.dataset && (
            <Link to="/datasets/$id" params={{ id: result.dataset }}>
              Give the classes names
            </Link>
          )}
        </>
      } flush>
      <VirtualTable
        label="Accuracy of each class"
        rows={result.per_class}
        columns={columns}
        rowId={({ label }) => String(label)}
        sort={sort}
        onSort={onSort}
        selected={selected === undefined ? undefined : String(selected)}
        onSelect={({ label }) => onSelect(label)}
        rowHeight={34}
        maxHeight={378}
      />
    </Panel>
  );
}

function columnsOf(result: Accuracy, other: Props["other"]): Column<Figure>[] {
  const before = new Map(other?.result.per_class.map((figure) => [figure.label, figure]));
  const columns: Column<Figure>[] = [
    { key: "class", title: "Class", width: "minmax(84px, 1.4fr)", sortBy: ({ label }) => className(result, label), cell: ({ label }) => <span title={className(result, label)}>{className(result, label)}</span> },
    { key: "count", title: COUNTED[result.task ?? ""] ?? "Objects", width: "64px", align: "right", sortBy: (figure) => figure.count, cell: (figure) => count(figure.count) },
    { key: "value", title: "Value", width: "68px", align: "right", sortBy: ({ metric }) => metric.value, cell: ({ metric }) => <b title={metricInterval(metric)}>{metricText(metric.name, metric.value)}</b> },
  ];
  if (other) {
    columns.push({
      key: "other",
      title: <span title={other.name}>Other</span>,
      width: "68px",
      align: "right",
      sortBy: ({ label }) => before.get(label)?.metric.value,
      cell: ({ label }) => {
        const metric = before.get(label)?.metric;
        return metric && <span title={metricInterval(metric)}>{metricText(metric.name, metric.value)}</span>;
      },
    });
  } else {
    columns.push({ key: "bar", title: "", width: "minmax(36px, 0.8fr)", wideOnly: true, cell: ({ metric }) => <ShareBar share={metric.value} /> });
  }
  return columns;
}
