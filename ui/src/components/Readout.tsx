import type { ReactNode } from "react";
import type { Estimate } from "../api/types";
import { figure, interval, spread } from "../format";
import { IntervalBar } from "./IntervalBar";
import classes from "./Readout.module.css";

interface Props {
  label: ReactNode;
  /** A figure with its interval, or one without, or words. */
  value: Estimate | number | string | null | undefined;
  unit?: string;
  digits?: number;
  /** One line below: what the figure rests on. */
  note?: ReactNode;
  size?: "large" | "small";
}

/** A figure as an instrument shows it: label, value, unit, how sure. */
export function Readout({ label, value, unit = "", digits = 3, note, size = "large" }: Props) {
  const estimate = typeof value === "object" && value !== null ? value : undefined;
  const text = estimate ? figure(estimate.value, digits) : typeof value === "number" ? figure(value, digits) : typeof value === "string" ? value : "–";
  return (
    <div className={`${classes.readout} ${size === "small" ? classes.small : ""}`}>
      <div className={classes.label}>{label}</div>
      <div className={`${classes.value} num`} title={estimate ? interval(estimate, unit) : undefined}>
        {text}
        {unit && text !== "–" && <span className={classes.unit}>{unit}</span>}
        {estimate && spread(estimate) && <span className={classes.spread}>{spread(estimate)}</span>}
      </div>
      {estimate && size === "large" && <IntervalBar estimate={estimate} unit={unit} />}
      {note && <div className={classes.note}>{note}</div>}
    </div>
  );
}
