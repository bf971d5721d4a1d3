import { useCallback, useMemo } from "react";
import type { Series, TrendPoint } from "../../api/history";
import { change } from "../../compare";
import { figure, moment, spread, words } from "../../format";
import { changesAt, changeWords, FIGURE_TITLES, FIGURE_UNITS, stepsOf } from "../../history";
import type { HistoryFigure } from "../../views";
import { axis, escaped, tooltip } from "./axes";
import { Chart } from "./Chart";
import type { Palette } from "./palette";
import type { DrawTools } from "./whisker";

interface Props {
  series: Series;
  shown: HistoryFigure;
  /** Points at their dates; else one beside the other, which shows steps better. */
  byDate: boolean;
  marked: ReadonlySet<string>;
  onOpen: (run: string) => void;
  onMark: (run: string) => void;
}

/** One figure over time: points with their error band, levels, steps, and where versions changed. */
export function HistoryChart({ series, shown, byDate, marked, onOpen, onMark }: Props) {
  const { points } = series;
  const places = useMemo(() => points.map((point, index) => (byDate ? Date.parse(point.created) : index)), [points, byDate]);
  const draw = useCallback(
    (palette: Palette) => {
      const { levels, outliers } = series[shown];
      const place = (index: number) => places[index] ?? 0;
      return {
        grid: { left: 58, right: 24, top: 46, bottom: 44 },
        tooltip: tooltip(palette, { formatter: (hit: { dataIndex: number }) => tip(points, hit.dataIndex, shown) }),
        xAxis: axis(palette, "", {
          type: byDate ? "time" : "value",
          min: byDate ? undefined : -0.5,
          max: byDate ? undefined : points.length - 0.5,
          minInterval: 1,
          splitLine: { show: false },
          axisLine: { onZero: false, lineStyle: { color: palette.line } },
          axisLabel: { color: palette.soft, fontSize: 11.5, hideOverlap: true, ...(byDate ? {} : { formatter: (at: number) => label(points, at) }) },
        }),
        yAxis: axis(palette, FIGURE_UNITS[shown], { type: "value", scale: true, nameGap: 46, axisLine: { onZero: false, lineStyle: { color: palette.line } } }),
        series: [
          { id: "band", type: "custom", silent: true, renderItem: band, encode: { x: 0, y: [1, 2] }, itemStyle: { color: palette.accentSoft }, data: points.map((point, index) => [place(index), point[shown].low, point[shown].high, index, points.length]) },
          {
            id: "levels",
            type: "line",
            silent: true,
            symbol: "none",
            lineStyle: { color: palette.accent, width: 2.5, opacity: 0.9 },
            data: levels.flatMap(({ first, last, value }) => [[place(first), value.value], [place(last), value.value], [place(last), null]]),
            markLine: { symbol: "none", silent: true, data: [...stepLines(series, shown, palette, places), ...versionLines(points, palette, places)] },
          },
          {
            id: "points",
            type: "scatter",
            z: 4,
            data: points.map((point, index) => ({
              value: [place(index), point[shown].value],
              symbol: point.imported ? "diamond" : outliers.includes(index) ? "triangle" : "circle",
              symbolSize: marked.has(point.run) ? 16 : point.imported ? 11 : 9,
              itemStyle: {
                color: point.verdict === "ok" ? palette.accent : palette.panel,
                borderColor: marked.has(point.run) ? palette.ink : palette.accent,
                borderWidth: marked.has(point.run) ? 2.5 : 1.5,
              },
            })),
          },
        ],
      };
    },
    [series, shown, byDate, places, points, marked],
  );
  return (
    <Chart
      title={`${FIGURE_TITLES[shown]} over time`}
      note="Band: 95 % intervals. Hollow: doubtful. Triangle: odd one out. Diamond: imported. Click: open the run; with Shift: mark it to compare."
      draw={draw}
      height={380}
      onPick={(id, index, more) => {
        const run = id === "points" ? points[index]?.run : undefined;
        if (run) (more ? onMark : onOpen)(run);
      }}
      table={() => ({
        head: ["When", `${FIGURE_TITLES[shown]}, ${FIGURE_UNITS[shown]}`, "", "Verdict", "Changed before it", "Run"],
        rows: points.map((point, index) => [moment(point.created), figure(point[shown].value, 4), spread(point[shown]), words(point.verdict), changeWords(changesAt(points, index)), point.run.slice(0, 8)]),
      })}
    />
  );
}

