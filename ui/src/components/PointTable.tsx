import { IconCircleX, IconClock } from "@tabler/icons-react";
import { memo, useMemo } from "react";
import type { Headline, SearchPoint } from "../api/types";
import { figure, milliseconds, spread } from "../format";
import { capital, pointId } from "../runs";
import { Panel } from "./Panel";
import { Tag } from "./Tag";
import { VerdictTag } from "./VerdictTag";
import { VirtualTable, type Column } from "./VirtualTable";

interface Props {
  points: readonly SearchPoint[];
  selected: string | undefined;
  onSelect: (id: string) => void;
  onOpen: (run: string) => void;
  sort: string;
  onSort: (sort: string) => void;
}

/** What the engine says it did; before a point is measured, what is asked for. */
function setting(name: "batch" | "streams" | "threads" | "requests" | "precision") {
  return (point: SearchPoint) => point.headline?.effective[name] ?? point.config[name] ?? null;
}

const text = (value: number | string | null) => value ?? <span className="quiet-text">auto</span>;

const SETTINGS = ["batch", "streams", "threads", "requests"] as const;

const COLUMNS: Column<SearchPoint>[] = [
  ...SETTINGS.map(
    (name): Column<SearchPoint> => ({ key: name, title: capital(name), width: "minmax(52px, 0.6fr)", align: "right", wideOnly: name === "requests", sortBy: setting(name), cell: (point) => text(setting(name)(point)) }),
  ),
  { key: "precision", title: "Ran in", width: "minmax(46px, 0.5fr)", sortBy: setting("precision"), cell: (point) => text(setting("precision")(point)) },
  {
    key: "fps",
    title: "Throughput, FPS",
    width: "minmax(114px, 1.2fr)",
    align: "right",
    sortBy: (point) => point.headline?.throughput_fps.value,
    cell: ({ headline }) =>
      headline && (
        <>
          <b>{figure(headline.throughput_fps.value, 4)}</b> <span className="quiet-text">{spread(headline.throughput_fps)}</span>
        </>
      ),
  },
  {
    key: "ms",
    title: "Median latency",
    width: "minmax(114px, 1.2fr)",
    align: "right",
    sortBy: (point) => point.headline?.latency_ms.value,
    cell: ({ headline }) =>
      headline && (
        <>
          {milliseconds(headline.latency_ms.value)} <span className="quiet-text">{spread(headline.latency_ms)}</span>
        </>
      ),
  },
  { key: "p99", title: "p99", width: "minmax(62px, 0.7fr)", align: "right", wideOnly: true, sortBy: (point) => point.headline?.latency_p99_ms?.value, cell: ({ headline }) => headline && <P99 headline={headline} /> },
  { key: "compile", title: "Compile", width: "minmax(62px, 0.6fr)", align: "right", wideOnly: true, sortBy: (point) => point.headline?.compile_ms, cell: ({ headline }) => headline && milliseconds(headline.compile_ms) },
  { key: "state", title: "State", width: "minmax(112px, 1.4fr)", sortBy: stateOf, cell: (point) => <PointState point={point} /> },
];

/** Every point of a search as a row, also those that failed and those to come. */
export const PointTable = memo(function PointTable({ points, selected, onSelect, onOpen, sort, onSort }: Props) {
  // Threads are the engine's choice nearly always; then they are no news.
  const threaded = useMemo(() => points.some((point) => point.config.threads != null), [points]);
  const columns = useMemo(() => COLUMNS.filter((column) => threaded || column.key !== "threads"), [threaded]);
  return (
    <Panel flush>
      <VirtualTable
        label="Points"
        rows={points}
        columns={columns}
        rowId={pointId}
        sort={sort}
        onSort={onSort}
        selected={selected}
        onSelect={(point) => onSelect(pointId(point))}
        onOpen={(point) => point.run && onOpen(point.run)}
        steady
        rowHeight={36}
        maxHeight={440}
        minWidth={560}
      />
    </Panel>
  );
});

function P99({ headline }: { headline: Headline }) {
  if (headline.latency_p99_ms) return milliseconds(headline.latency_p99_ms.value);
  return (
    <span className="quiet-text" title="Too few requests were measured for a p99.">
      –
    </span>
  );
}

function PointState({ point }: { point: SearchPoint }) {
  if (point.headline) return <VerdictTag verdict={point.headline.verdict} />;
  if (point.failure) {
    return (
      <span className="row" title={point.failure.message}>
        <Tag tone="bad" icon={<IconCircleX />}>
          Failed
        </Tag>
        <span className="clip quiet-text">{point.failure.message}</span>
      </span>
    );
  }
  return <Tag icon={<IconClock />}>To come</Tag>;
}

function stateOf(point: SearchPoint): string {
  return point.headline?.verdict.status ?? (point.failure ? "failed" : "to come");
}
