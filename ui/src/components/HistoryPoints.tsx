import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Series, TrendPoint } from "../api/history";
import { figure, milliseconds, moment, spread, words } from "../format";
import { changesAt, changeWords } from "../history";
import { Panel } from "./Panel";
import { Tag } from "./Tag";
import { VirtualTable, type Column } from "./VirtualTable";

type Row = TrendPoint & { changed: string };

const COLUMNS: Column<Row>[] = [
  { key: "created", title: "When", width: "minmax(170px, 1fr)", sortBy: (point) => point.created, cell: (point) => <Link to="/runs/$id" params={{ id: point.run }}>{moment(point.created)}</Link> },
  {
    key: "fps",
    title: "Throughput",
    width: "150px",
    align: "right",
    sortBy: (point) => point.throughput_fps.value,
    cell: ({ throughput_fps: fps }) => (
      <>
        <b>{figure(fps.value, 4)}</b> FPS <span className="quiet-text">{spread(fps)}</span>
      </>
    ),
  },
  { key: "ms", title: "Latency", width: "90px", align: "right", sortBy: (point) => point.latency_ms.value, cell: (point) => milliseconds(point.latency_ms.value) },
  {
    key: "verdict",
    title: "Verdict",
    width: "170px",
    sortBy: (point) => point.verdict,
    cell: (point) => (
      <span className="row">
        <Tag tone={point.verdict === "ok" ? "ok" : "warn"}>{point.verdict === "ok" ? "Trustworthy" : words(point.verdict)}</Tag>
        {point.imported && <Tag>Imported</Tag>}
      </span>
    ),
  },
  { key: "changed", title: "Changed before it", width: "minmax(160px, 2fr)", cell: (point) => <span className="quiet-text" title={point.changed}>{point.changed}</span> },
];

interface Props {
  series: Series;
  sort: string;
  onSort: (sort: string) => void;
  marked: ReadonlySet<string>;
  onMark: (marked: ReadonlySet<string>) => void;
  onOpen: (run: string) => void;
}

/** The points of a series as rows; two of them can be marked and compared. */
export function HistoryPoints({ series, sort, onSort, marked, onMark, onOpen }: Props) {
  const rows = useMemo(() => series.points.map((point, index): Row => ({ ...point, changed: changeWords(changesAt(series.points, index)) })), [series]);
  return (
    <Panel flush title="Points" note="Mark two or more with x, and compare them with c">
      <VirtualTable label="Points of the series" rows={rows} columns={COLUMNS} rowId={(point) => point.run} sort={sort} onSort={onSort} onOpen={(point) => onOpen(point.run)} marked={marked} onMark={onMark} markName={(point) => `Mark ${moment(point.created)}`} maxHeight={420} minWidth={760} />
    </Panel>
  );
}
