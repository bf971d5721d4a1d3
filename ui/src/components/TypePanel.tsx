import { IconCircleCheck } from "@tabler/icons-react";
import type { Analysis } from "../api/types";
import { giga, percent } from "../format";
import { Note } from "./Note";
import { Panel } from "./Panel";
import { ShareBar } from "./ShareBar";
import classes from "./TypePanel.module.css";

const SHOWN = 9;

/** Which operations the arithmetic is in, and which are not counted at all. */
export function TypePanel({ analysis }: { analysis: Analysis }) {
  const gflop = new Map<string, number>();
  for (const layer of analysis.layers) gflop.set(layer.type, (gflop.get(layer.type) ?? 0) + layer.gflop + layer.giop);
  const total = analysis.gflop + analysis.giop;
  const types = Object.entries(analysis.type_counts)
    .map(([type, nodes]) => ({ type, nodes, cost: gflop.get(type) ?? 0 }))
    .sort((a, b) => b.cost - a.cost || b.nodes - a.nodes);
  const rest = types.slice(SHOWN);
  return (
    <Panel title="By operation type" note={`${types.length} types${analysis.opset ? `, ${analysis.opset}` : ""}`}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>Type</th>
            <th>Nodes</th>
            <th>Arithmetic</th>
            <th colSpan={2}>Share</th>
          </tr>
        </thead>
        <tbody>
          {types.slice(0, SHOWN).map(({ type, nodes, cost }) => (
            <tr key={type}>
              <td className="clip">{type}</td>
              <td>{nodes}</td>
              <td>{cost === 0 ? <span className="quiet-text">–</span> : giga(cost, "OP")}</td>
              <td className={classes.bar}>
                <ShareBar share={total > 0 ? cost / total : 0} />
              </td>
              <td>{total > 0 ? percent(cost / total) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest.length > 0 && (
        <p className={classes.rest}>
          and {rest.length} more: {rest.map(({ type, nodes }) => `${type} (${nodes})`).join(", ")}
        </p>
      )}
      <div className={classes.uncounted}>
        <Uncounted uncounted={analysis.uncounted} />
      </div>
    </Panel>
  );
}

function Uncounted({ uncounted }: { uncounted: Analysis["uncounted"] }) {
  if (uncounted.length === 0) {
    return (
      <p className="row quiet-text">
        <IconCircleCheck size={17} color="var(--ok)" aria-hidden /> Every operation is counted.
      </p>
    );
  }
  return (
    <Note tone="warn">
      <strong>Not counted: </strong>
      {uncounted
        .map(({ type, count, time_share: share }) => `${type} (${count}${share == null ? "" : `, ${percent(share)} of the executed time`})`)
        .join(", ")}
      . There is no rule for what {uncounted.length === 1 ? "it costs" : "they cost"}, so the totals leave {uncounted.length === 1 ? "it" : "them"} out.
    </Note>
  );
}
