// How quantizations are written: outcomes, losses, options.
import { metricName, metricText } from "./accuracy";
import type { Attempt, Bound, Options, Outcome } from "./api/quantize";
import { figure } from "./format";
import type { Tone } from "./components/Tag";

const PLAIN: readonly string[] = ["cosine", "nmse"];

export const OUTCOMES: Record<Outcome, { word: string; tone: Tone; about: string }> = {
  met: { word: "Met", tone: "ok", about: "Even the upper end of the interval is within the bound." },
  met_on_sample: { word: "Met on sample", tone: "warn", about: "The loss on these pictures is within the bound; they are too few to be sure of others." },
  not_met: { word: "Not met", tone: "bad", about: "It loses more than the bound allows." },
  unbounded: { word: "No bound", tone: "plain", about: "No bound was asked for." },
};

/** Whether losses of a metric are written plainly instead of in points or per cent. */
export function isPlain(metric: string, bound: Bound | null): boolean {
  return PLAIN.includes(metric) && !bound?.relative;
}

/** The unit of losses: per cent of the parent's value, points, or none. */
export function lossUnit(metric: string, bound: Bound | null): string {
  if (bound?.relative) return "%";
  return PLAIN.includes(metric) ? "" : "pt";
}

/** A loss as a number of its unit: 0.4 for 0.4 points. */
export function lossValue(loss: number, metric: string, bound: Bound | null): number {
  return isPlain(metric, bound) ? loss : loss * 100;
}

/** A loss with its unit: "0.40 pt"; a gain has a minus. */
export function lossText(loss: number, metric: string, bound: Bound | null): string {
  const value = lossValue(loss, metric, bound);
  const text = isPlain(metric, bound) ? figure(value, 3) : value.toFixed(2);
  return `${text.replace("-", "−")}\u202f${lossUnit(metric, bound)}`.trimEnd();
}

/** The 95 % interval of a loss. */
export function lossInterval({ drop, metric }: Pick<Attempt, "drop" | "metric">, bound: Bound | null): string {
  const one = (value: number) => lossText(value, metric.name, bound).split("\u202f")[0] ?? "";
  return drop.low === drop.high ? "" : `${one(drop.low)} to ${one(drop.high)}`;
}

/** What may be lost: "1 pt of Top-1", or nothing bounded. */
export function boundWords(bound: Bound | null, metric = bound?.metric ?? ""): string {
  if (!bound) return "not bounded";
  const value = Number((bound.max_drop * 100).toPrecision(3));
  const most = `${value}\u202f${bound.relative ? "%" : value === 1 ? "point" : "points"}`;
  return [most, metric && `of ${metricName(metric)}`, bound.relative && "of the model’s own value"].filter(Boolean).join(" ");
}

/** The value of a candidate. */
export function valueText({ metric }: Pick<Attempt, "metric">): string {
  return metricText(metric.name, metric.value, 2);
}

export const METHODS: Record<Options["method"], string> = {
  int8: "Weights and activations, 8 bits",
  weights_int8: "Weights alone, 8 bits",
  weights_int4: "Weights alone, 4 bits",
};

export const PRESETS: Record<Options["preset"], string> = {
  performance: "Performance: symmetric ranges",
  mixed: "Mixed: asymmetric activations",
};

export const CORRECTIONS: Record<Options["correction"], string> = { fast: "Fast", full: "Full, slower", none: "None" };

/** How SmoothQuant is used. */
export function smoothWords(strength: number | null): string {
  if (strength === null) return "as suits the network";
  return strength < 0 ? "off" : `strength ${strength}`;
}

/** Names in a line: the first few, and how many more there are. */
export function someNames(names: readonly string[], shown = 1): string {
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(", ")} and ${rest} more` : names.join(", ");
}
