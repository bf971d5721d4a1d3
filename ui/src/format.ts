// How numbers, units, shapes and times are written. Formatting only: nothing is computed here that the API should tell.
import type { Estimate, Shape } from "./api/types";

const NARROW = "\u202f"; // a thin space that does not break, between a figure and its unit

// Made once: making one costs a hundred times as much as using it, and tables use it ten thousand times.
const WITH_DECIMALS = Array.from(
  { length: 7 },
  (_, decimals) => new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
);

/** A number as it is read, with a minus that is as wide as its plus. */
export function withMinus(text: string): string {
  return text.replace("-", "−");
}

/** A figure with about `digits` significant digits and grouped thousands. */
export function figure(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const decimals = Math.max(0, Math.min(6, digits - 1 - magnitude));
  return withMinus(WITH_DECIMALS[decimals]?.format(value) ?? String(value));
}

/** A whole number with grouped thousands. */
export function whole(value: number): string {
  return withMinus(WITH_DECIMALS[0]?.format(Math.round(value)) ?? String(value));
}

/** "1 picture", "400 pictures". */
export function counted(count: number, what: string, plural = `${what}s`): string {
  return `${whole(count)} ${count === 1 ? what : plural}`;
}

/** A figure with its unit. */
export function withUnit(value: number, unit: string, digits = 3): string {
  return `${figure(value, digits)}${NARROW}${unit}`;
}

/** A fraction (0..1) in per cent. */
export function percent(fraction: number, digits = 1): string {
  const value = fraction * 100;
  if (value !== 0 && Math.abs(value) < 10 ** -digits / 2) return `<${NARROW}${(10 ** -digits).toFixed(digits)}${NARROW}%`;
  return withMinus(`${value.toFixed(digits)}${NARROW}%`);
}

/** The half-width of an interval relative to its value, as "±1.2 %"; nothing when there is no interval. */
export function spread(estimate: Estimate): string {
  if (estimate.high === estimate.low || estimate.value === 0) return "";
  return `±${percent((estimate.high - estimate.low) / 2 / Math.abs(estimate.value), 1)}`;
}

/** An interval in words, for titles and screen readers. */
export function interval(estimate: Estimate, unit: string): string {
  if (estimate.high === estimate.low) return "no interval";
  return `95 % interval ${figure(estimate.low, 4)} to ${figure(estimate.high, 4)} ${unit}`;
}

function scaled(value: number, step: number, units: readonly string[], digits: number): string {
  let scale = 0;
  let rest = value;
  while (Math.abs(rest) >= step && scale < units.length - 1) {
    rest /= step;
    scale += 1;
  }
  return scale === 0 ? `${whole(rest)}${NARROW}${units[0]}` : `${figure(rest, digits)}${NARROW}${units[scale]}`;
}

/** Bytes in decimal units. */
export function bytes(value: number): string {
  return scaled(value, 1000, ["B", "kB", "MB", "GB", "TB"], 3);
}

/** A count as 2.6 M. */
export function count(value: number): string {
  return scaled(value, 1000, ["", "k", "M", "G"], 3).trim();
}

/** Milliseconds, in the unit that reads best. */
export function milliseconds(value: number, digits = 3): string {
  if (value !== 0 && Math.abs(value) < 0.1) return withUnit(value * 1000, "µs", digits);
  return value >= 10_000 ? withUnit(value / 1000, "s", digits) : withUnit(value, "ms", digits);
}

/** Microseconds, in the unit that reads best. */
export function microseconds(value: number, digits = 3): string {
  return value >= 1000 ? withUnit(value / 1000, "ms", digits) : withUnit(value, "µs", digits);
}

/** Seconds as 4.2 s, or 2:05. */
export function seconds(value: number): string {
  if (value < 60) return withUnit(value, "s", 2);
  return `${Math.floor(value / 60)}:${String(Math.floor(value % 60)).padStart(2, "0")}${NARROW}min`;
}

/** About how long something will take: 45 s, 8 min, 3.2 h. */
export function about(value: number): string {
  if (value < 100) return `${whole(Math.max(1, value))}${NARROW}s`;
  return value < 5400 ? `${whole(value / 60)}${NARROW}min` : withUnit(value / 3600, "h", 2);
}

/** GFLOP and its kin, with a prefix that keeps the figure readable. */
export function giga(value: number, unit: string): string {
  if (value === 0) return `0${NARROW}G${unit}`;
  if (value < 0.001) return withUnit(value * 1e6, `k${unit}`);
  if (value < 0.1) return withUnit(value * 1e3, `M${unit}`);
  return value >= 1000 ? withUnit(value / 1000, `T${unit}`) : withUnit(value, `G${unit}`);
}

/** A shape as 1 × 3 × 224 × 224; a dynamic dimension as ?, 1+, or its range 1–512. */
export function shape(dims: Shape | null | undefined): string {
  if (!dims) return "any rank";
  if (dims.length === 0) return "scalar";
  return dims
    .map((dim) => {
      if (typeof dim === "number") return String(dim);
      const high = dim.high ?? null;
      if (high === null) return dim.low ? `${dim.low}+` : "?";
      return `${dim.low ?? 0}–${high}`;
    })
    .join(`${NARROW}×${NARROW}`);
}

/** How long ago a moment was, in words. */
export function ago(iso: string | null | undefined, now = Date.now()): string {
  if (!iso) return "never";
  const passed = (now - Date.parse(iso)) / 1000;
  if (passed < 45) return "just now";
  if (passed < 3600) return `${Math.round(passed / 60)} min ago`;
  if (passed < 86_400) return `${Math.round(passed / 3600)} h ago`;
  if (passed < 7 * 86_400) return `${Math.round(passed / 86_400)} d ago`;
  return new Date(iso).toLocaleDateString(undefined, { year: "numeric", month: "short", day: "numeric" });
}

/** A moment in the reader's own time zone. */
export function moment(iso: string | null | undefined): string {
  if (!iso) return "–";
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}

/** How long something took, from two moments. */
export function lasted(from: string | null | undefined, to: string | null | undefined): string {
  if (!from || !to) return "–";
  return seconds(Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000));
}

/** `not_steady` as "Not steady". */
export function words(name: string): string {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Formats as their makers write them. */
export function formatName(format: string): string {
  const names: Record<string, string> = {
    openvino: "OpenVINO IR",
    onnx: "ONNX",
    tensorflow: "TensorFlow",
    saved_model: "SavedModel",
    tflite: "TFLite",
    paddle: "Paddle",
    keras: "Keras",
    pytorch: "PyTorch",
  };
  return names[format] ?? format;
}

/** The beginning of an id that is enough for people. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}
