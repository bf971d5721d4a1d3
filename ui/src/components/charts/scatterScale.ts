// The axes of a scatter of throughput over latency: round ends, and places on them as shares of the plot.

export interface Scale {
  type: "value" | "log";
  min: number;
  max: number;
}

const WIDE = 24; // from this ratio on, short latencies would lie on top of each other

/** The latency axis for these values (ms): from 0, or in doublings where they lie far apart. */
export function latencyScale(values: readonly number[]): Scale {
  const known = values.filter((value) => value > 0);
  if (known.length === 0) return { type: "value", min: 0, max: 10 };
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (high / low < WIDE) return { type: "value", min: 0, max: roundUp(high * 1.08) };
  return { type: "log", min: 2 ** Math.floor(Math.log2(low * 0.92)), max: 2 ** Math.ceil(Math.log2(high * 1.08)) };
}

/** The throughput axis, from 0. */
export function throughputScale(values: readonly number[]): Scale {
  return { type: "value", min: 0, max: values.length > 0 ? roundUp(Math.max(...values) * 1.1) : 10 };
}

/** Where a value lies on a scale, 0..1. */
export function placeOf(scale: Scale, value: number): number {
  if (scale.type === "value") return (value - scale.min) / (scale.max - scale.min);
  return Math.log(value / scale.min) / Math.log(scale.max / scale.min);
}

/** The value at a place (0..1) of a scale. */
export function valueAt(scale: Scale, place: number): number {
  if (scale.type === "value") return scale.min + place * (scale.max - scale.min);
  return scale.min * (scale.max / scale.min) ** place;
}

function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 10].find((one) => one * unit >= value) ?? 10;
  return Number((step * unit).toPrecision(3));
}
