import { useCallback, useMemo } from "react";
import type { Benchmark } from "../../api/types";
import { figure, percent } from "../../format";
import { axis, tooltip } from "./axes";
import { Chart } from "./Chart";
import type { Palette } from "./palette";

/** Throughput block by block: whether it was steady, and what disturbed it. */
export function BlockChart({ result }: { result: Benchmark }) {
  const { blocks, effective, throughput_fps: fps } = result;
  const points = useMemo(() => {
    let at = 0;
    return blocks.map((block) => {
      at += block.wall_s;
      return { at, fps: (block.completions * effective.batch) / block.wall_s, ms: block.median_ms, foreign: block.foreign_cpu };
    });
  }, [blocks, effective.batch]);
  const draw = useCallback(
    (palette: Palette) => ({
      grid: { left: 48, right: 48, top: 34, bottom: 40 },
      tooltip: tooltip(palette, { trigger: "axis", valueFormatter: (value: unknown) => (typeof value === "number" ? figure(value) : "–") }),
      legend: { top: -4, right: 0, itemHeight: 8, itemWidth: 14, textStyle: { color: palette.soft, fontSize: 12 }, data: ["Throughput, FPS", "Other processes, % of a core"] },
      xAxis: axis(palette, "seconds measured", { type: "value", nameGap: 26, min: 0, max: points.at(-1)?.at, axisLabel: { color: palette.soft, formatter: (value: number) => String(Math.round(value)) }, splitLine: { show: false } }),
      yAxis: [
        axis(palette, "", { type: "value", scale: true }),
        axis(palette, "", { type: "value", min: 0, max: (range: { max: number }) => Math.max(100, 50 * Math.ceil(range.max / 50)), splitLine: { show: false }, axisLabel: { color: palette.soft, formatter: "{value}\u202f%" } }),
      ],
      series: [
        {
          id: "others",
          name: "Other processes, % of a core",
          type: "bar",
          yAxisIndex: 1,
          barMaxWidth: 14,
          itemStyle: { color: palette.sample, opacity: 0.35 },
          data: points.map(({ at, foreign }) => [at, foreign == null ? null : foreign * 100]),
        },
        {
          id: "fps",
          name: "Throughput, FPS",
          type: "line",
          symbol: "circle",
          symbolSize: 6,
          lineStyle: { width: 1.6 },
          color: palette.accent,
          data: points.map(({ at, fps: value }) => [at, value]),
          markLine: {
            symbol: "none",
            silent: true,
            label: { show: false },
            data: [
              { yAxis: fps.value, lineStyle: { color: palette.accent, type: "solid", opacity: 0.7 } },
              { yAxis: fps.low, lineStyle: { color: palette.accent, type: "dashed", opacity: 0.5 } },
              { yAxis: fps.high, lineStyle: { color: palette.accent, type: "dashed", opacity: 0.5 } },
            ],
          },
        },
      ],
    }),
    [points, fps],
  );
  return (
    <Chart
      title="Block by block"
      note={`${blocks.length} blocks; lines: the result and its 95 % interval`}
      draw={draw}
      table={() => ({
        head: ["Block", "Until, s", "Throughput, FPS", "Median latency, ms", "Other processes"],
        rows: points.map(({ at, fps: value, ms, foreign }, index) => [index + 1, figure(at), figure(value, 4), figure(ms, 4), foreign == null ? null : percent(foreign)]),
      })}
    />
  );
}
