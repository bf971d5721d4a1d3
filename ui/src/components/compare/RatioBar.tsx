import type { Delta } from "../../api/comparison";
import { change, changeInterval } from "../../compare";
import classes from "./RatioBar.module.css";

const WIDTH = 200;
const EDGE = 6;

/** A ratio with its interval, drawn around 1 with what counts as the same; `reach` is the end of the scale, as a factor. */
export function RatioBar({ delta, reach }: { delta: Pick<Delta, "ratio" | "tolerance" | "word">; reach: number }) {
  const place = (ratio: number) => {
    const part = Math.log(Math.max(ratio, 1e-6)) / Math.log(reach);
    return WIDTH / 2 + Math.max(-1, Math.min(1, part)) * (WIDTH / 2 - EDGE);
  };
  const { value, low, high } = delta.ratio;
  const same = [place(1 / (1 + delta.tolerance)), place(1 + delta.tolerance)] as const;
  return (
    <svg className={classes.bar} viewBox={`0 0 ${WIDTH} 20`} role="img" aria-label={`${change(value)}, 95 % interval ${changeInterval(delta)}`}>
      <rect x={same[0]} width={same[1] - same[0]} y="2" height="16" rx="2" className={classes.same} />
      <line x1={WIDTH / 2} x2={WIDTH / 2} y1="0" y2="20" className={classes.one} />
      <g className={classes[delta.word]}>
        <line x1={place(low)} x2={place(high)} y1="10" y2="10" strokeWidth="2" />
        <line x1={place(low)} x2={place(low)} y1="6" y2="14" strokeWidth="2" />
        <line x1={place(high)} x2={place(high)} y1="6" y2="14" strokeWidth="2" />
        <circle cx={place(value)} cy="10" r="4.5" />
      </g>
    </svg>
  );
}

/** The end of a scale that has room for all of these; at least ±10 %, so that a small change looks small. */
export function reachOf(deltas: readonly Pick<Delta, "ratio">[]): number {
  const ends = deltas.flatMap(({ ratio }) => [ratio.low, ratio.high]).filter((end) => Number.isFinite(end) && end > 0);
  return Math.min(100, Math.max(1.1, ...ends.map((end) => Math.max(end, 1 / end) * 1.02)));
}
