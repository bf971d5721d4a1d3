import type { ReactNode } from "react";
import classes from "./PageHead.module.css";

/** The title of a page with its one line and its one primary action. */
export function PageHead({ title, note, actions }: { title: ReactNode; note?: ReactNode; actions?: ReactNode }) {
  return (
    <header className={classes.head}>
      <div className="grow">
        <h1>{title}</h1>
        {note && <div className={classes.note}>{note}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
