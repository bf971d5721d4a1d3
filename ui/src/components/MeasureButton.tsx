import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { usePlans, useStartBenchmark } from "../api/queries";
import type { Model } from "../api/types";
import { ErrorNote } from "./ErrorNote";

/** Measures a model as the workbench would by itself, and goes to where the figures appear. */
export function MeasureButton({ model }: { model: Model }) {
  const plans = usePlans().data;
  const start = useStartBenchmark();
  const navigate = useNavigate();
  const go = () =>
    start.mutate(
      { model: model.id, config: plans?.default_config, plan: { effort: plans?.default_effort } },
      { onSuccess: (run) => void navigate({ to: "/models/$id/experiments", params: { id: model.id }, search: { run: run.id } }) },
    );
  return (
    <>
      <Button leftSection={<IconPlayerPlay size={16} />} onClick={go} loading={start.isPending} disabled={!plans}>
        Measure it now
      </Button>
      {start.error && <ErrorNote error={start.error} />}
    </>
  );
}
