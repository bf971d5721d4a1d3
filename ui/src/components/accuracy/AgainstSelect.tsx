import { Select } from "@mantine/core";
import { useMemo } from "react";
import type { Accuracy } from "../../api/accuracy";
import { useFamily } from "../../api/family";
import { useRuns } from "../../api/queries";
import type { Run } from "../../api/types";
import { metricText } from "../../accuracy";
import { ago } from "../../format";

const NO_RUNS: readonly Run[] = [];
const ASKED = { kind: ["accuracy"], state: ["succeeded" as const], points: true, limit: 500 };

/**
 * The finished runs that this one can be compared with, on the same pictures: other versions and earlier ones however long ago,
 * and the newest of other models.
 */
export function useComparable(result: Accuracy): readonly Run[] {
  const family = useFamily(result.model);
  const related = useRuns({ ...ASKED, model: family }, family !== undefined && family.length > 0).data?.runs ?? NO_RUNS;
  const newest = useRuns(ASKED).data?.runs ?? NO_RUNS;
  return useMemo(() => {
    const runs = new Map([...related, ...newest].map((run) => [run.id, run]));
    return [...runs.values()].filter(
      ({ id, dataset, accuracy }) => id !== result.run && dataset === result.dataset && accuracy !== null && !accuracy.preview && accuracy.task === result.task,
    );
  }, [related, newest, result]);
}

/** A run as it is called beside another one. */
export function accuracyRunName({ model_name: name, accuracy }: Run): string {
  return [name, accuracy?.precision].filter(Boolean).join(" · ");
}

/** The run that this one is compared with. */
export function AgainstSelect({ runs, value, onChange }: { runs: readonly Run[]; value: string | undefined; onChange: (run: string | undefined) => void }) {
  const figure = ({ accuracy }: Run) => accuracy?.metric && metricText(accuracy.metric.name, accuracy.metric.value);
  return (
    <Select
      aria-label="Compare with another run"
      placeholder={runs.length > 0 ? "Compare with another run" : "No other run on these pictures"}
      disabled={runs.length === 0 && value === undefined}
      searchable
      clearable
      w={360}
      maw="100%"
      value={value ?? null}
      onChange={(run) => onChange(run ?? undefined)}
      data={runs.map((run) => ({ value: run.id, label: [accuracyRunName(run), figure(run), ago(run.created)].filter(Boolean).join(" · ") }))}
    />
  );
}
