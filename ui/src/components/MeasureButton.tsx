import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useDefaults, useStartBenchmark } from "../api/queries";
import type { Config, Model } from "../api/types";
import { StartError } from "./StartError";

/** Measures a model as the workbench would by itself, and goes to where the figures appear. */
export function MeasureButton({ model }: { model: Model }) {
  const defaults = useDefaults();
  const start = useStartBenchmark();
  const navigate = useNavigate();
  const go = (shapes: Config["shapes"] = {}) =>
    // Not `mutate`: the button is gone as soon as the run shows in its place, and its callbacks with it.
    start
      .mutateAsync({ model: model.id, config: defaults && { ...defaults.config, shapes }, plan: { effort: defaults?.plans.default_effort } })
      .then((run) => navigate({ to: "/models/$id/experiments", params: { id: model.id }, search: { run: run.id } }))
      .catch(() => undefined); // `start.error` shows it
  return (
    <>
      <Button leftSection={<IconPlayerPlay size={16} />} onClick={() => void go()} loading={start.isPending} disabled={!defaults}>
        Measure it now
      </Button>
      <StartError model={model} start={start} onShapes={(shapes) => void go(shapes)} />
    </>
  );
}
