import { useCallback, useMemo } from "react";
import type { Run } from "../../api/types";
import { figure, milliseconds } from "../../format";
import { configWords } from "../../runs";
import { axis, escaped, tooltip } from "./axes";
import { Chart } from "./Chart";
import type { Palette } from "./palette";

interface Props {
  runs: readonly Run[];
  selected: string | undefined;
  onSelect: (run: Run) => void;
}

const SHAPES = ["circle", "rect", "triangle", "diamond", "pin"];

/** Every finished benchmark of a model: up is faster, left is sooner. */
export function RunScatter({ runs, selected, onSelect }: Props) {
  const measured = useMemo(() => runs.filter((run) => run.headline), [runs]);
  const precisions = useMemo(() => [...new Set(measured.map(precisionOf))].sort(), [measured]);
  const draw = useCallback(
    (palette: Palette) => ({
      grid: { left: 56, right: 20, top: 30, bottom: 42 },
      legend: { top: -4, right: 0, itemHeight: 9, itemWidth: 12, textStyle: { color: palette.soft, fontSize: 12 } },
      tooltip: tooltip(palette, {
        formatter: (hit: { seriesId: string; dataIndex: number }) => {
          const run = measured.filter((one) => precisionOf(one) === hit.seriesId)[hit.dataIndex];
          if (!run?.headline) return "";
          const { throughput_fps: fps, latency_ms: ms } = run.headline;
          return `<b>${figure(fps.value)} FPS</b>, ${milliseconds(ms.value)}<br/>${escaped(configWords(run.config))}`;
        },
      }),
      xAxis: axis(palette, "median latency, ms", { type: "value", nameGap: 26, min: 0 }),
      yAxis: axis(palette, "", { type: "value", min: 0 }),
      series: precisions.map((precision, index) => ({
        id: precision,
        name: precision,
        type: "scatter",
        symbol: SHAPES[index % SHAPES.length],
        color: palette.series[index % palette.series.length],
        data: measured
          .filter((run) => precisionOf(run) === precision)
          .map((run) => ({
            value: [run.headline?.latency_ms.value, run.headline?.throughput_fps.value],
            symbolSize: run.id === selected ? 18 : 11,
            itemStyle: {
              opacity: run.headline?.verdict.status === "ok" ? 1 : 0.5,
              borderColor: run.id === selected ? palette.ink : palette.panel,
              borderWidth: run.id === selected ? 2 : 1,
            },
          })),
      })),
    }),
    [measured, precisions, selected],
  );
  return (
    <Chart
      title="All benchmarks of this model"
      note="Throughput in FPS over latency. Shape and colour: precision. Faint: doubtful."
      draw={draw}
      height={280}
      onPick={(series, index) => {
        const run = measured.filter((one) => precisionOf(one) === series)[index];
        if (run) onSelect(run);
      }}
      table={() => ({
        head: ["Configuration", "Throughput, FPS", "Median latency, ms", "Precision", "Verdict"],
        rows: measured.map((run) => [
          configWords(run.config),
          figure(run.headline?.throughput_fps.value ?? 0, 4),
          figure(run.headline?.latency_ms.value ?? 0, 4),
          precisionOf(run),
          run.headline?.verdict.status ?? "",
        ]),
      })}
    />
  );
}

function precisionOf(run: Run): string {
  return run.headline?.effective.precision ?? "as the model";
}
