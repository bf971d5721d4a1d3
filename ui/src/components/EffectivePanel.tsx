import type { Config, Effective } from "../api/types";
import { shape } from "../format";
import classes from "./EffectivePanel.module.css";
import { Facts } from "./Facts";
import { Panel } from "./Panel";

/** What was asked for, and what the engine says it did: asked-for values are clamped silently. */
export function EffectivePanel({ config, effective, input }: { config: Config; effective: Effective; input: string }) {
  const rows: [string, string | number | null | undefined, string | number | null | undefined][] = [
    ["Device", config.device, effective.execution_devices.join(", ") || effective.device],
    ["Made for", config.hint === "none" ? "explicit settings" : config.hint, null],
    ["Streams", config.streams, effective.streams],
    ["Requests", config.requests, effective.requests],
    ["Batch", config.batch, effective.batch],
    ["Threads", config.threads, effective.threads],
    ["Precision", config.precision, effective.precision],
    ["Optimal requests", undefined, effective.optimal_requests],
  ];
  const properties = Object.entries(effective.properties).filter(([, value]) => value !== "");
  return (
    <Panel title="Configuration" note="Asked for, and as read back from the compiled model">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" aria-label="Setting" />
            <th scope="col">Asked</th>
            <th scope="col">Read back</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, asked, got]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{asked ?? <span className="quiet-text">{name === "Optimal requests" ? "" : "auto"}</span>}</td>
              <td>{got ?? <span className="quiet-text">–</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Facts
        facts={[
          ["Shapes", Object.entries(effective.shapes).map(([name, dims]) => `${name} ${shape(dims)}`).join(", ")],
          ["Input data", input],
        ]}
      />
      {properties.length > 0 && (
        <details className={classes.details}>
          <summary>Engine properties ({properties.length})</summary>
          <Facts facts={properties.map(([name, value]) => [<span key={name} className="mono">{name}</span>, <span key={value} className="mono">{value}</span>])} />
        </details>
      )}
    </Panel>
  );
}
