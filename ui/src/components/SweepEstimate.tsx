import type { components } from "../api/schema";
import { about, whole } from "../format";
import classes from "./SweepEstimate.module.css";

/** What a sweep would take, before it is started. */
export function SweepEstimate({ estimate, nothing }: { estimate: components["schemas"]["SweepEstimate"] | undefined; nothing: boolean }) {
  return (
    <p className={classes.estimate} aria-live="polite" data-testid="estimate">
      {nothing && <span>Choose the cells to measure: click, drag, or a head for its whole line.</span>}
      {!nothing && estimate && (
        <>
          <b>about {about(estimate.seconds)}</b>
          <span>
            {whole(estimate.points)} {estimate.points === 1 ? "point" : "points"}, {whole(estimate.compilations)} {estimate.compilations === 1 ? "model" : "models"} to compile
          </span>
        </>
      )}
    </p>
  );
}
