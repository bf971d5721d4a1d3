import type { Accuracy, Against, Metric, MetricChange } from "../../api/accuracy";
import { changeInterval, changeText, changeWord, metricInterval, metricName, metricText } from "../../accuracy";
import table from "../compare/CompareTable.module.css";
import { IntervalBar } from "../IntervalBar";
import { ChangeTag } from "./ChangeTag";
import classes from "./MetricTable.module.css";

interface Props {
  result: Accuracy;
  /** What this run is called where another stands beside it. */
  name: string;
  against?: { name: string; found: Against };
}

/** Every metric with its interval; beside another run, both on the pictures that both have seen, and the difference. */
export function MetricTable({ result, name, against }: Props) {
  const changes = against?.found.result.changes;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label="Metrics">
      <table className={`${table.table} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">{changes ? name : "Value"}</th>
            {against && <th scope="col">{against.name}</th>}
            {against && <th scope="col">Difference</th>}
            <th scope="col">95 % interval</th>
            {!against && <th scope="col" aria-label="Interval, drawn" />}
          </tr>
        </thead>
        <tbody>
          {changes
            ? changes.map((change) => <Changed key={change.name} change={change} />)
            : result.metrics.map((metric, index) => <Plain key={metric.name} metric={metric} first={index === 0} />)}
        </tbody>
      </table>
    </div>
  );
}

function Plain({ metric, first }: { metric: Metric; first: boolean }) {
  return (
    <tr>
      <th scope="row">{metricName(metric.name)}</th>
      <td className="num">{first ? <b className={classes.first}>{metricText(metric.name, metric.value, 2)}</b> : metricText(metric.name, metric.value, 2)}</td>
      <td className="num">{metricInterval(metric) || <span className={table.soft}>none</span>}</td>
      <td className={classes.bar}>
        <IntervalBar estimate={metric} unit="" />
      </td>
    </tr>
  );
}

function Changed({ change }: { change: MetricChange }) {
  const word = changeWord(change);
  return (
    <tr>
      <th scope="row">{metricName(change.name)}</th>
      <td className="num">
        <b>{metricText(change.name, change.after, 2)}</b>
      </td>
      <td className="num">{metricText(change.name, change.before, 2)}</td>
      <td>
        <span className={table.against}>
          <ChangeTag word={word} title={changeInterval(change)} />
          <span className="num">{changeText(change)}</span>
        </span>
      </td>
      <td className="num">{changeInterval(change)}</td>
    </tr>
  );
}
