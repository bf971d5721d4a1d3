import { Skeleton } from "@mantine/core";
import { IconPhotoOff } from "@tabler/icons-react";
import { useAccuracy, type Tried } from "../../api/accuracy";
import type { AccuracyAsk } from "../../api/accuracyForm";
import { UNFINISHED } from "../../api/queries";
import type { Run } from "../../api/types";
import { EmptyState } from "../EmptyState";
import { ErrorNote } from "../ErrorNote";
import { JobCard } from "../JobCard";
import { Panel } from "../Panel";
import { RunEnding } from "../RunEnding";
import { AccuracyResult } from "./AccuracyResult";
import { accuracyRunName } from "./AgainstSelect";
import { ReadingConfirm } from "./ReadingConfirm";

interface Props {
  run: Run;
  /** What the form asks for, which a confirmed reading is measured with. */
  ask?: AccuracyAsk;
  /** Look at pictures again, read in another way that was thought of. */
  onTry?: (tried: Tried) => void;
  onStarted: (run: Run) => void;
}

/** One accuracy run, wherever it stands: waiting, measuring, failed, shown to be confirmed, or measured. */
export function AccuracyView({ run, ask, onTry, onStarted }: Props) {
  const { data: result, error, isPending } = useAccuracy(run);
  if (UNFINISHED.includes(run.state)) return <JobCard run={run} />;
  if (run.state !== "succeeded") return <RunEnding run={run} />;
  if (error) return <ErrorNote error={error} />;
  if (isPending || !result) return <Skeleton height={420} />;
  if (result.preview) return <ReadingConfirm run={run} result={result} ask={ask} onTry={onTry} onStarted={onStarted} />;
  if (result.metrics.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<IconPhotoOff />} title="There is no figure">
          {result.verdict}
        </EmptyState>
      </Panel>
    );
  }
  return <AccuracyResult result={result} name={accuracyRunName(run)} />;
}
