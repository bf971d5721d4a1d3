import { shapesOf } from "../shapes";
import type { QuantizeRequest } from "./quantize";
import type { Model } from "./types";

type Options = NonNullable<QuantizeRequest["options"]>;
type Part = "count" | "percent";

/** How to make a model smaller, as it is chosen and typed; an empty field is left to the workbench. */
export interface QuantizeAsk {
  dataset: string;
  /** Whether a loss is bounded at all, by how much, of which metric, and whether it is a share of the model's own value. */
  bounded: boolean;
  drop: string | number;
  metric: string;
  relative: boolean;
  calibration: string | number;
  calibrationPart: Part;
  calibrationSeed: string | number;
  validation: string | number;
  validationPart: Part;
  validationSeed: string | number;
  overlap: boolean;
  likeParent: boolean;
  method: NonNullable<Options["method"]>;
  preset: NonNullable<Options["preset"]>;
  network: "" | NonNullable<Options["network"]>;
  correction: NonNullable<Options["correction"]>;
  smooth: string | number;
  smoothOff: boolean;
  keepNames: readonly string[];
  keepTypes: readonly string[];
  groupSize: string | number;
  ratio: string | number;
  device: string;
  precision: string;
  /** As typed, by input; for models that leave sizes open. */
  shapes: Record<string, string>;
  name: string;
}

/** One point, on pictures that are chosen by themselves: what most people want. */
export function firstQuantize(device: string, keepNames: readonly string[]): QuantizeAsk {
  return {
    dataset: "",
    bounded: true,
    drop: 1,
    metric: "",
    relative: false,
    calibration: "",
    calibrationPart: "count",
    calibrationSeed: "",
    validation: "",
    validationPart: "count",
    validationSeed: "",
    overlap: false,
    likeParent: false,
    method: "int8",
    preset: "performance",
    network: "",
    correction: "fast",
    smooth: "",
    smoothOff: false,
    keepNames,
    keepTypes: [],
    groupSize: "",
    ratio: "",
    device,
    precision: "",
    shapes: {},
    name: "",
  };
}

/** Whether anything was set that most people leave alone. */
export function expertly(ask: QuantizeAsk): boolean {
  const usual = firstQuantize(ask.device, []);
  const fields = ["method", "preset", "network", "correction", "smooth", "smoothOff", "groupSize", "ratio"] as const;
  return fields.some((field) => ask[field] !== usual[field]) || ask.keepNames.length > 0 || ask.keepTypes.length > 0;
}

/** The typed fields as the API takes them; nothing while what makes a request is missing. */
export function quantizeRequest(model: Model, ask: QuantizeAsk): QuantizeRequest | undefined {
  const needsNothing = ask.method !== "int8" && ask.dataset === "";
  if (!needsNothing && (ask.dataset === "" || (ask.bounded && ask.drop === ""))) return undefined;
  return {
    model: model.id,
    dataset: ask.dataset || null,
    options: optionsOf(ask),
    calibration: ask.calibration === "" && ask.calibrationSeed === "" ? null : subset(ask.calibration, ask.calibrationPart, ask.calibrationSeed),
    bound: ask.bounded && !needsNothing ? { max_drop: Number(ask.drop) / 100, metric: ask.metric || null, relative: ask.relative } : null,
    accuracy: {
      settings: {},
      config: { device: ask.device, precision: ask.precision || null, shapes: shapesOf(ask.shapes) },
      subset: subset(ask.validation, ask.validationPart, ask.validationSeed),
    },
    overlap: ask.overlap,
    like_parent: ask.likeParent,
    name: ask.name || null,
  };
}

function optionsOf(ask: QuantizeAsk): Options {
  const { method, preset, correction } = ask;
  const int4 = method === "weights_int4";
  return {
    method,
    preset,
    correction,
    network: ask.network || null,
    smooth_quant: ask.smoothOff ? -1 : ask.smooth === "" ? null : Number(ask.smooth),
    keep_names: [...ask.keepNames],
    keep_types: [...ask.keepTypes],
    ...(int4 && ask.groupSize !== "" && { group_size: Number(ask.groupSize) }),
    ...(int4 && ask.ratio !== "" && { ratio: Number(ask.ratio) / 100 }),
  };
}

function subset(amount: string | number, part: Part, seed: string | number) {
  const count = amount !== "" && part === "count" ? Number(amount) : null;
  const percent = amount !== "" && part === "percent" ? Number(amount) : null;
  return { count, percent, seed: Number(seed || 0) };
}
