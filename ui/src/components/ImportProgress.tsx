import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { forget } from "../api/imports";
import { useRun } from "../api/queries";
import { ErrorNote } from "./ErrorNote";
import { JobCard } from "./JobCard";
import { Note } from "./Note";
import { LinkButton } from "./LinkButton";

/** An import that this tab asked for: its progress, then its model, or why there is none. */
export function ImportProgress({ id }: { id: string }) {
  const { data: run, error } = useRun(id);
  const navigate = useNavigate();
  useEffect(() => {
    if (run?.state !== "succeeded" || !run.model) return;
    forget(id);
    void navigate({ to: "/models/$id", params: { id: run.model } });
  }, [run?.state, run?.model, id, navigate]);
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
            <Button variant="default" onClick={() => forget(id)}>
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
