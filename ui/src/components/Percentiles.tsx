import type { Latency } from "../api/types";
import { counted, figure, interval, spread } from "../format";
import classes from "./Percentiles.module.css";

const NAMES = { p50: "p50", p90: "p90", p95: "p95", p99: "p99", p999: "p99.9" } as const;

/** The percentiles that the sample has earned, and what the others still need. */
export function Percentiles({ latency }: { latency: Latency }) {
  return (
    <dl className={classes.row} aria-label="Latency percentiles">
      {(Object.keys(NAMES) as (keyof typeof NAMES)[]).map((key) => {
        const found = latency[key];
        const missing = latency.missing[key];
        return (
          <div key={key} className={classes.cell} data-earned={found != null}>
            <dt>{NAMES[key]}</dt>
            {found != null ? (
              <dd className="num" title={interval(found, "ms")}>
                <b>{figure(found.value)}</b> ms <span>{spread(found)}</span>
              </dd>
            ) : (
              <dd>{missing === undefined ? "not earned" : `needs ${counted(missing, "more request")}`}</dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}
