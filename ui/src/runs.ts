// How runs are named in lists.
import { configKey } from "./api/points";
import type { Config, Effective, Estimate, Run, SearchPoint } from "./api/types";
import { metricWords } from "./accuracy";
import { counted, figure, milliseconds, words } from "./format";

/** What a run can be, in the order in which lists offer it. */
export const RUN_KINDS = ["benchmark", "sweep", "tune", "profile", "accuracy", "quantize", "explain", "rivals", "try", "compare", "machine", "import", "dataset_import"] as const;

/** Kinds of runs that have something to compare. */
export const COMPARABLE: readonly string[] = ["benchmark", "sweep", "tune", "profile", "compare"];

/** What a kind of runs is called. */
export function kindName(kind: string): string {
  if (kind === "import") return "Model import";
  if (kind === "try") return "Tried picture";
  if (kind === "quantize") return "Quantization";
  if (kind === "explain") return "Explanation";
  if (kind === "rivals") return "Reduced precisions";
  return kind === "compare" ? "Comparison" : words(kind);
}

/** A run in a few words: "Benchmark of yolo11n". */
export function runTitle(run: Run): string {
  if (run.kind === "machine") return "Look at this machine";
  if (run.kind === "try") return `Picture tried with ${run.model_name || "a model"}`;
  if (run.kind === "tune") return `Best configuration of ${run.model_name}`;
  return run.model_name ? `${kindName(run.kind)} of ${run.model_name}` : kindName(run.kind);
}

/** The throughput of a benchmark, or of the best point of a search. */
export function throughputOf({ headline, result }: Run): Estimate | undefined {
  return headline?.throughput_fps ?? (result?.kind === "search" ? result.throughput_fps : undefined);
}

/** The median latency of a benchmark, or of the best point of a search. */
export function latencyOf({ headline, result }: Run): Estimate | undefined {
  return headline?.latency_ms ?? (result?.kind === "search" ? result.latency_ms : undefined);
}

/** That latency in a list; empty where there is none. */
export function latencyWords(run: Run): string {
  const latency = latencyOf(run);
  return latency ? milliseconds(latency.value) : "";
}

/** The figures of a finished run in words, or nothing. */
export function runFigure(run: Run): string {
  const { accuracy, result } = run;
  if (accuracy?.metric) return metricWords(accuracy.metric);
  if (result?.kind === "comparison") return `×${figure(result.ratio.value, 3)} ${words(result.word).toLowerCase()}`;
  if (result?.kind === "quantize") return result.final ? metricWords(result.final) : "";
  const [fps, ms] = [throughputOf(run), latencyOf(run)];
  return fps && ms ? `${figure(fps.value)} FPS, ${milliseconds(ms.value)}` : "";
}

/** A configuration in a few words; what was left to the engine is left out. */
export function configWords(config: Config | null | undefined): string {
  if (!config) return "";
  const parts = [
    config.device,
    config.hint === "none" ? "explicit" : config.hint,
    config.streams != null && counted(config.streams, "stream"),
    config.batch != null && `batch ${config.batch}`,
    config.threads != null && counted(config.threads, "thread"),
    config.requests != null && counted(config.requests, "request"),
    config.precision,
    ...Object.values(config.shapes ?? {}).map((sizes) => sizes.join("×")),
    ...Object.entries(config.extra ?? {}).map(([name, value]) => `${name} ${value}`),
  ];
  return parts.filter(Boolean).join(" · ");
}

/** What sets a point of a search apart from its neighbours: "batch 8 · 2 streams". */
export function pointWords(config: Config): string {
  const parts = [
    config.batch != null && `batch ${config.batch}`,
    config.streams != null ? counted(config.streams, "stream") : config.hint !== "none" && `${config.hint} hint`,
    config.threads != null && counted(config.threads, "thread"),
    config.requests != null && counted(config.requests, "request"),
    config.precision,
  ];
  return parts.filter(Boolean).join(" · ") || config.device;
}

/** What the engine did at a point of a search: "batch 8 · 2 streams · 4 requests". */
export function effectiveWords({ batch, streams, requests }: Pick<Effective, "batch" | "streams" | "requests">): string {
  return [`batch ${batch}`, streams !== null && counted(streams, "stream"), counted(requests, "request")].filter(Boolean).join(" · ");
}

/** A beginning of a sentence with a capital letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a point of a search is known by in addresses: its run, or without one its configuration. */
export function pointId(point: SearchPoint): string {
  return point.run ?? configKey(point);
}

const SPOILED: readonly string[] = ["failed", "cancelled", "lost"];

/** The run that a page opens by itself, of runs with the newest first: one that somebody asked for and that did not fail. */
export function firstToShow<T extends Pick<Run, "parent" | "state">>(runs: readonly T[]): T | undefined {
  const sound = runs.filter(({ state }) => !SPOILED.includes(state));
  return sound.find(({ parent }) => parent === null) ?? sound[0] ?? runs[0];
}

/** Runs to choose from with the one that is shown, which may be older than they are or a part of another run. */
export function withRun(runs: readonly Run[], run: Run): readonly Run[] {
  return runs.some(({ id }) => id === run.id) ? runs : [...runs, run];
}
