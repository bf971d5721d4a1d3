import { Button } from "@mantine/core";
import { useState } from "react";
import type { Accuracy, Against, Metric, MetricChange } from "../../api/accuracy";
import type { ChangeWord } from "../../accuracy";
import { changeInterval, changeText, metricInterval, metricName, metricText } from "../../accuracy";
import table from "../compare/CompareTable.module.css";
import { ChangeTag } from "./ChangeTag";
import { MetricBar } from "./MetricBar";
import classes from "./MetricTable.module.css";

interface Props {
  result: Accuracy;
  /** What this run is called where another stands beside it. */
  name: string;
  against?: { name: string; found: Against };
}

/** So many metrics say what most people ask; COCO has twelve. */
const SHOWN = 4;

/** Every metric with its interval; beside another run, both on the pictures that both have seen, and the difference. */
export function MetricTable({ result, name, against }: Props) {
  const [all, setAll] = useState(false);
  const changes = against && inOrder(against.found.result.changes, result.metrics);
  const total = (changes ?? result.metrics).length;
  const shown = all || total <= SHOWN + 1 ? total : SHOWN;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label="Metrics">
      <table className={`${table.table} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">{changes ? <Named who="This run" name={name} /> : "Value"}</th>
            {against && (
              <th scope="col">
                <Named who="Other run" name={against.name} />
              </th>
            )}
            <th scope="col">{against ? "Difference, 95 % interval" : "95 % interval"}</th>
            {!against && <th scope="col" aria-label="Interval, drawn" />}
          </tr>
        </thead>
        <tbody>
          {changes
            ? changes.slice(0, shown).map((change) => <Changed key={change.name} change={change} word={against?.found.words[change.name] ?? "cant_tell"} />)
            : result.metrics.slice(0, shown).map((metric, index) => <Plain key={metric.name} metric={metric} first={index === 0} />)}
        </tbody>
      </table>
      {total > SHOWN + 1 && (
        <Button variant="subtle" color="gray" size="xs" ml={-12} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${total} metrics`}
        </Button>
      )}
    </div>
  );
}

/** The changes in the order of the run's own metrics, the most telling first. */
function inOrder(changes: readonly MetricChange[], metrics: readonly Metric[]): readonly MetricChange[] {
  const place = new Map(metrics.map(({ name }, index) => [name, index]));
  return [...changes].sort((a, b) => (place.get(a.name) ?? metrics.length) - (place.get(b.name) ?? metrics.length));
}

function Named({ who, name }: { who: string; name: string }) {
  return (
    <>
      {who}
      <small className={classes.name}>{name}</small>
    </>
  );
}

function Plain({ metric, first }: { metric: Metric; first: boolean }) {
  return (
    <tr>
      <th scope="row">{metricName(metric.name)}</th>
      <td className="num">{first ? <b className={classes.first}>{metricText(metric.name, metric.value)}</b> : metricText(metric.name, metric.value)}</td>
      <td className="num">{metricInterval(metric) || <span className={table.soft}>none</span>}</td>
      <td className={classes.bar}>
        <MetricBar metric={metric} />
      </td>
    </tr>
  );
}

function Changed({ change, word }: { change: MetricChange; word: ChangeWord }) {
  return (
    <tr>
      <th scope="row">{metricName(change.name)}</th>
      <td className="num">
        <b>{metricText(change.name, change.after)}</b>
      </td>
      <td className="num">{metricText(change.name, change.before)}</td>
      <td>
        <span className={table.against}>
          <ChangeTag word={word} />
          <span className={`num ${classes.change}`}>
            {changeText(change)} <span className={table.soft}>{changeInterval(change)}</span>
          </span>
        </span>
      </td>
    </tr>
  );
}
