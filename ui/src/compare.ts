// How comparisons are written: which mark stands for which subject, and what their words and ratios look like.
import type { Comparison, ComparedSubject, Delta, LayerGroup } from "./api/comparison";
import { ago, bytes, count, figure, milliseconds, percent, withUnit, words } from "./format";
import { configWords } from "./runs";

export const FEWEST_SUBJECTS = 2;
export const MOST_SUBJECTS = 6;

/** The shapes of charts, by subject; with the letter and the colour, the third way to tell them apart. */
export const SUBJECT_SHAPES = ["circle", "rect", "triangle", "diamond", "pin", "arrow"] as const;

/** A, B, C … as subjects are called on the page. */
export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

const FIGURE_NAMES: Record<string, string> = {
  throughput: "Throughput",
  latency_p50: "Median latency",
  latency_p90: "Latency p90",
  latency_p95: "Latency p95",
  latency_p99: "Latency p99",
  latency_p999: "Latency p99.9",
  compile_time: "Compile time",
  first_inference: "First inference",
  peak_memory: "Peak memory",
  profile_latency: "Latency, profiled run",
  model_size: "Model size",
  parameters: "Parameters",
  layer_time: "Layer time",
};

/** What a figure is called. */
export function figureName(what: string): string {
  return FIGURE_NAMES[what] ?? what.replaceAll("_", " ");
}

/** The value of a figure with its unit. */
export function figureText(value: number, unit: string): string {
  if (unit === "ms") return milliseconds(value, 4);
  if (unit === "bytes") return bytes(value);
  if (unit === "") return count(value);
  return unit === "frames/s" ? withUnit(value, "FPS", 4) : `${figure(value, 4)} ${unit}`.trim();
}

/** A ratio as a change: "+5.2 %", or "×2.7" where per cent would be hard to read. */
export function change(ratio: number): string {
  return isMany(ratio) ? times(ratio) : inPercent(ratio);
}

/** The interval of a ratio as changes, in the form that the ratio itself has. */
export function changeInterval({ ratio: { value, low, high } }: Pick<Delta, "ratio">): string {
  const one = isMany(value) ? times : inPercent;
  return `${one(low)} to ${one(high)}`;
}

/** More than a factor of ten: a figure would only look as if it said something. */
const MUCH_NOISE = 9;

/** What a ratio has to exceed to be called a difference. */
export function noiseWords({ tolerance }: Pick<Delta, "tolerance">): string {
  if (tolerance > MUCH_NOISE) return "the noise hides more than a factor of ten here";
  return Number.isFinite(tolerance) ? `±${percent(tolerance, tolerance < 0.1 ? 1 : 0)} counts as noise here` : "";
}

/** The interval of a ratio and what counts as noise, for hovering. */
export function sureness(delta: Pick<Delta, "ratio" | "tolerance">): string {
  return [`95 % interval ${changeInterval(delta)}`, noiseWords(delta)].filter(Boolean).join("; ");
}

function isMany(ratio: number): boolean {
  return ratio >= 2 || ratio <= 0.5;
}

function times(ratio: number): string {
  return `×${figure(ratio, 3)}`;
}

function inPercent(ratio: number): string {
  const sign = ratio >= 1 ? "+" : "−";
  return `${sign}${percent(Math.abs(ratio - 1), Math.abs(ratio - 1) < 0.1 ? 1 : 0)}`;
}

/** What a group of layers is called: its first operation, or the layer that the engine inserted. */
export function groupName(group: LayerGroup): string {
  return group.operations[0] ?? group.sides.find((side) => side)?.layers[0]?.name ?? "";
}

/** What tells a group from all others: no two groups share a layer of the same subject. */
export function groupKey(group: LayerGroup): string {
  const index = group.sides.findIndex((side) => side);
  return `${index}:${group.sides[index]?.layers[0]?.name ?? ""}`;
}

/** The figures of one subject against the reference's. */
export function deltasOf(comparison: Comparison, subject: number): readonly Delta[] {
  return comparison.deltas.filter((delta) => delta.subject === subject);
}

const STANDS_FOR: Record<string, string> = { model: "its fastest benchmark", sweep: "best point of a sweep", tune: "best point found" };

/** What a subject is in detail: as what it stands here, configured how, when, where. */
export function subjectWords(subject: ComparedSubject): string {
  const { kind, config, created, environment, label, model_name: name } = subject;
  return [label && name, STANDS_FOR[kind] ?? words(kind), configWords(config), ago(created), environment.host].filter(Boolean).join(" · ");
}
