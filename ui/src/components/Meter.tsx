import classes from "./Meter.module.css";

/** How far something is: 0..1, or null when nobody knows. No animation: the page keeps still while measuring. */
export function Meter({ fraction, label }: { fraction: number | null | undefined; label: string }) {
  const known = fraction ?? null;
  return (
    <div
      className={`${classes.meter} ${known === null ? classes.unknown : ""}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known === null ? undefined : Math.round(known * 100)}
    >
      {known !== null && <div className={classes.fill} style={{ width: `${known * 100}%` }} />}
    </div>
  );
}
