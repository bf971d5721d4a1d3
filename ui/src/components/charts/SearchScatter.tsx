import { memo, useCallback, useMemo, type KeyboardEvent, type ReactNode } from "react";
import type { Estimate, Headline } from "../../api/types";
import { figure, milliseconds, spread } from "../../format";
import { axis, escaped, logTick, tooltip } from "./axes";
import { Chart } from "./Chart";
import { LimitLine } from "./LimitLine";
import type { Palette } from "./palette";
import classes from "./SearchScatter.module.css";
import { latencyScale, placeOf, throughputScale, type Scale } from "./scatterScale";
import { whiskers } from "./whisker";

export interface ScatterPoint {
  id: string;
  name: string;
  headline: Headline;
}

/** A point whose measuring goes on. */
export interface ProvisionalPoint {
  name: string;
  throughput_fps: Estimate;
  latency_ms: Estimate;
  laps: number;
}

interface Props {
  title: string;
  note: string;
  points: readonly ScatterPoint[];
  /** Drawn faint, for comparison. */
  others?: readonly ScatterPoint[];
  /** Drawn as dashed rings: what is measured now, as far as it is known. */
  provisional?: readonly ProvisionalPoint[];
  /** Ids of the points that no other beats, from the lowest latency on. */
  front?: readonly string[];
  best?: string;
  selected?: string;
  onSelect: (id: string) => void;
  onOther?: (id: string) => void;
  /** Which latency the axis shows; a point that has not earned its p99 has no place on that axis. */
  by?: "p50" | "p99";
  limit?: number;
  /** With it there is a limit line. */
  onLimit?: (limit: number | undefined) => void;
  actions?: ReactNode;
}

const SHAPES = ["circle", "rect", "triangle", "diamond"];
const GLYPHS = ["M6 1a5 5 0 1 0 .01 0z", "M1.5 1.5h9v9h-9z", "M6 1l5.4 10H.6z", "M6 .5L11.5 6 6 11.5.5 6z"]; // the same shapes, for the legend
const SERIES = 5; // colours, of the palette
const INSET = { left: 58, right: 24, top: 30, bottom: 44 };
const NONE: readonly never[] = [];
const HEIGHT = 380;
const DASHES = [3.4, 2.2]; // about seven around a ring
const MANY_OTHERS = 60; // from here on they are drawn as one

interface Placed extends ScatterPoint {
  latency: Estimate;
  precision: string;
}

