// How runs are named in lists.
import type { Config, Run } from "./api/types";
import { figure, milliseconds, words } from "./format";

/** A run in a few words: "Benchmark of yolo11n". */
export function runTitle(run: Run): string {
  if (run.kind === "machine") return "Look at this machine";
  return run.model_name ? `${words(run.kind)} of ${run.model_name}` : words(run.kind);
}

/** The figures of a finished benchmark, or nothing. */
export function runFigure(run: Run): string {
  if (!run.headline) return "";
  const { throughput_fps: fps, latency_ms: ms } = run.headline;
  return `${figure(fps.value)} FPS, ${milliseconds(ms.value)}`;
}

/** A configuration in a few words; what was left to the engine is left out. */
export function configWords(config: Config | null | undefined): string {
  if (!config) return "";
  const parts = [
    config.device,
    config.hint === "none" ? "explicit" : config.hint,
    config.streams != null && `${config.streams} streams`,
    config.batch != null && `batch ${config.batch}`,
    config.threads != null && `${config.threads} threads`,
    config.requests != null && `${config.requests} requests`,
    config.precision,
  ];
  return parts.filter(Boolean).join(" · ");
}
