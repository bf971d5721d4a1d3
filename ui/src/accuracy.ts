// How accuracy is written: names of metrics and families, figures in per cent, differences in points.
import type { Accuracy, Adapter, Metric, MetricChange, PictureRecord, Preprocessing, SeenPicture } from "./api/accuracy";
import type { components } from "./api/schema";
import { figure, percent, whole, words } from "./format";

const METRIC_NAMES: Record<string, string> = {
  top1: "Top-1",
  top5: "Top-5",
  map50: "mAP at IoU 0.5",
  map50_11point: "11-point mAP",
  miou: "Mean IoU",
  iou: "IoU",
  pixel_accuracy: "Pixel accuracy",
  cosine: "Cosine similarity",
  nmse: "Normalised squared error",
};

/** What a metric is called. */
export function metricName(name: string): string {
  const known = METRIC_NAMES[name];
  if (known) return known;
  const coco = /^coco_(mask_)?(ap|ar)(.*)$/.exec(name);
  if (!coco) return words(name);
  const [, mask, kind, rest = ""] = coco;
  const what = rest.replaceAll("_", " ").trim();
  const of = kind === "ap" && /^\d+$/.test(what) ? ` at 0.${what}` : /^\d+$/.test(what) ? `, ${what} a picture` : what && `, ${what} objects`;
  return `COCO ${mask ? "mask " : ""}${(kind ?? "").toUpperCase()}${of}`;
}

/** Metrics that are no fractions. */
const PLAIN = new Set(["nmse", "cosine"]);

const DECIMALS = 2;

/** The value of a metric: in per cent, with as many decimals as the API's sentences have, or plain where it is no share of anything. */
export function metricText(name: string, value: number): string {
  return PLAIN.has(name) ? figure(value, 4) : percent(value, DECIMALS);
}

/** The 95 % interval of a metric, or nothing where there is none. */
export function metricInterval({ name, low, high }: Metric): string {
  return low === high ? "" : `${metricText(name, low)} to ${metricText(name, high)}`;
}

/** A metric with its interval in one line. */
export function metricWords(metric: Metric): string {
  const interval = metricInterval(metric);
  return `${metricName(metric.name)} ${metricText(metric.name, metric.value)}${interval && ` (${interval})`}`;
}

/** A difference of fractions in points, with its sign. */
export function points(difference: number, digits = DECIMALS): string {
  const value = difference * 100;
  const sign = value > 0 ? "+" : value < 0 ? "−" : "±";
  return `${sign}${Math.abs(value).toFixed(digits)}`;
}

/** How a metric changed: in points, or plain. */
export function changeText({ name, difference }: MetricChange): string {
  if (!PLAIN.has(name)) return `${points(difference)}\u202fpt`;
  return `${difference > 0 ? "+" : difference < 0 ? "−" : "±"}${figure(Math.abs(difference), 3)}`;
}

/** The 95 % interval of a change. */
export function changeInterval({ name, low, high }: MetricChange): string {
  return PLAIN.has(name) ? `${figure(low, 3)} to ${figure(high, 3)}` : `${points(low)} to ${points(high)}\u202fpt`;
}

const FAMILY_NAMES: Record<NonNullable<Adapter["kind"]>, string> = {
  classification: "Classification",
  ssd: "SSD DetectionOutput",
  yolo_grids: "YOLO grids with anchors (v2 to v5, v7)",
  yolo_rows: "YOLO rows (v5 to v12)",
  yolox: "YOLOX",
  boxes_and_scores: "Boxes and scores apart",
  final_boxes: "Final boxes (NMS inside)",
  segmentation: "Segmentation",
};

/** The families of outputs, as a form offers them. */
export const FAMILIES = Object.entries(FAMILY_NAMES).map(([value, label]) => ({ value, label }));

/** What a family of outputs is called. */
export function familyName({ kind }: Adapter): string {
  return kind ? FAMILY_NAMES[kind] : "";
}

/** What a task is called. */
export function taskName(task: Accuracy["task"]): string {
  return task === null ? "Likeness" : words(task);
}

