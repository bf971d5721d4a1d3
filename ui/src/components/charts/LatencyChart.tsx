import { useCallback, useMemo } from "react";
import type { Benchmark } from "../../api/types";
import { counted, figure, milliseconds, whole } from "../../format";
import { axis, logTick, tooltip } from "./axes";
import { Chart } from "./Chart";
import type { Palette } from "./palette";

const BARS = 64;

/** How long the requests took, each of them. The stored buckets are joined into as many bars as can be seen. */
export function LatencyChart({ result }: { result: Benchmark }) {
  const { histogram, latency_ms: latency } = result;
  const bars = useMemo(() => joinBuckets(histogram.microseconds, histogram.counts), [histogram]);
  const marks = useMemo(
    () =>
      (["p50", "p90", "p99"] as const).flatMap((name) => {
        const found = latency[name];
        return found ? [{ name, at: found.value }] : [];
      }),
    [latency],
  );
  const draw = useCallback(
    (palette: Palette) => ({
      grid: { left: 48, right: 20, top: 34, bottom: 40 },
      tooltip: tooltip(palette, {
        formatter: (hit: { value: [number, number, number, number] }) =>
          `${milliseconds(hit.value[0])} to ${milliseconds(hit.value[1])}<br/><b>${whole(hit.value[2])}</b> requests`,
      }),
      xAxis: axis(palette, "latency of a request, ms (logarithmic)", { type: "log", nameGap: 24, logBase: 1.25, min: bars[0]?.low, max: bars.at(-1)?.high, axisLabel: { color: palette.soft, formatter: logTick }, splitLine: { show: false } }),
      yAxis: axis(palette, "", { type: "value" }),
      series: [
        {
          id: "requests",
          type: "custom",
          encode: { x: [0, 1], y: 2 },
          renderItem: (_: unknown, tools: DrawTools) => {
            const low = tools.coord([tools.value(0), tools.value(2)]);
            const high = tools.coord([tools.value(1), 0]);
            const [x = 0, y = 0] = low;
            const [right = 0, bottom = 0] = high;
            return { type: "rect", shape: { x: x + 0.5, y, width: Math.max(1, right - x - 1), height: bottom - y }, style: { fill: palette.accent } };
          },
          data: bars.map(({ low, high, count }) => [low, high, count]),
          markLine: {
            symbol: "none",
            silent: true,
            lineStyle: { color: palette.sample, type: "solid", width: 1.4 },
            label: { color: palette.ink, fontSize: 11.5, formatter: (hit: { name: string }) => hit.name },
            data: marks.map(({ name, at }) => ({ name, xAxis: at })),
          },
        },
      ],
    }),
    [bars, marks],
  );
  return (
    <Chart
      title="Latency of every request"
      note={`${counted(result.completions, "request")}, ${whole(result.outliers)} far outside; all of them count`}
      draw={draw}
      table={() => ({ head: ["From, ms", "To, ms", "Requests"], rows: bars.map(({ low, high, count }) => [figure(low, 4), figure(high, 4), whole(count)]) })}
    />
  );
}

interface DrawTools {
  coord: (point: [number, number]) => number[];
  value: (dimension: number) => number;
}

interface Bar {
  low: number;
  high: number;
  count: number;
}

/** Buckets (µs) → bars of equal width on a logarithmic axis (ms). */
function joinBuckets(microseconds: readonly number[], counts: readonly number[]): Bar[] {
  const used = microseconds.filter((_, index) => (counts[index] ?? 0) > 0);
  const first = (used[0] ?? 1) / 1000 / 1.01;
  const last = ((used.at(-1) ?? 1) / 1000) * 1.01;
  const step = Math.log(last / first) / BARS;
  const bars = Array.from({ length: BARS }, (_, index) => ({ low: first * Math.exp(step * index), high: first * Math.exp(step * (index + 1)), count: 0 }));
  microseconds.forEach((us, index) => {
    const bar = bars[Math.min(BARS - 1, Math.max(0, Math.floor(Math.log(us / 1000 / first) / step)))];
    if (bar) bar.count += counts[index] ?? 0;
  });
  return bars;
}
