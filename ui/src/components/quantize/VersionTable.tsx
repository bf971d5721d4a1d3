import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Quantization } from "../../api/quantize";
import type { Estimate, Run } from "../../api/types";
import { metricInterval, metricName, metricText } from "../../accuracy";
import { change, figureName, figureText } from "../../compare";
import { bytes, interval, spread, whole } from "../../format";
import { lossInterval, lossText } from "../../quantize";
import table from "../compare/CompareTable.module.css";
import { RatioBar, reachOf } from "../compare/RatioBar";
import { WordTag } from "../compare/WordTag";
import classes from "./QuantizeView.module.css";

type Metric = NonNullable<Quantization["baseline_metric"]>;
type Paired = NonNullable<Quantization["comparison"]>;

/** A version beside its parent: how right, how large, how fast; what was gained and lost with its intervals. */
export function VersionTable({ run, result }: { run: Run; result: Quantization }) {
  const { baseline_metric: before, final_metric: after, comparison, parent_bytes: was, model_bytes: is } = result;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label="Version beside its parent">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">{result.parent_name}</th>
            <th scope="col">{result.model_name}</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {before && after && (
            <Row name={metricName(result.metric)} before={<MetricCell metric={before} />} after={<MetricCell metric={after} />}>
              <Loss result={result} metric={after} />
            </Row>
          )}
          {was != null && is != null && (
            <Row name="Size of the weights" before={<b className="num">{bytes(was)}</b>} after={<b className="num">{bytes(is)}</b>}>
              <span className="num">{change(is / was)}</span>
            </Row>
          )}
          {comparison && <Speeds comparison={comparison} />}
        </tbody>
      </table>
      <p className="quiet-text">{comparison ? `Speed was measured side by side in ${whole(comparison.pairs)} pairs of windows in turns (ABBA).` : run.state === "succeeded" && "Speed was not measured."}</p>
    </div>
  );
}

function Row({ name, before, after, children }: { name: string; before: ReactNode; after: ReactNode; children?: ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{before}</td>
      <td>{after}</td>
      <td>
        <div className={classes.change}>{children}</div>
      </td>
    </tr>
  );
}

function MetricCell({ metric }: { metric: Metric }) {
  return (
    <span className="num">
      <b>{metricText(metric.name, metric.value, 2)}</b> <span className={table.soft}>{metricInterval(metric)}</span>
    </span>
  );
}

/** What was lost, how sure that is, and the way to the pictures that flipped. */
function Loss({ result, metric }: { result: Quantization; metric: Metric }) {
  const { drop, drop_low: low, drop_high: high, bound, accuracy_run: accuracy, baseline_run: baseline } = result;
  if (drop == null || low == null || high == null) return null;
  const gained = drop < 0;
  return (
    <>
      <span className="num">
        {gained ? "gains" : "loses"} <b>{lossText(Math.abs(drop), metric.name, bound)}</b> <span className={table.soft}>loss {lossInterval({ drop: { value: drop, low, high }, metric }, bound)}</span>
      </span>
      {accuracy && (
        <Link to="/runs/$id" params={{ id: accuracy }} search={{ against: baseline ?? undefined }}>
          {baseline ? "Pictures that flipped" : "Picture by picture"}
        </Link>
      )}
    </>
  );
}

function Speeds({ comparison: { subjects } }: { comparison: Paired }) {
  const [parent, version] = subjects;
  if (!parent || !version) return null;
  const reach = reachOf(version.deltas);
  const figures = [
    ["throughput", "frames/s", parent.throughput_fps, version.throughput_fps],
    ["latency_p50", "ms", parent.latency_ms, version.latency_ms],
  ] as const;
  return figures.map(([what, unit, before, after]) => {
    const delta = version.deltas.find((one) => one.what === what);
    return (
      <Row key={what} name={figureName(what)} before={<Figure estimate={before} unit={unit} />} after={<Figure estimate={after} unit={unit} />}>
        {delta && (
          <>
            <WordTag word={delta.word} />
            <b className="num">{change(delta.ratio.value)}</b>
            <RatioBar delta={delta} reach={reach} />
          </>
        )}
      </Row>
    );
  });
}

function Figure({ estimate, unit }: { estimate: Estimate; unit: string }) {
  return (
    <span className="num" title={interval(estimate, unit)}>
      <b>{figureText(estimate.value, unit)}</b> <span className={table.soft}>{spread(estimate)}</span>
    </span>
  );
}
