import type { ReactNode } from "react";
import classes from "./Panel.module.css";

interface Props {
  title?: ReactNode;
  /** One line under the title. */
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** No padding around the content: for tables and charts that reach the edge. */
  flush?: boolean;
  className?: string;
}

/** A titled surface; everything on a page stands in one. */
export function Panel({ title, note, actions, children, flush, className }: Props) {
  return (
    <section className={`${classes.panel} ${className ?? ""}`}>
      {(title || actions) && (
        <header className={classes.head}>
          <div className="grow">
            {title && <h2>{title}</h2>}
            {note && <p className={classes.note}>{note}</p>}
          </div>
          {actions && <div className="row">{actions}</div>}
        </header>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
