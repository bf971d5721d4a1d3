import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { SEARCHES, useCancelRun } from "../api/queries";
import type { Run } from "../api/types";
import { about, percent } from "../format";
import { runTitle } from "../runs";
import { ErrorNote } from "./ErrorNote";
import { LiveLog } from "./LiveLog";
import { Meter } from "./Meter";
import { StateTag } from "./StateTag";
import classes from "./JobCard.module.css";

/** One unfinished run: where it stands, what it prints, and the way to stop it. */
export function JobCard({ run, log = true }: { run: Run; log?: boolean }) {
  const cancel = useCancelRun();
  const [shown, setShown] = useState(false);
  const { phase, fraction, message, left_s: left } = run.progress;
  return (
    <article className={classes.card}>
      <div className="spread">
        <Link to="/runs/$id" params={{ id: run.id }} className={`${classes.title} clip`}>
          {runTitle(run)}
        </Link>
        <StateTag state={run.state} />
      </div>
      <Meter fraction={run.state === "queued" ? 0 : fraction} label={`Progress of ${runTitle(run)}`} />
      <div className={classes.words}>
        <span className="clip">{[phase, message].filter(Boolean).join(" · ") || "waits for its turn"}</span>
        <span className="num">{[fraction != null && percent(fraction, 0), left != null && `${about(left)} left`].filter(Boolean).join(" · ")}</span>
      </div>
      {cancel.error && <ErrorNote error={cancel.error} />}
      <div className="row">
        <Button variant="default" onClick={() => cancel.mutate(run.id)} loading={cancel.isPending}>
          {run.state === "queued" ? "Take out of the queue" : [...SEARCHES, "quantize"].includes(run.kind) ? "Stop" : "Cancel"}
        </Button>
        {log && (
          <Button variant="subtle" color="gray" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? "Hide log" : "Show log"}
          </Button>
        )}
      </div>
      {shown && <LiveLog run={run} />}
    </article>
  );
}
