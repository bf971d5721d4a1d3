import type { ReactNode } from "react";
import type { Delta } from "../../api/comparison";
import type { Executed, Theory } from "../../api/versions";
import type { Estimate } from "../../api/types";
import { metricInterval, metricText } from "../../accuracy";
import { change, figureText, sureness } from "../../compare";
import { bytes, count, giga, interval, percent, spread } from "../../format";
import table from "../compare/CompareTable.module.css";
import { RatioBar, reachOf } from "../compare/RatioBar";
import { WordTag } from "../compare/WordTag";
import classes from "./VersionTable.module.css";

type Measured = Parameters<typeof metricInterval>[0];
type Pair<Of> = readonly [parent: Of, version: Of];

export interface VersionFigures {
  names: Pair<string>;
  /** Metrics of both, and what changed in words. */
  accuracy: readonly { name: string; values: Pair<ReactNode>; changed: ReactNode }[];
  sizes: Pair<number | null>;
  speed?: { throughput: Pair<Estimate>; latency: Pair<Estimate>; deltas: Pair<Delta | undefined> };
  theory?: Pair<Theory | null>;
  executed?: Pair<Executed | null>;
  note?: ReactNode;
}

/** A version beside its parent: how right, how large, how fast, in which numbers; what was not measured is left out. */
export function VersionTable({ figures }: { figures: VersionFigures }) {
  const { names, accuracy, sizes, speed, theory, executed, note } = figures;
  const [was, is] = sizes;
  return (
    <div className={classes.beside}>
      <div className={table.scroll} tabIndex={0} role="region" aria-label="Version beside its parent">
        <table className={`${table.table} ${classes.table}`}>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col">{names[0]}</th>
              <th scope="col">{names[1]}</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {accuracy.map(({ name, values, changed }) => (
              <Row key={name} name={name} values={values}>
                {changed}
              </Row>
            ))}
            {was != null && is != null && (
              <Row name="Size of the weights" values={[<b key="was">{bytes(was)}</b>, <b key="is">{bytes(is)}</b>]}>
                <span className="num">{change(is / was)}</span>
              </Row>
            )}
            {speed && <Speeds {...speed} />}
            {theory?.[0] && theory[1] && (
              <>
                <Row name="Operations, in theory" values={[operations(theory[0]), operations(theory[1])]} />
                <Row name="Stored as" values={[stored(theory[0]), stored(theory[1])]} />
              </>
            )}
            {executed?.[1] && <Row name="Executed as" values={[executed[0] ? shares(executed[0]) : <NotMeasured key="none" />, shares(executed[1])]} />}
          </tbody>
        </table>
      </div>
      {note && <p className={classes.note}>{note}</p>}
    </div>
  );
}

function Row({ name, values: [before, after], children }: { name: string; values: Pair<ReactNode>; children?: ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num">{before}</td>
      <td className="num">{after}</td>
      <td>
        <div className={classes.change}>{children}</div>
      </td>
    </tr>
  );
}

function NotMeasured() {
  return <span className={table.soft}>not measured</span>;
}

/** A metric with its interval. */
export function MetricFigure({ metric }: { metric: Measured }) {
  return (
    <>
      <b>{metricText(metric.name, metric.value)}</b> <span className={table.soft}>{metricInterval(metric)}</span>
    </>
  );
}

function Speeds({ throughput, latency, deltas }: NonNullable<VersionFigures["speed"]>) {
  const reach = reachOf(deltas.flatMap((delta) => (delta ? [delta] : [])));
  const rows = [
    ["Throughput", "frames/s", throughput, deltas[0]],
    ["Median latency", "ms", latency, deltas[1]],
  ] as const;
  return rows.map(([name, unit, [before, after], delta]) => (
    <Row key={name} name={name} values={[<Figure key="before" estimate={before} unit={unit} />, <Figure key="after" estimate={after} unit={unit} />]}>
      {delta && <Ratio delta={delta} reach={reach} />}
    </Row>
  ));
}

/** A ratio by word, figure and drawing; the interval is said on hovering and to readers of the screen. */
export function Ratio({ delta, reach }: { delta: Delta; reach: number }) {
  return (
    <>
      <WordTag word={delta.word} title={sureness(delta)} />
      <b className="num">{change(delta.ratio.value)}</b>
      <RatioBar delta={delta} reach={reach} />
    </>
  );
}

function Figure({ estimate, unit }: { estimate: Estimate; unit: string }) {
  return (
    <span title={interval(estimate, unit)}>
      <b>{figureText(estimate.value, unit)}</b> <span className={table.soft}>{spread(estimate)}</span>
    </span>
  );
}

function operations({ gflop, giop, parameters }: Theory): ReactNode {
  const parts = [giop > 0 && `${giga(giop, "IOP")} in 8 bits`, (gflop > 0 || giop === 0) && `${giga(gflop, "FLOP")} in float`, `${count(parameters)} parameters`];
  return <Lines lines={parts.filter((part) => part !== false)} />;
}

function stored({ weights_bytes_by_precision: sizes }: Theory): ReactNode {
  const largest = Object.entries(sizes).sort(([, a], [, b]) => b - a);
  return <Lines lines={largest.map(([precision, size]) => `${precision} ${bytes(size)}`)} />;
}

function shares({ by_precision: parts }: Executed): ReactNode {
  return <Lines lines={parts.map(({ name, share }) => `${name} ${percent(share, 0)} of the layer time`)} />;
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <span className={classes.lines}>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}
