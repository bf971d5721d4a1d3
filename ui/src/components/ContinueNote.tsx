import { Button } from "@mantine/core";
import { IconPlayerTrackNext } from "@tabler/icons-react";
import { useContinueSweep } from "../api/queries";
import type { Run, Search } from "../api/types";
import { whole } from "../format";
import { ErrorNote } from "./ErrorNote";
import { Note } from "./Note";

const STOPPED = ["cancelled", "failed", "lost"];

/** A sweep that was stopped goes on where it was. */
export function ContinueNote({ run, search, onStarted }: { run: Run; search: Search; onStarted: (run: Run) => void }) {
  const go = useContinueSweep();
  if (run.kind !== "sweep" || !STOPPED.includes(run.state) || search.measured >= search.total) return null;
  return (
    <>
      <Note
        actions={
          <Button leftSection={<IconPlayerTrackNext size={16} />} loading={go.isPending} onClick={() => go.mutate(run.id, { onSuccess: onStarted })}>
            Continue
          </Button>
        }
      >
        <strong>
          {whole(search.measured)} of {whole(search.total)} points are measured.
        </strong>{" "}
        The rest can be measured now; what is there is kept.
      </Note>
      {go.error && <ErrorNote error={go.error} />}
    </>
  );
}
