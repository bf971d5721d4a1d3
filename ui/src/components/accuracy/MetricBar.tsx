import type { Metric } from "../../api/accuracy";
import { metricInterval } from "../../accuracy";
import classes from "../IntervalBar.module.css";

/** A fraction with its interval on a scale from 0 to 1, the same for all. */
export function MetricBar({ metric }: { metric: Metric }) {
  if (metric.value < 0 || metric.value > 1) return null;
  const [low, high] = [Math.max(0, metric.low) * 100, Math.min(1, metric.high) * 100];
  return (
    <svg className={classes.bar} viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={metricInterval(metric) || "no interval"}>
      <line x1="0" x2="100" y1="4" y2="4" className={classes.axis} />
      {high > low && <rect x={low} width={Math.max(0.8, high - low)} y="2" height="4" rx="1" className={classes.range} />}
      <rect x={metric.value * 100 - 0.6} width="1.2" y="0" height="8" className={classes.value} />
    </svg>
  );
}
