import { useCallback, useMemo } from "react";
import type { Ceilings, Layer } from "../../api/types";
import { figure, microseconds, percent } from "../../format";
import { axis, escaped, logTick, tooltip } from "./axes";
import { Chart } from "./Chart";
import type { Palette } from "./palette";

interface Props {
  layers: readonly Layer[];
  ceilings: Ceilings | null;
  selected?: string;
  onSelect?: (layer: Layer) => void;
  height?: number | "fill";
  title?: string;
}

const SHAPES = ["circle", "rect", "triangle", "diamond"];
const LARGE = 2000; // from here on all points are one size and drawn as one
const NAME_WIDTH = 60; // names of roofs stand side by side, in pixels: two roofs can lie close above each other
const EMPTY_RANGE = { x: [0.1, 1000], y: [1, 1000] } as const;

/** Speed over arithmetic intensity, under the measured ceilings of this machine; both axes are logarithmic. */
export function RooflineChart({ layers, ceilings, selected, onSelect, height = "fill", title = "Roofline" }: Props) {
  const points = useMemo(() => layers.filter((layer) => (layer.gflops ?? 0) > 0 && (layer.intensity ?? 0) > 0), [layers]);
  const precisions = useMemo(() => [...new Set([...points.map((layer) => layer.precision), ...Object.keys(ceilings?.gflops ?? {})])].sort(), [points, ceilings]);
  const draw = useCallback(
    (palette: Palette) => {
      const range = rangeOf(points, ceilings);
      const colour = (precision: string) => palette.series[precisions.indexOf(precision) % palette.series.length] ?? palette.accent;
      return {
        grid: { left: 52, right: 16, top: 26, bottom: 40 },
        legend: { top: -4, right: 0, itemHeight: 9, itemWidth: 12, textStyle: { color: palette.soft, fontSize: 12 }, data: precisions },
        tooltip: tooltip(palette, { formatter: (hit: { seriesId: string; dataIndex: number }) => words(pointsOf(points, hit.seriesId)[hit.dataIndex]) }),
        xAxis: axis(palette, "FLOP per byte", { type: "log", nameGap: 24, min: range.x[0], max: range.x[1], axisLabel: { color: palette.soft, fontSize: 11.5, formatter: logTick } }),
        yAxis: axis(palette, "", { type: "log", min: range.y[0], max: range.y[1], axisLabel: { color: palette.soft, fontSize: 11.5, formatter: logTick } }),
        series: [
          ...precisions.map((precision, index) => ({
            id: precision,
            name: precision,
            type: "scatter",
            symbol: SHAPES[index % SHAPES.length],
            color: colour(precision),
            large: points.length > LARGE,
            symbolSize: points.length > LARGE ? 4 : ([, , share]: number[]) => 5 + 32 * Math.sqrt(Math.max(0, share ?? 0)),
            itemStyle: { opacity: 0.62 },
            data: pointsOf(points, precision).map((layer) => [layer.intensity, layer.gflops, layer.share]),
          })),
          {
            id: "chosen",
            type: "scatter",
            silent: true,
            z: 5,
            symbolSize: 20,
            itemStyle: { color: "transparent", borderColor: palette.ink, borderWidth: 2.5 },
            data: points.filter((layer) => layer.name === selected).map((layer) => [layer.intensity, layer.gflops]),
          },
          ...(ceilings ? roofs(ceilings, precisions, range, palette, colour) : []),
        ],
      };
    },
    [points, precisions, ceilings, selected],
  );
  return (
    <Chart
      title={title}
      note={ceilings ? "GFLOP/s under measured ceilings" : "GFLOP/s. No ceilings: measure this machine on the Devices page."}
      draw={draw}
      height={height}
      onPick={(series, index) => {
        const layer = pointsOf(points, series)[index];
        if (layer) onSelect?.(layer);
      }}
      table={() => ({
        head: ["Layer", "Precision", "FLOP per byte", "GFLOP/s", "Of attainable", "Limited by", "Time"],
        rows: points.map((layer) => [
          layer.name,
          layer.precision,
          figure(layer.intensity ?? 0),
          figure(layer.gflops ?? 0),
          layer.roofline === null ? null : percent(layer.roofline, 0),
          layer.bound,
          microseconds(layer.time_us.value),
        ]),
      })}
    />
  );
}