/** What a class is called: its name, or its number where nobody gave one; null is what no class stands for. */
export function className({ label_names: names }: Pick<Accuracy, "label_names">, label: number | null, none = "nothing"): string {
  if (label === null) return none;
  return names[label] || `class ${label}`;
}

const RULES = { stretch: "stretched", crop: "middle cut out", letterbox: "whole picture" } as const;

/** Where a picture's pixels go: "middle cut out, shorter side 256, antialias". */
export function resizeWords(resize: Preprocessing["resize"]): string {
  if (!resize) return "";
  const { rule, filter, shorter_side: shorter, pad, position } = resize;
  const parts = [rule && RULES[rule], rule === "crop" && shorter !== null && `shorter side ${shorter}`, rule === "letterbox" && `${position === "corner" ? "top left" : "centred"}, padded with ${pad}`, filter];
  return parts.filter(Boolean).join(", ");
}

/** How pictures go into a network, in a line. */
export function preprocessingWords({ color_order: colour, mean, scale, resize }: Preprocessing): string {
  const numbers = (values: readonly number[] | null) => (values ?? []).join(", ");
  return [colour, mean && `mean ${numbers(mean)}`, scale && `scale ${numbers(scale)}`, resizeWords(resize)].filter(Boolean).join(" · ");
}

const ORIGINS: Record<NonNullable<Preprocessing["origin"]>, string> = {
  options: "said by hand",
  metadata: "the model's metadata",
  mixed: "the model's metadata and said by hand",
  family: "usual for networks of its kind",
  trial: "did best on labelled pictures",
};

/** Where what is known of the preprocessing came from. */
export function originWords(preprocessing: Preprocessing): string {
  if (preprocessing.confirmed) return "confirmed by a person, stored with the model";
  return preprocessing.origin ? ORIGINS[preprocessing.origin] : "";
}

/** A part of the pictures in words, or nothing when it is all of them. */
export function subsetWords({ count, percent: share, seed }: Accuracy["subset"]): string {
  if (count == null && share == null) return "";
  return `${count != null ? whole(count) : `${share}\u202f%`} of the pictures, seed ${seed}`;
}

/** What a record says of a picture, in a few words; of pixels, what most of the wrong ones were taken for. */
export function recordWords(result: Accuracy, record: PictureRecord): string {
  if (record.kind === "class") {
    const [label] = record.best.labels;
    return label === undefined ? "nothing" : `${className(result, label)} ${percent(record.best.scores[0] ?? 0, 0)}`;
  }
  if (record.kind === "objects") return foundWords(record.objects, record.hits, record.extra);
  if (record.kind === "likeness") return `cosine ${figure(Math.min(...record.cosine), 4)}`;
  if (record.kind !== "pixels") return "";
  const [worst] = record.cells.filter(([truth, given]) => truth !== given).sort((a, b) => (b[2] ?? 0) - (a[2] ?? 0));
  return worst ? `${className(result, worst[0] ?? null)} taken for ${className(result, worst[1] ?? null)}` : "all pixels right";
}

/** What a record says of a picture, of detections only those that are drawn: which of them are right the API says (null: neither). */
export function drawnWords(result: Accuracy, record: PictureRecord, right: Right, threshold: number): string {
  if (record.kind !== "objects" || !right) return recordWords(result, record);
  const drawn = right.filter((_, index) => (record.detected.scores?.[index] ?? 0) >= threshold);
  return foundWords(record.objects, drawn.filter((one) => one === true).length, drawn.filter((one) => one === false).length);
}

type Right = SeenPicture["right"];

function foundWords(objects: number, hits: number, extra: number): string {
  return [`${whole(hits)} of ${whole(objects)} found`, extra > 0 && `${whole(extra)} too many`].filter(Boolean).join(", ");
}

/** How right a record is, as the gallery shows it. */
export function scoreText(picture: Pick<SeenPicture, "record">, score: number): string {
  return picture.record.kind === "likeness" ? figure(score, 4) : percent(score, 0);
}

export type ChangeWord = components["schemas"]["ChangeWord"];
