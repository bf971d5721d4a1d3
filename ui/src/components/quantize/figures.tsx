import { Link } from "@tanstack/react-router";
import type { Quantization } from "../../api/quantize";
import type { Version } from "../../api/versions";
import { metricName } from "../../accuracy";
import { counted } from "../../format";
import { lossInterval, lossWords } from "../../quantize";
import table from "../compare/CompareTable.module.css";
import { MetricFigure, type VersionFigures } from "../versions/VersionTable";

/** A quantization's version beside its parent, as the run measured both; what was measured since comes from `version`. */
export function figuresOf(result: Quantization, version: Version | undefined): VersionFigures {
  const { baseline_metric: before, final_metric: after, comparison } = result;
  const [parent, made] = comparison?.subjects ?? [];
  return {
    names: [result.parent_name, result.model_name],
    accuracy: before && after ? [{ name: metricName(result.metric), values: [<MetricFigure key="before" metric={before} />, <MetricFigure key="after" metric={after} />], changed: <Loss result={result} metric={after} /> }] : [],
    sizes: [result.parent_bytes, result.model_bytes],
    speed: parent &&
      made && {
        throughput: [parent.throughput_fps, made.throughput_fps],
        latency: [parent.latency_ms, made.latency_ms],
        deltas: [made.deltas.find(({ what }) => what === "throughput"), made.deltas.find(({ what }) => what === "latency_p50")],
      },
    theory: version && [version.parent_theory, version.model_theory],
    executed: version && [version.parent_executed, version.model_executed],
    note: comparison ? `Speed was measured side by side in ${counted(comparison.pairs, "pair")} of windows in turns (ABBA).` : "Speed was not measured.",
  };
}

/** What was lost, how sure that is, and the way to the pictures that flipped. */
function Loss({ result, metric }: { result: Quantization; metric: NonNullable<Quantization["final_metric"]> }) {
  const { drop, drop_low: low, drop_high: high, bound, accuracy_run: accuracy, baseline_run: baseline } = result;
  if (drop == null || low == null || high == null) return null;
  const lost = { drop: { value: drop, low, high }, metric };
  const interval = lossInterval(lost, bound);
  return (
    <>
      <span className="num">
        <b>{drop === 0 ? "no loss" : lossWords(lost, bound)}</b> {interval && <span className={table.soft}>{interval}</span>}
      </span>
      {accuracy && (
        <Link to="/runs/$id" params={{ id: accuracy }} search={{ against: baseline ?? undefined }}>
          {baseline ? "Pictures that flipped" : "Picture by picture"}
        </Link>
      )}
    </>
  );
}
