import { parseRanges, writeRanges } from "../ranges";
import { shapesOf } from "../shapes";
import type { SweepRequest } from "./queries";
import type { Config, Device, Model, Plan, Run } from "./types";

/** The settings of a sweep as they are chosen and typed. */
export interface SweepAsk {
  device: string;
  effort: Plan["effort"];
  /** Chosen in the matrix, or typed as lists. */
  by: "cells" | "lists";
  /** The rows and columns of the matrix. */
  batches: readonly number[];
  streams: readonly number[];
  cells: ReadonlySet<string>;
  batchText: string;
  streamsText: string;
  threads: string;
  requests: string;
  precisions: string[];
  budget: string | number;
  shapes: Record<string, string>;
}

const BATCHES = [1, 2, 4, 8, 16, 32];
const COLUMNS_SHOWN = 8;

/** A cell of the matrix by its batch and its streams. */
export const cellKey = (batch: number, streams: number): string => `${batch},${streams}`;

/** What is offered at first on a device: nothing chosen yet. */
export function firstSweep(device: Device | undefined, name: string): SweepAsk {
  return {
    device: name,
    effort: "quick",
    by: "cells",
    batches: BATCHES,
    streams: streamsOffered(device),
    cells: new Set(),
    batchText: writeRanges(BATCHES.slice(0, 4)),
    streamsText: "",
    threads: "",
    requests: "",
    precisions: [],
    budget: "",
    shapes: {},
  };
}

/** The settings on another device: its own streams; cells that it has too stay chosen. */
export function onDevice(ask: SweepAsk, device: Device | undefined, name: string): SweepAsk {
  const streams = streamsOffered(device);
  const cells = [...ask.cells].filter((key) => streams.includes(Number(key.split(",")[1])));
  return { ...ask, device: name, streams, cells: new Set(cells), precisions: ask.precisions.filter((one) => device?.precisions.includes(one)) };
}

/** One after the other where a device has few; doubling, up to the last, where it has many. */
function streamsOffered(device: Device | undefined): number[] {
  const [low = 1, high = 1] = device?.streams ?? [];
  if (high - low < COLUMNS_SHOWN) return Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const found: number[] = [];
  for (let value = low; value < high; value *= 2) found.push(value);
  return [...found, high];
}

/** What cannot be read in the text fields, by field. */
export function sweepProblems(ask: SweepAsk): Partial<Record<"batch" | "streams" | "threads" | "requests", string>> {
  return {
    ...(ask.by === "lists" && { batch: parseRanges(ask.batchText).problem, streams: parseRanges(ask.streamsText).problem }),
    threads: parseRanges(ask.threads).problem,
    requests: parseRanges(ask.requests).problem,
  };
}

/** The settings as the API takes them; nothing while there is nothing to measure, or something cannot be read. */
export function sweepRequest(model: Model, ask: SweepAsk, config: Config): SweepRequest | undefined {
  if (Object.values(sweepProblems(ask)).some(Boolean)) return undefined;
  if (ask.by === "cells" && ask.cells.size === 0) return undefined;
  return {
    model: model.id,
    space: {
      base: { ...config, device: ask.device, shapes: shapesOf(ask.shapes) },
      ...(ask.by === "cells" ? { cells: inOrder(ask.cells) } : { batch: parseRanges(ask.batchText).values, streams: parseRanges(ask.streamsText).values }),
      threads: parseRanges(ask.threads).values,
      requests: parseRanges(ask.requests).values,
      precisions: ask.precisions,
    },
    plan: { effort: ask.effort, budget_s: ask.budget === "" ? null : Number(ask.budget) },
  };
}

function inOrder(cells: ReadonlySet<string>): [number, number][] {
  return [...cells].map((key) => key.split(",").map(Number) as [number, number]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

const inWords = (shapes: Config["shapes"]): string => JSON.stringify(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The newest run of each cell, measured here as a sweep would measure it: the same device and shapes, all else left to the engine. */
export function measuredCells(runs: readonly Run[], device: string, shapes: SweepAsk["shapes"]): ReadonlyMap<string, Run> {
  const found = new Map<string, Run>();
  const wanted = inWords(shapesOf(shapes));
  for (const run of runs) {
    const { config, headline, plan } = run;
    if (run.imported_from || plan?.mode !== "closed") continue;
    if (!config || !headline || config.device !== device || config.streams == null) continue;
    if (config.threads != null || config.requests != null || config.precision != null || Object.keys(config.extra).length > 0 || inWords(config.shapes) !== wanted) continue;
    const key = cellKey(headline.effective.batch, config.streams);
    if (!found.has(key)) found.set(key, run); // newest first
  }
  return found;
}
