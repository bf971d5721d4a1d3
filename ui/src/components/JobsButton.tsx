import { Tooltip } from "@mantine/core";
import { IconProgress } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRuns, UNFINISHED } from "../api/queries";
import { uploads } from "../api/uploads";
import { useStore } from "../state/store";
import { percent } from "../format";
import classes from "./JobsButton.module.css";

/** Opens the jobs drawer, and says how many there are and how far the first is. */
export function JobsButton() {
  const runs = useRuns({ state: UNFINISHED }).data?.runs ?? [];
  const sending = useStore(uploads).length;
  const { jobs } = useSearch({ strict: false });
  const navigate = useNavigate();
  const count = runs.length + sending;
  const working = runs.find((run) => run.state === "running" || run.state === "starting");
  return (
    <Tooltip label="Jobs (J)">
      <button
        type="button"
        className={classes.button}
        data-busy={count > 0 || undefined}
        aria-expanded={jobs === "open"}
        onClick={() => void navigate({ to: ".", search: (old) => ({ ...old, jobs: jobs ? undefined : "open" }) })}
      >
        <IconProgress size={19} stroke={1.7} aria-hidden />
        <span className="visually-hidden">Jobs: {count === 0 && "none"}</span>
        {count > 0 && <span className="num">{count}</span>}
        <span className="visually-hidden">{count > 0 && " unfinished"}</span>
        {working?.progress.fraction != null && <span className="num">· {percent(working.progress.fraction, 0)}</span>}
      </button>
    </Tooltip>
  );
}
