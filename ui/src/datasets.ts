// How datasets are written: their layouts, what their counts count, the colours of their classes.
import type { Dataset, Sample } from "./api/datasets";
import { nameOfClass } from "./api/datasets";
import { words } from "./format";

const LAYOUTS: Record<string, string> = {
  imagenet_txt: "ImageNet, text",
  imagenet_folders: "ImageNet, folders",
  voc: "Pascal VOC",
  coco: "COCO",
  yolo: "YOLO",
  pictures: "Pictures without labels",
  generated: "Made by dlwb",
  tensors: "Recorded inputs",
};

/** Layouts as people call them; those of other readers by their own names. */
export function layoutName(format: string): string {
  return LAYOUTS[format] ?? format;
}

/** What a dataset can be used for. */
export function taskWords(dataset: Dataset): string {
  return dataset.tasks.length > 0 ? dataset.tasks.map((task) => words(task)).join(", ") : "No labels";
}

/** What `counts` of a dataset count. */
export function countedThings(dataset: Dataset): "pictures" | "objects" | "masks" {
  if (dataset.tasks.includes("classification")) return "pictures";
  return dataset.tasks.some((task) => task === "detection" || task === "instance_segmentation") ? "objects" : "masks";
}

/** Whether there are labels of classes that nobody gave names. */
export function lacksNames(dataset: Dataset): boolean {
  return dataset.class_count > 0 && dataset.classes.length === 0;
}

/** How many names its labels need: up to the highest class that any picture shows, however many were named before. A background is none. */
export function namesNeeded({ counts }: Dataset): number {
  return counts.reduce((most, count, label) => (count > 0 ? label + 1 : most), 0);
}

/** What a picture shows, in few words: its class, or its objects, or what its mask holds. */
export function contentWords(dataset: Dataset, sample: Sample): string {
  if (sample.label !== null) return nameOfClass(dataset, sample.label);
  if (sample.boxes !== null) {
    const found = new Map<number, number>();
    for (const { label } of sample.boxes) found.set(label, (found.get(label) ?? 0) + 1);
    return [...found].map(([label, count]) => `${nameOfClass(dataset, label)}${count > 1 ? ` ×${count}` : ""}`).join(", ") || "no objects";
  }
  if (sample.has_mask) return sample.mask_labels.map((label) => nameOfClass(dataset, label)).join(", ") || "background only";
  return "";
}

const GOLDEN_ANGLE = 137.508; // neighbours in the list are far apart on the wheel

/** The colour of a class. Where there are masks, that of Pascal VOC, as they are drawn in, but light enough for lines. */
export function classColour(dataset: Dataset, label: number): string {
  if (!dataset.tasks.includes("segmentation")) return `hsl(${((label * GOLDEN_ANGLE) % 360).toFixed(0)} 85% 60%)`;
  const rgb = [0, 0, 0];
  for (let bits = label + 1, bit = 7; bits > 0; bits >>= 3, bit -= 1) {
    for (const channel of [0, 1, 2] as const) rgb[channel] = (rgb[channel] ?? 0) | (((bits >> channel) & 1) << bit);
  }
  return `rgb(${rgb.map((value) => Math.round(60 + value * 0.95)).join(" ")})`;
}
