import { parseRanges } from "../ranges";
import { shapesOf } from "../shapes";
import type { TuneRequest } from "./queries";
import type { Config, Model, Search } from "./types";

export const TUNE_GOALS = ["throughput", "latency", "limited"] as const;
export type TuneGoal = (typeof TUNE_GOALS)[number];

/** What to find, as it is chosen and typed; an empty field is left to the workbench. */
export interface TuneAsk {
  goal: TuneGoal;
  limit: string | number;
  percentile: Search["goal"]["percentile"];
  budget: string | number;
  device: string;
  /** In megabytes. */
  memory: string | number;
  batch: string;
  streams: string;
  threads: string;
  requests: string;
  precisions: string[];
  shapes: Record<string, string>;
}

const AXES = ["batch", "streams", "threads", "requests"] as const;

/** What is looked for when nobody says anything. */
export function firstTune(device: string): TuneAsk {
  return { goal: "throughput", limit: "", percentile: "p50", budget: "", device, memory: "", batch: "", streams: "", threads: "", requests: "", precisions: [], shapes: {} };
}

/** What cannot be read, by field. */
export function tuneProblems(ask: TuneAsk): Partial<Record<string, string>> {
  return Object.fromEntries(AXES.map((axis) => [axis, parseRanges(ask[axis]).problem]));
}

/** What to find as the API takes it; nothing while something is missing or cannot be read. */
export function tuneRequest(model: Model, ask: TuneAsk, config: Config): TuneRequest | undefined {
  if (Object.values(tuneProblems(ask)).some(Boolean)) return undefined;
  if (ask.goal === "limited" && ask.limit === "") return undefined;
  return {
    model: model.id,
    goal: {
      kind: ask.goal === "latency" ? "latency" : "throughput",
      latency_limit_ms: ask.goal === "limited" ? Number(ask.limit) : null,
      percentile: ask.percentile,
      memory_limit_bytes: ask.memory === "" ? null : Math.round(Number(ask.memory) * 1e6),
    },
    space: {
      base: { ...config, device: ask.device, shapes: shapesOf(ask.shapes) },
      ...Object.fromEntries(AXES.map((axis) => [axis, parseRanges(ask[axis]).values])),
      precisions: ask.precisions,
    },
    ...(ask.budget !== "" && { budget_s: Number(ask.budget) }),
  };
}
