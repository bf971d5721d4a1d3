import { Link } from "@tanstack/react-router";
import type { Run } from "../api/types";
import { ago } from "../format";
import { runFigure, runTitle } from "../runs";
import { StateTag } from "./StateTag";
import classes from "./RunLine.module.css";

/** A run in a short list. */
export function RunLine({ run }: { run: Run }) {
  return (
    <Link to="/runs/$id" params={{ id: run.id }} className={classes.line}>
      <span className="grow">
        <span className={`${classes.title} clip`}>{runTitle(run)}</span>
        <span className={classes.when}>
          {ago(run.ended ?? run.created)}
          {runFigure(run) && ` · ${runFigure(run)}`}
        </span>
      </span>
      <StateTag state={run.state} />
    </Link>
  );
}