function pointsOf(points: readonly Layer[], precision: string): readonly Layer[] {
  return points.filter((layer) => layer.precision === precision);
}

function words(layer: Layer | undefined): string {
  if (!layer) return "";
  const reached = layer.roofline === null ? "" : `<br/>${percent(layer.roofline, 0)} of attainable, limited by ${layer.bound}`;
  return `<b>${escaped(layer.name)}</b><br/>${figure(layer.gflops ?? 0)} GFLOP/s, ${microseconds(layer.time_us.value)}${reached}`;
}

interface Range {
  x: [number, number];
  y: [number, number];
}

/** What the axes show: from the quiet end of the points to above the highest ceiling. */
function rangeOf(points: readonly Layer[], ceilings: Ceilings | null): Range {
  const xs = points.map((layer) => layer.intensity ?? 1);
  const ys = points.map((layer) => layer.gflops ?? 1);
  const tops = ceilings ? Object.values(ceilings.gflops) : [];
  const ridges = ceilings ? tops.map((top) => top / ceilings.bandwidth_gbs) : [];
  const decade = (value: number, round: (power: number) => number) => 10 ** round(Math.log10(value));
  const low = (values: number[], other: number) => decade(values.length > 0 ? Math.min(...values) : other, Math.floor);
  const high = (values: number[], other: number) => decade((values.length > 0 ? Math.max(...values) : other) * 1.05, Math.ceil);
  return {
    x: [Math.max(1e-3, low([...xs, 1], EMPTY_RANGE.x[0])), high([...xs, ...ridges], EMPTY_RANGE.x[1])],
    y: [Math.max(1e-3, low(ys.length > 0 ? ys : [EMPTY_RANGE.y[0]], EMPTY_RANGE.y[0])), high([...ys, ...tops], EMPTY_RANGE.y[1])],
  };
}

function roofs(ceilings: Ceilings, precisions: string[], range: Range, palette: Palette, colour: (precision: string) => string): object[] {
  const named = precisions.flatMap((precision) => {
    const top = ceilings.gflops[precision];
    return top === undefined ? [] : [{ precision, top }];
  });
  named.sort((a, b) => b.top - a.top);
  const flat = named.map(({ precision, top }, index) => {
    const ends = [[top / ceilings.bandwidth_gbs, top], [range.x[1], top]];
    return line(`roof ${precision}`, ends, colour(precision), "solid", `${precision} ${figure(top)}`, index, palette.panel);
  });
  const top = Math.max(...Object.values(ceilings.gflops));
  const memory = (name: string, bandwidth: number, type: "solid" | "dashed") =>
    line(name, [[Math.max(range.x[0], range.y[0] / bandwidth), Math.max(range.y[0], range.x[0] * bandwidth)], [top / bandwidth, top]], palette.soft, type, "");
  return [
    ...flat,
    memory(`memory ${figure(ceilings.bandwidth_gbs)} GB/s`, ceilings.bandwidth_gbs, "solid"),
    memory(`cache ${figure(ceilings.cache_bandwidth_gbs)} GB/s`, ceilings.cache_bandwidth_gbs, "dashed"),
  ];
}

function line(name: string, data: number[][], color: string, type: string, label: string, place = 0, ground = "transparent"): object {
  return {
    id: name,
    name,
    type: "line",
    data,
    silent: true,
    symbol: "none",
    color,
    lineStyle: { width: 1.5, type },
    endLabel: { show: label !== "", formatter: label, align: "right", verticalAlign: "bottom", offset: [-4 - NAME_WIDTH * place, -3], fontSize: 11, color, backgroundColor: ground, padding: [1, 3] },
    z: 1,
  };
}