function tip(points: readonly TrendPoint[], index: number, shown: HistoryFigure): string {
  const point = points[index];
  if (!point) return "";
  const changes = changesAt(points, index);
  const lines = [
    `<b>${figure(point[shown].value, 4)} ${FIGURE_UNITS[shown]}</b> ${spread(point[shown])}`,
    `${moment(point.created)}, ${words(point.verdict).toLowerCase()}${point.imported ? ", imported" : ""}`,
    ...changes.slice(0, 4).map((one) => escaped(changeWords([one]))),
  ];
  return lines.join("<br/>");
}

const ONE_DAY_MS = 86_400_000;

/** The day of a point; the time where all are of one day, the month where they are of years. */
function label(points: readonly TrendPoint[], at: number): string {
  const [point, first, last] = [points[at], points[0], points.at(-1)];
  if (!point || !first || !last) return "";
  const span = Date.parse(last.created) - Date.parse(first.created);
  const date = new Date(point.created);
  if (span < ONE_DAY_MS) return date.toLocaleTimeString(undefined, { timeStyle: "short" });
  return date.toLocaleDateString(undefined, span < 300 * ONE_DAY_MS ? { month: "short", day: "numeric" } : { month: "short", year: "numeric" });
}

/** The polygon between the ends of all intervals, drawn with its first item. */
function band(info: { dataIndex: number; dataInsideLength: number }, tools: DrawTools & { value: (dimension: number, index?: number) => number }): object | undefined {
  if (info.dataIndex !== 0) return undefined;
  const count = tools.value(4, 0);
  const at = (dimension: number, index: number) => tools.coord([tools.value(0, index), tools.value(dimension, index)]);
  const upper = Array.from({ length: count }, (_, index) => at(2, index));
  const lower = Array.from({ length: count }, (_, index) => at(1, count - 1 - index));
  return { type: "polygon", shape: { points: [...upper, ...lower] }, style: { fill: tools.visual("color"), opacity: 0.35 } };
}

/** A line between the two points where a level changed, with the size of the step. */
function stepLines(series: Series, shown: HistoryFigure, palette: Palette, places: readonly number[]): object[] {
  return stepsOf(series, shown).map((step) => ({
    xAxis: ((places[step.at - 1] ?? 0) + (places[step.at] ?? 0)) / 2,
    lineStyle: { color: palette.sample, type: "solid", width: 1.6 },
    label: { formatter: `${step.word} ${change(step.ratio.value)}`, position: "end", color: palette.ink, fontSize: 12, fontWeight: 600, distance: 4 },
  }));
}

const LONGEST_LABEL = 32;

/** Changed versions, without their build numbers and as many as have room beside a line; the table has them all. */
function changeLabel(changes: readonly { what: string; after: string | undefined }[]): string {
  const names = changes.map(({ what, after }) => `${what} ${(after ?? "").split("-")[0]}`);
  const shown = names.filter((_, index) => names.slice(0, index + 1).join(", ").length <= LONGEST_LABEL);
  if (shown.length === 0) return `${names[0]?.slice(0, LONGEST_LABEL)}…`;
  return `${shown.join(", ")}${shown.length < names.length ? " …" : ""}`;
}

/** A line where the version of any part changed, without those that steps already explain. */
function versionLines(points: readonly TrendPoint[], palette: Palette, places: readonly number[]): object[] {
  return points.flatMap((_, index) => {
    const changes = changesAt(points, index).filter(({ before, after }) => before !== undefined && after !== undefined);
    if (changes.length === 0) return [];
    return [
      {
        xAxis: ((places[index - 1] ?? 0) + (places[index] ?? 0)) / 2,
        lineStyle: { color: palette.soft, type: "dashed", width: 1 },
        label: { formatter: changeLabel(changes), position: "insideStartTop", color: palette.soft, fontSize: 11 },
      },
    ];
  });
}