/** Throughput over latency: up is faster, left is sooner. Whiskers are 95 % intervals; what no other point beats is filled. */
export const SearchScatter = memo(function SearchScatter(props: Props) {
  const { title, note, points, others = NONE, provisional = NONE, front = NONE, best, selected, onSelect, onOther, by = "p50", limit, onLimit, actions } = props;
  const placed = useMemo(() => placedBy(points, by), [points, by]);
  const faint = useMemo(() => placedBy(others, by), [others, by]);
  const precisions = useMemo(() => [...new Set(placed.map((point) => point.precision))].sort(), [placed]);
  const soFar = by === "p50" ? provisional : NONE; // a p99 is not earned before the end
  const { x, y } = useMemo(() => scalesOf(placed, faint, soFar), [placed, faint, soFar]);
  const draw = useCallback(
    (palette: Palette) => {
      const colour = (point: Placed) => palette.series[precisions.indexOf(point.precision) % palette.series.length] ?? palette.accent;
      const onFront = new Set(front);
      const framed = (id: string | undefined) => placed.filter((point) => point.id === id).map(spot);
      return {
        grid: INSET,
        tooltip: tooltip(palette, { formatter: (hit: { seriesId: string; dataIndex: number }) => (hit.seriesId === "provisional" ? tipSoFar(soFar[hit.dataIndex]) : tip(find(placed, faint, hit.seriesId, hit.dataIndex))) }),
        xAxis: axis(palette, by === "p50" ? "median latency of a request, ms" : "p99 latency of a request, ms", { ...ends(x), nameGap: 27, axisLabel: { color: palette.soft, fontSize: 11.5, hideOverlap: true, formatter: logTick } }),
        yAxis: axis(palette, "frames per second", { ...ends(y), nameGap: 42, axisLabel: { color: palette.soft, fontSize: 11.5, formatter: logTick } }),
        series: [
          { id: "others", type: "scatter", large: true, largeThreshold: MANY_OTHERS, symbolSize: 6, itemStyle: { color: palette.soft, opacity: 0.35 }, data: faint.map(spot) },
          { id: "front", type: "line", step: "end", symbol: "none", silent: true, lineStyle: { color: palette.accent, width: 1.6 }, data: front.flatMap((id) => framed(id)) },
          whiskers("whiskers", placed.map(({ latency, headline }) => [latency, headline.throughput_fps] as const), palette.soft),
          whiskers("provisional whiskers", soFar.map(({ latency_ms: ms, throughput_fps: fps }) => [ms, fps] as const), palette.line),
          { id: "provisional", type: "scatter", symbol: "circle", symbolSize: 13, cursor: "default", itemStyle: { color: palette.panel, borderColor: palette.ink, borderWidth: 1.6, borderType: DASHES }, data: soFar.map(({ latency_ms: ms, throughput_fps: fps }) => [ms.value, fps.value]) },
          ...precisions.map((precision, index) => ({
            id: `points ${precision}`,
            name: precision,
            type: "scatter",
            symbol: SHAPES[index % SHAPES.length],
            symbolSize: 10,
            color: palette.series[index % palette.series.length],
            data: placed
              .filter((point) => point.precision === precision)
              .map((point) => ({
                value: spot(point),
                itemStyle: { color: onFront.has(point.id) || front.length === 0 ? colour(point) : palette.panel, borderColor: colour(point), borderWidth: 1.6, opacity: point.headline.verdict.status === "ok" ? 1 : 0.55 },
              })),
          })),
          { id: "chosen", type: "scatter", silent: true, symbol: "circle", symbolSize: 20, itemStyle: { color: "transparent", borderColor: palette.ink, borderWidth: 2 }, data: framed(selected), z: 5 },
          { ...bestMark(palette, placed.find((point) => point.id === best), x, y, soFar.length > 0), data: framed(best) },
        ],
      };
    },
    [placed, faint, soFar, precisions, front, best, selected, by, x, y],
  );
  const inOrder = useMemo(() => [...placed].sort((a, b) => a.latency.value - b.latency.value), [placed]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const now = inOrder.findIndex((point) => point.id === selected);
    const to: Record<string, number> = { ArrowRight: now + 1, ArrowLeft: Math.max(0, now - 1), Home: 0, End: inOrder.length - 1 };
    const next = inOrder[to[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    onSelect(next.id);
  };
  return (
    <div role="group" tabIndex={0} aria-label={`${title}; the left and right arrow keys choose a point`} className={classes.scatter} onKeyDown={onKeyDown}>
      <Chart
        title={title}
        note={note}
        draw={draw}
        height={HEIGHT}
        live
        actions={actions}
        onPick={(series, index) => {
          const point = find(placed, faint, series, index);
          if (point) (series === "others" ? onOther : onSelect)?.(point.id);
        }}
        overlay={
          <>
            {precisions.length > 1 && <PrecisionLegend precisions={precisions} />}
            {onLimit && <LimitLine name={by === "p50" ? "Limit of the median latency" : "Limit of the p99 latency"} scale={x} limit={limit} onLimit={onLimit} inset={INSET} />}
          </>
        }
        table={() => ({
          head: ["Configuration", "Throughput, FPS", "", "Median latency, ms", "", "p99, ms", "Precision", "On the front", "Verdict"],
          rows: [
            ...placed.map(({ id, name, headline, precision }) => [
              name,
              figure(headline.throughput_fps.value, 4),
              spread(headline.throughput_fps),
              figure(headline.latency_ms.value, 4),
              spread(headline.latency_ms),
              headline.latency_p99_ms ? figure(headline.latency_p99_ms.value, 4) : null,
              precision,
              front.includes(id) ? "yes" : "",
              headline.verdict.status,
            ]),
            ...soFar.map(({ name, throughput_fps: fps, latency_ms: ms }) => [name, figure(fps.value, 4), spread(fps), figure(ms.value, 4), spread(ms), null, "", "", "in the race"]),
          ],
        })}
      />
    </div>
  );
});

/** Which shape and colour is which precision. Not the chart's own legend, which takes a third of the time of a redraw. */
function PrecisionLegend({ precisions }: { precisions: readonly string[] }) {
  return (
    <ul className={classes.legend} aria-label="Precisions">
      {precisions.map((precision, index) => (
        <li key={precision}>
          <svg viewBox="0 0 12 12" aria-hidden style={{ fill: `var(--series-${(index % SERIES) + 1})` }}>
            <path d={GLYPHS[index % GLYPHS.length]} />
          </svg>
          {precision}
        </li>
      ))}
    </ul>
  );
}

function placedBy(points: readonly ScatterPoint[], by: "p50" | "p99"): readonly Placed[] {
  return points.flatMap((point) => {
    const latency = by === "p50" ? point.headline.latency_ms : point.headline.latency_p99_ms;
    return latency ? [{ ...point, latency, precision: point.headline.effective.precision ?? "as the model" }] : [];
  });
}

function scalesOf(placed: readonly Placed[], faint: readonly Placed[], soFar: readonly ProvisionalPoint[]): { x: Scale; y: Scale } {
  const shown = [...placed, ...faint];
  return {
    x: latencyScale([...shown.map((point) => point.latency.value), ...soFar.map((point) => point.latency_ms.value)]),
    y: throughputScale([...shown.map((point) => point.headline.throughput_fps.value), ...soFar.map((point) => point.throughput_fps.value)]),
  };
}

function ends(scale: Scale): object {
  return scale.type === "log" ? { type: "log", logBase: 2, min: scale.min, max: scale.max } : { type: "value", min: scale.min, max: scale.max };
}

function spot(point: Placed): [number, number] {
  return [point.latency.value, point.headline.throughput_fps.value];
}

function find(placed: readonly Placed[], faint: readonly Placed[], series: string, index: number): Placed | undefined {
  if (series === "others") return faint[index];
  return placed.filter((point) => `points ${point.precision}` === series)[index];
}

function tip(point: Placed | undefined): string {
  if (!point) return "";
  const { throughput_fps: fps, latency_ms: ms, latency_p99_ms: p99, compile_ms: compile } = point.headline;
  const lines = [
    `<b>${escaped(point.name)}</b>`,
    `${figure(fps.value, 4)} FPS ${spread(fps)}`,
    `p50 ${milliseconds(ms.value)} ${spread(ms)}${p99 ? `, p99 ${milliseconds(p99.value)}` : ""}`,
    `${escaped(point.precision)}, compiled in ${milliseconds(compile)}`,
  ];
  return lines.join("<br/>");
}

function tipSoFar(point: ProvisionalPoint | undefined): string {
  if (!point) return "";
  const { name, throughput_fps: fps, latency_ms: ms, laps } = point;
  return [`<b>${escaped(name)}</b>`, `${figure(fps.value, 4)} FPS ${spread(fps)}`, `p50 ${milliseconds(ms.value)} ${spread(ms)}`, `in the race, ${laps} ${laps === 1 ? "lap" : "laps"} so far`].join("<br/>");
}

/** The best point: a star in a ring, with its name where there is room for it; while others race it is the best that is measured. */
function bestMark(palette: Palette, best: Placed | undefined, x: Scale, y: Scale, racing: boolean): object {
  const place = best ? placeOf(x, best.latency.value) : 0;
  const isHigh = best !== undefined && placeOf(y, best.headline.throughput_fps.value) > 0.9;
  return {
    id: "best",
    type: "scatter",
    silent: true,
    symbol: STAR,
    symbolSize: 19,
    z: 6,
    itemStyle: { color: palette.sample, borderColor: palette.panel, borderWidth: 1.5 },
    label: {
      show: best !== undefined,
      formatter: () => `${racing ? "Best measured" : "Best"}: ${best?.name ?? ""}`,
      position: isHigh ? (place > 0.5 ? "left" : "right") : "top",
      offset: isHigh ? [0, 0] : [place > 0.75 ? -60 : place < 0.2 ? 60 : 0, 0],
      distance: 9,
      color: palette.ink,
      fontSize: 12,
      fontWeight: 600,
      backgroundColor: palette.panel,
      padding: [2, 5],
      borderRadius: 4,
    },
  };
}

const STAR = "path://M12 1l3.1 7.1 7.7.7-5.8 5.1 1.7 7.6L12 17.5l-6.7 4 1.7-7.6L1.2 8.8l7.7-.7z";
