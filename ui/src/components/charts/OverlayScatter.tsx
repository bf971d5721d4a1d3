import { useCallback, useMemo } from "react";
import type { Comparison } from "../../api/comparison";
import { letter, SUBJECT_SHAPES } from "../../compare";
import { figure, milliseconds, spread } from "../../format";
import { configWords } from "../../runs";
import { axis, escaped, logTick, tooltip } from "./axes";
import { Chart } from "./Chart";
import type { Palette } from "./palette";
import { latencyScale, throughputScale, type Scale } from "./scatterScale";
import { whiskers } from "./whisker";

interface Props {
  subjects: Comparison["subjects"];
  onOpen: (run: string) => void;
}

/** Everything that was measured of each subject in one drawing: up is faster, left is sooner. */
export function OverlayScatter({ subjects, onOpen }: Props) {
  const { x, y } = useMemo(() => {
    const points = subjects.flatMap((subject) => subject.points);
    return { x: latencyScale(points.map((point) => point.latency_ms.value)), y: throughputScale(points.map((point) => point.throughput_fps.value)) };
  }, [subjects]);
  const draw = useCallback(
    (palette: Palette) => ({
      grid: { left: 58, right: 24, top: 34, bottom: 44 },
      legend: { top: -4, right: 0, itemHeight: 10, itemWidth: 14, textStyle: { color: palette.soft, fontSize: 12 }, data: subjects.map((subject, index) => nameOf(subject, index)) },
      tooltip: tooltip(palette, {
        formatter: (hit: { seriesId: string; dataIndex: number }) => {
          const index = Number(hit.seriesId.split(" ")[1]);
          const point = subjects[index]?.points[hit.dataIndex];
          if (!point) return "";
          const { throughput_fps: fps, latency_ms: ms } = point;
          return `<b>${letter(index)}: ${escaped(configWords(point.config))}</b><br/>${figure(fps.value, 4)} FPS ${spread(fps)}<br/>p50 ${milliseconds(ms.value)} ${spread(ms)}`;
        },
      }),
      xAxis: axis(palette, "median latency of a request, ms", { ...ends(x), nameGap: 27, axisLabel: { color: palette.soft, fontSize: 11.5, hideOverlap: true, formatter: logTick } }),
      yAxis: axis(palette, "frames per second", { ...ends(y), nameGap: 42, axisLabel: { color: palette.soft, fontSize: 11.5, formatter: logTick } }),
      series: subjects.flatMap((subject, index) => [
        whiskers(`whiskers ${index}`, subject.points.map(({ latency_ms: ms, throughput_fps: fps }) => [ms, fps] as const), palette.soft),
        {
          id: `points ${index}`,
          name: nameOf(subject, index),
          type: "scatter",
          symbol: SUBJECT_SHAPES[index],
          color: palette.series[index],
          data: subject.points.map((point) => ({
            value: [point.latency_ms.value, point.throughput_fps.value],
            symbolSize: point.chosen ? 17 : 10,
            itemStyle: point.chosen ? { borderColor: palette.ink, borderWidth: 2 } : { borderColor: palette.panel, borderWidth: 1 },
          })),
        },
      ]),
    }),
    [subjects, x, y],
  );
  return (
    <Chart
      title="All that was measured"
      note="Throughput over latency. Shape and colour: subject. Large and framed: what is compared here. A click opens the run."
      draw={draw}
      height={400}
      onPick={(series, index) => {
        const run = subjects[Number(series.split(" ")[1])]?.points[index]?.run;
        if (run) onOpen(run);
      }}
      table={() => ({
        head: ["Subject", "Configuration", "Throughput, FPS", "", "Median latency, ms", "", "Compared"],
        rows: subjects.flatMap((subject, index) =>
          subject.points.map((point) => [
            nameOf(subject, index),
            configWords(point.config),
            figure(point.throughput_fps.value, 4),
            spread(point.throughput_fps),
            figure(point.latency_ms.value, 4),
            spread(point.latency_ms),
            point.chosen ? "yes" : "",
          ]),
        ),
      })}
    />
  );
}

function nameOf(subject: Comparison["subjects"][number], index: number): string {
  return `${letter(index)} ${subject.label || subject.model_name}`;
}

function ends(scale: Scale): object {
  return scale.type === "log" ? { type: "log", logBase: 2, min: scale.min, max: scale.max } : { type: "value", min: scale.min, max: scale.max };
}
