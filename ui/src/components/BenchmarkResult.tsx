import type { Benchmark } from "../api/types";
import { bytes, counted, milliseconds, seconds, words } from "../format";
import classes from "./BenchmarkResult.module.css";
import { BlockChart } from "./charts/BlockChart";
import { LatencyChart } from "./charts/LatencyChart";
import { EffectivePanel } from "./EffectivePanel";
import { EnvironmentPanel } from "./EnvironmentPanel";
import { Panel } from "./Panel";
import { Percentiles } from "./Percentiles";
import { Readout } from "./Readout";
import { VerdictNote } from "./VerdictNote";

/** What a benchmark found: verdict, figures with intervals, how they came about, under which conditions. */
export function BenchmarkResult({ result }: { result: Benchmark }) {
  const { latency_ms: latency, plan } = result;
  return (
    <>
      <Panel>
        <div className="stack">
          <VerdictNote verdict={result.verdict} />
          <div className={classes.figures}>
            <Readout
              label="Throughput"
              value={result.throughput_fps}
              unit="FPS"
              digits={4}
              note={`n = ${counted(result.completions, "request")}${result.effective.batch > 1 ? ` of ${result.effective.batch} frames` : ""}`}
            />
            <Readout label={`Median latency, ${words(plan.mode).toLowerCase()} load`} value={latency.p50} unit="ms" digits={4} note={`${milliseconds(latency.min)} to ${milliseconds(latency.max)}, mean ${milliseconds(latency.mean)}`} />
            <div className={classes.small}>
              <Readout size="small" label="Compile" value={milliseconds(result.compile_ms)} />
              <Readout size="small" label="First inference" value={milliseconds(result.first_inference_ms)} />
              <Readout size="small" label="Peak memory" value={result.peak_rss_bytes == null ? null : bytes(result.peak_rss_bytes)} note={result.peak_rss_compile_bytes == null ? undefined : `compile ${bytes(result.peak_rss_compile_bytes)}`} />
              <Readout size="small" label="Warm-up" value={seconds(result.warmup_s)} note={`stopped: ${words(result.stop_reason).toLowerCase()}`} />
            </div>
          </div>
          <Percentiles latency={latency} />
          {result.late_starts > 0 && (
            <p className="quiet-text">
              {counted(result.late_starts, "request")} started later than scheduled, because all requests were busy; their waiting counts as latency.
            </p>
          )}
        </div>
      </Panel>
      <div className={classes.charts}>
        <Panel>
          <BlockChart result={result} />
        </Panel>
        <Panel>
          <LatencyChart result={result} />
        </Panel>
      </div>
      <div className={classes.charts}>
        <EffectivePanel config={result.config} effective={result.effective} input={result.input_source} />
        <EnvironmentPanel environment={result.environment} />
      </div>
    </>
  );
}
