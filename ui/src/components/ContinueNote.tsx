import { Button } from "@mantine/core";
import { IconPlayerTrackNext } from "@tabler/icons-react";
import { useContinueSearch } from "../api/queries";
import type { Run, Search } from "../api/types";
import { counted, whole } from "../format";
import { ErrorNote } from "./ErrorNote";
import { Note } from "./Note";

const STOPPED = ["cancelled", "failed", "lost"];

/** A search that was stopped goes on where it was. */
export function ContinueNote({ run, search, onStarted }: { run: Run; search: Search; onStarted: (run: Run) => void }) {
  const go = useContinueSearch();
  const isSweep = run.kind === "sweep";
  if (!STOPPED.includes(run.state) || (isSweep && search.measured >= search.total)) return null;
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
          {whole(search.measured)} of {counted(search.total, "point is", "points are")} measured.
        </strong>{" "}
        {isSweep ? "The rest can be measured now; what is there is kept." : "The search can go on with the rest of its time; what is there is kept."}
      </Note>
      {go.error && <ErrorNote error={go.error} />}
    </>
  );
}
