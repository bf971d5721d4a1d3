import type { Estimate } from "../api/types";
import { interval } from "../format";
import classes from "./IntervalBar.module.css";

/** An interval drawn as a whisker around its value; the scale is ±10 % so that bars can be compared by eye, and a wider one looks it. */
const SCALE = 0.1;

export function IntervalBar({ estimate, unit }: { estimate: Estimate; unit: string }) {
  if (estimate.high === estimate.low || estimate.value === 0) return null;
  const place = (x: number) => 50 + Math.max(-1, Math.min(1, (x / estimate.value - 1) / SCALE)) * 48;
  const low = place(estimate.low);
  const high = place(estimate.high);
  const beyond = estimate.high > estimate.value * (1 + SCALE) || estimate.low < estimate.value * (1 - SCALE);
  return (
    <svg className={classes.bar} viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={interval(estimate, unit)}>
      <line x1="0" x2="100" y1="4" y2="4" className={classes.axis} />
      <rect x={low} width={Math.max(0.8, high - low)} y="2" height="4" rx="1" className={beyond ? classes.wide : classes.range} />
      <rect x="49.4" width="1.2" y="0" height="8" className={classes.value} />
    </svg>
  );
}
