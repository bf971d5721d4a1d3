import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

/** Nothing is here yet: says why, and what to do next. */
export function EmptyState({ icon, title, children, action }: { icon: ReactNode; title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <h2>{title}</h2>
      <p>{children}</p>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
