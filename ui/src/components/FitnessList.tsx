import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { Machine } from "../api/types";
import classes from "./FitnessList.module.css";

/** The checks of a machine: what was found, and the fix where there is one. */
export function FitnessList({ checks }: { checks: Machine["checks"] }) {
  const ordered = [...checks].sort((a, b) => Number(a.ok) - Number(b.ok)); // what needs a hand first
  return (
    <ul className={classes.checks}>
      {ordered.map((check) => (
        <li key={check.name} data-ok={check.ok}>
          {check.ok ? <IconCircleCheck aria-label="fit" role="img" /> : <IconAlertTriangle aria-label="look at this" role="img" />}
          <div className="grow">
            <div className="spread">
              <span>{check.name}</span>
              <span className={classes.value}>
                {check.value}
              </span>
            </div>
            {!check.ok && check.advice && <p>{check.advice}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
