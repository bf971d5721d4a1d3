// How quantizations are written: outcomes, losses, options.
import { metricName, metricText } from "./accuracy";
import type { Attempt, Bound, Options, Outcome } from "./api/quantize";
import { figure, withMinus } from "./format";
import type { Tone } from "./components/Tag";

type Lost = Pick<Attempt, "drop" | "metric">;

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

/** A loss as a figure with its unit: "0.40 pt". */
export function lossText(loss: number, metric: string, bound: Bound | null): string {
  return `${lossFigure(loss, metric, bound)}\u202f${lossUnit(metric, bound)}`.trimEnd();
}

/** What was lost by a word for its sign: "loss 0.40 pt", "gain 1.71 pt"; `loss` is left out where a heading says it. */
export function lossWords({ drop, metric }: Lost, bound: Bound | null, word = "loss "): string {
  return `${drop.value < 0 ? "gain " : word}${lossText(Math.abs(drop.value), metric.name, bound)}`;
}

/** The 95 % interval of what was lost, or of what was gained. */
export function lossInterval({ drop, metric }: Lost, bound: Bound | null): string {
  if (drop.low === drop.high) return "";
  const ends = drop.value < 0 ? [-drop.high, -drop.low] : [drop.low, drop.high];
  return ends.map((end) => lossFigure(end, metric.name, bound)).join(" to ");
}

function lossFigure(loss: number, metric: string, bound: Bound | null): string {
  const value = lossValue(loss, metric, bound);
  return isPlain(metric, bound) ? figure(value, 3) : withMinus(value.toFixed(2));
}

/** What may be lost: "1 pt of Top-1", or nothing bounded. */
export function boundWords(bound: Bound | null, metric = bound?.metric ?? ""): string {
  if (!bound) return "no limit";
  const value = Number((bound.max_drop * 100).toPrecision(3));
  const most = `${value}\u202f${bound.relative ? "%" : value === 1 ? "point" : "points"}`;
  return [most, metric && `of ${metricName(metric)}`, bound.relative && "of the model’s own value"].filter(Boolean).join(" ");
}

/** The value of a candidate. */
export function valueText({ metric }: Pick<Attempt, "metric">): string {
  return metricText(metric.name, metric.value);
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
