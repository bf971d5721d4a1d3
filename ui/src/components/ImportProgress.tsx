import { Button } from "@mantine/core";
import { useEffect, useEffectEvent, useRef } from "react";
import type { ImportDesk } from "../api/importDesk";
import { UNFINISHED, useRun } from "../api/queries";
import type { Run } from "../api/types";
import { ErrorNote } from "./ErrorNote";
import { JobCard } from "./JobCard";
import { Note } from "./Note";
import { LinkButton } from "./LinkButton";

interface Props {
  id: string;
  /** Whether it was asked for before this page was opened; then it may have ended out of sight. */
  earlier?: boolean;
  desk: ImportDesk;
  /** Goes to what the import made. */
  onDone: (run: Run) => void;
}

/** An import that this tab asked for: its progress, then what it made, or why there is nothing. */
export function ImportProgress({ id, earlier = false, desk, onDone }: Props) {
  const { data: run, error } = useRun(id);
  const done = useEffectEvent(onDone);
  const inSight = useRef(!earlier);
  useEffect(() => {
    if (run && UNFINISHED.includes(run.state)) inSight.current = true;
    else if (run && run.state !== "succeeded") desk.failed(id);
    if (run?.state !== "succeeded") return;
    desk.forget(id);
    if (inSight.current) done(run); // nobody is taken away from a page that they came to for something else
  }, [run, id, desk]);
  if (error) return <ErrorNote error={error} />;
  if (!run) return null;
  if (run.failure) {
    return (
      <Note
        tone="bad"
        role="alert"
        actions={
          <>
            <LinkButton variant="subtle" color="gray" to="/runs/$id" params={{ id }}>
              Details
            </LinkButton>
            <Button variant="default" onClick={() => desk.forget(id)}>
              Dismiss
            </Button>
          </>
        }
      >
        <strong>{run.failure.message}</strong>
        {run.failure.hint && <p>{run.failure.hint}</p>}
      </Note>
    );
  }
  return <JobCard run={run} />;
}
