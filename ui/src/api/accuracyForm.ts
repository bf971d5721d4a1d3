import type { components } from "./schema";
import { shapesOf } from "../shapes";
import { lines, pair } from "./textLines";
import type { Model } from "./types";

type Schemas = components["schemas"];
export type AccuracyRequest = Schemas["AccuracyRequest"];
type Wanted = Schemas["Preprocessing-Input"];
type Resize = NonNullable<Wanted["resize"]>;
type Adapter = NonNullable<Schemas["AccuracyDocument"]["adapter"]>;
type Tried = Schemas["TriedReading"];

/** What to measure accuracy on and how, as it is typed; an empty field is found out by the workbench, and told. */
export interface AccuracyAsk {
  dataset: string;
  part: "all" | "count" | "percent";
  amount: string | number;
  seed: string | number;
  device: string;
  precision: string;
  /** As typed, by input; for models that leave sizes open. */
  shapes: Record<string, string>;
  task: string;
  /** Compare outputs with those of this model instead of with labels; `parent` is the one it was made from. */
  like: string;
  family: string;
  settings: string;
  background: "" | "yes" | "no";
  classes: string;
  colour: "" | "RGB" | "BGR";
  mean: string;
  scale: string;
  resize: "" | NonNullable<Resize["rule"]>;
  filter: "" | NonNullable<Resize["filter"]>;
  shorter: string | number;
  pad: string | number;
  position: "" | NonNullable<Resize["position"]>;
}

const FOUND_OUT = { family: "", settings: "", background: "", classes: "", colour: "", mean: "", scale: "", resize: "", filter: "", shorter: "", pad: "", position: "" } as const;

/** What the workbench would do by itself. */
export function firstAccuracy(device: string, dataset = ""): AccuracyAsk {
  return { ...FOUND_OUT, dataset, part: "all", amount: "", seed: 0, device, precision: "", shapes: {}, task: "", like: "" };
}

/** Whether anything about how the model is read was set by hand. */
export function byHand(ask: AccuracyAsk): boolean {
  return (Object.keys(FOUND_OUT) as (keyof typeof FOUND_OUT)[]).some((field) => ask[field] !== "");
}

/** The same measurement, nothing about the reading set by hand. */
export function leftOpen(ask: AccuracyAsk): AccuracyAsk {
  return { ...ask, ...FOUND_OUT };
}

/** The same measurement with a reading that was tried, field by field, so that any of it can be changed. */
export function withReading(ask: AccuracyAsk, { reading: { adapter, preprocessing, classes } }: Tried): AccuracyAsk {
  const { mean, scale, color_order: colour, resize } = preprocessing;
  return {
    ...ask,
    family: adapter.kind,
    settings: Object.entries(settingsOf(adapter)).map(([name, value]) => `${name}=${value}`).join("\n"),
    background: adapter.kind === "classification" ? (adapter.background ? "yes" : "no") : "",
    classes: classes.join("\n"),
    colour: colour ?? "",
    mean: (mean ?? []).join(", "),
    scale: (scale ?? []).join(", "),
    resize: resize?.rule ?? "",
    filter: resize?.filter ?? "",
    shorter: resize?.shorter_side ?? "",
    pad: resize?.rule === "letterbox" ? resize.pad : "",
    position: resize?.rule === "letterbox" ? resize.position : "",
  };
}

/** The settings of a family of outputs as they are typed: `overlap=0.45`, anchors as `10x13,16x30;30x61,62x45`. */
function settingsOf(adapter: Adapter): Record<string, string> {
  const { kind, select = {}, heads, ...own } = { heads: undefined, select: undefined, ...adapter };
  const apart = kind === "classification" ? ["background"] : []; // it has a field of its own
  const plain = Object.entries({ ...own, ...select }).filter(([name]) => !apart.includes(name));
  const found = plain.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const);
  if (!heads) return Object.fromEntries(found);
  const anchors = heads.map((head) => head.anchors.map((size) => size.join("x")).join(",")).join(";");
  return { anchors, stretch: heads.map((head) => head.stretch ?? 1).join(","), ...Object.fromEntries(found) };
}

/** The typed fields as the API takes them; what cannot be read as a number is left for the server to refuse by name. */
export function accuracyRequest(model: Model, ask: AccuracyAsk, preview = 0): AccuracyRequest {
  return {
    model: model.id,
    dataset: ask.dataset,
    config: { device: ask.device, precision: ask.precision || null, shapes: shapesOf(ask.shapes) },
    subset: {
      count: ask.part === "count" ? Number(ask.amount) : null,
      percent: ask.part === "percent" ? Number(ask.amount) : null,
      seed: Number(ask.seed || 0),
    },
    task: (ask.task || null) as AccuracyRequest["task"],
    family: ask.family || null,
    settings: Object.fromEntries(lines(ask.settings).map(pair)),
    preprocessing: preprocessingOf(ask),
    background: ask.background === "" ? null : ask.background === "yes",
    classes: lines(ask.classes),
    like: ask.like || null,
    preview,
  };
}

function preprocessingOf(ask: AccuracyAsk): Wanted | null {
  const resize = resizeOf(ask);
  if (!ask.colour && !ask.mean.trim() && !ask.scale.trim() && !resize) return null;
  return { color_order: ask.colour || null, mean: numbers(ask.mean), scale: numbers(ask.scale), resize };
}

/** Fields that were left empty are left out, and the server takes what is usual. */
function resizeOf({ resize, filter, shorter, pad, position }: AccuracyAsk): Resize | null {
  if (!resize) return null;
  const said: Resize = { rule: resize };
  if (filter) said.filter = filter;
  if (resize === "crop" && shorter !== "") said.shorter_side = Number(shorter);
  if (resize === "letterbox" && pad !== "") said.pad = Number(pad);
  if (resize === "letterbox" && position) said.position = position;
  return said;
}

function numbers(text: string): number[] | null {
  const found = text.split(/[\s,;]+/).filter(Boolean).map(Number);
  return found.length > 0 ? found : null;
}
