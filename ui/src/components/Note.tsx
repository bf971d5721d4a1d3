import type { ReactNode } from "react";
import classes from "./Note.module.css";
import type { Tone } from "./Tag";

interface Props {
  tone?: Tone;
  head?: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  role?: "alert" | "status";
}

/** A remark in the flow of a page. */
export function Note({ tone = "plain", head, children, actions, role }: Props) {
  return (
    <div className={`${classes.note} ${classes[tone]}`} role={role}>
      {head}
      <div className={classes.text}>{children}</div>
      {actions}
    </div>
  );
}
