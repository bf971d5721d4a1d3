import { Button, Skeleton } from "@mantine/core";
import { useDefaults, useExamineMachine, useMachine, useStatus } from "../api/queries";
import { ErrorNote } from "./ErrorNote";
import { FitnessList } from "./FitnessList";
import { Panel } from "./Panel";
import { Tag } from "./Tag";

/** Is this machine fit to measure, and what to do where it is not. */
export function FitnessPanel() {
  const machine = useMachine();
  const cpu = useStatus().data?.cpu;
  const examine = useExamineMachine();
  const defaults = useDefaults();
  const report = machine.data;
  const bad = report?.checks.filter((check) => !check.ok).length ?? 0;
  return (
    <Panel
      title="Fit to measure?"
      note={report?.environment.cpu ?? cpu}
      actions={report && <Tag tone={report.fit ? "ok" : "warn"}>{report.fit ? "Fit" : `${bad} to look at`}</Tag>}
    >
      {machine.isPending && <Skeleton height={160} />}
      {machine.error && <ErrorNote error={machine.error} />}
      {machine.data === null && (
        <p className="quiet-text">
          Nobody has looked yet. A look takes some seconds: it checks what disturbs measurements here, and measures how fast this processor and its
          memory can be.
        </p>
      )}
      {report && <FitnessList checks={report.checks} />}
      {examine.error && <ErrorNote error={examine.error} />}
      {machine.isFetched && (
        <Button
          fullWidth
          mt={12}
          variant={report ? "default" : "light"}
          loading={examine.isPending}
          onClick={() => examine.mutate({ device: defaults?.config.device, ceilings: true })}
        >
          {report ? "Look again" : "Measure this machine"}
        </Button>
      )}
    </Panel>
  );
}
