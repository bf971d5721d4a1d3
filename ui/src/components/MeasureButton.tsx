import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { usePlans, useStartBenchmark } from "../api/queries";
import type { Config, Model } from "../api/types";
import { StartError } from "./StartError";

/** Measures a model as the workbench would by itself, and goes to where the figures appear. */
export function MeasureButton({ model }: { model: Model }) {
  const plans = usePlans().data;
  const start = useStartBenchmark();
  const navigate = useNavigate();
  const go = (shapes: Config["shapes"] = {}) =>
    start.mutate(
      { model: model.id, config: plans && { ...plans.default_config, shapes }, plan: { effort: plans?.default_effort } },
      { onSuccess: (run) => void navigate({ to: "/models/$id/experiments", params: { id: model.id }, search: { run: run.id } }) },
    );
  return (
    <>
      <Button leftSection={<IconPlayerPlay size={16} />} onClick={() => go()} loading={start.isPending} disabled={!plans}>
        Measure it now
      </Button>
      <StartError model={model} start={start} onShapes={go} />
    </>
  );
}
