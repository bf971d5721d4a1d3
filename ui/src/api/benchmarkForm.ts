import { shapesOf } from "../shapes";
import type { components } from "./schema";
import type { BenchmarkRequest } from "./queries";
import type { Config, Model, Plan } from "./types";
import { lines, pair } from "./textLines";

type Plans = components["schemas"]["PlansDocument"];

/** The settings of a benchmark as they are typed; an empty field is left to the engine. */
export interface BenchmarkAsk {
  effort: Plan["effort"];
  device: string;
  hint: Config["hint"];
  streams: string | number;
  batch: string | number;
  threads: string | number;
  requests: string | number;
  precision: string;
  mode: Plan["mode"];
  rate: string | number;
  arrivals: Plan["arrivals"];
  budget: string | number;
  inputs: string;
  seed: string;
  shapes: Record<string, string>;
  /** Properties of the engine, `NAME=value` on each line. */
  extra: string;
}

/** What the workbench would do by itself. */
export function defaultAsk(plans: Plans, config: Config): BenchmarkAsk {
  const plan = plans.efforts.find((one) => one.effort === plans.default_effort);
  return { ...askOf(plans, config), effort: plans.default_effort, mode: plan?.mode ?? "closed", arrivals: plan?.arrivals ?? "poisson" };
}

/** The settings of a run that was made before, to make it again. */
export function askOf(plans: Plans, config: Config, plan?: Plan | null): BenchmarkAsk {
  const usual = plans.efforts.find((one) => one.effort === plan?.effort)?.budget_s;
  return {
    effort: plan?.effort ?? "standard",
    device: config.device,
    hint: config.hint,
    streams: config.streams ?? "",
    batch: config.batch ?? "",
    threads: config.threads ?? "",
    requests: config.requests ?? "",
    precision: config.precision ?? "",
    mode: plan?.mode ?? "closed",
    rate: plan?.rate ?? "",
    arrivals: plan?.arrivals ?? "poisson",
    budget: !plan || plan.budget_s === usual ? "" : plan.budget_s,
    inputs: (plan?.inputs ?? []).join("\n"),
    seed: String(plan?.seed ?? 0),
    shapes: Object.fromEntries(Object.entries(config.shapes ?? {}).map(([name, sizes]) => [name, sizes.join(",")])),
    extra: Object.entries(config.extra).map((one) => one.join("=")).join("\n"),
  };
}

/** The typed settings as the API takes them. */
export function benchmarkRequest(model: Model, ask: BenchmarkAsk): BenchmarkRequest {
  return {
    model: model.id,
    config: {
      device: ask.device,
      hint: ask.hint,
      streams: ask.hint === "none" ? number(ask.streams) : null,
      batch: number(ask.batch),
      threads: number(ask.threads),
      requests: number(ask.requests),
      precision: ask.precision || null,
      shapes: shapesOf(ask.shapes),
      extra: Object.fromEntries(lines(ask.extra).map(pair)),
    },
    plan: {
      effort: ask.effort,
      mode: ask.mode,
      budget_s: number(ask.budget),
      rate: ask.mode === "offered" ? number(ask.rate) : null,
      arrivals: ask.arrivals,
      inputs: lines(ask.inputs),
      seed: number(ask.seed) ?? 0,
    },
  };
}

function number(text: string | number): number | null {
  return text === "" ? null : Number(text);
}
