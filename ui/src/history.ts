// How series and steps of a history are written.
import type { Series, Step, TrendPoint } from "./api/history";
import { counted, figure } from "./format";
import type { HistoryFigure } from "./views";

export const FIGURE_UNITS: Record<HistoryFigure, string> = { throughput_fps: "FPS", latency_ms: "ms" };
export const FIGURE_TITLES: Record<HistoryFigure, string> = { throughput_fps: "Throughput", latency_ms: "Median latency" };

/** The configuration of a series in a few words, as it was in force. */
export function seriesWords(series: Series): string {
  const { effective, mode, rate, extra } = series;
  const shapes = Object.values(effective.shapes).map((shape) => shape.join("×"));
  const parts = [
    effective.batch > 1 && `batch ${effective.batch}`,
    effective.streams != null && counted(effective.streams, "stream"),
    counted(effective.requests, "request"),
    effective.threads != null && counted(effective.threads, "thread"),
    effective.precision,
    shapes.length === 1 && shapes[0],
    mode !== "closed" && `${mode} load`,
    rate != null && `${figure(rate)} requests/s`,
    ...Object.entries(extra).map(([name, value]) => `${name} ${value}`),
  ];
  return parts.filter(Boolean).join(" · ");
}

/** What changed at a point against the one before: names of conditions with both values. */
export function changesAt(points: readonly TrendPoint[], index: number): { what: string; before: string | undefined; after: string | undefined }[] {
  const [before, after] = [points[index - 1]?.conditions ?? {}, points[index]?.conditions ?? {}];
  if (index === 0) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((what) => before[what] !== after[what]).map((what) => ({ what, before: before[what], after: after[what] }));
}

/** The conditions that became different, in words: "openvino 2026.3.0 → 2026.4.1". */
export function changeWords(changes: readonly { what: string; before?: string | null; after?: string | null }[]): string {
  return changes.map(({ what, before, after }) => `${what} ${before ?? "not known"} → ${after ?? "not known"}`).join(", ");
}

/** The steps of one figure. */
export function stepsOf(series: Series, shown: HistoryFigure): readonly Step[] {
  return series.steps.filter((step) => step.what === shown);
}
