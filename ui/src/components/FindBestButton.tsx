import { Button } from "@mantine/core";
import { IconTargetArrow } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useDefaults, useStartTune } from "../api/queries";
import type { Config, Model } from "../api/types";
import { StartError } from "./StartError";

/** What each goal is called on its button, and how much the button stands out: one card has one call to action. */
const GOALS = {
  throughput: { title: "Find the best", variant: "filled" },
  latency: { title: "Find the lowest", variant: "default" },
} as const;

/** Looks for the best configuration of a model with nothing to fill in, and goes to where the points appear. */
export function FindBestButton({ model, goal = "throughput" }: { model: Model; goal?: keyof typeof GOALS }) {
  const defaults = useDefaults();
  const start = useStartTune();
  const navigate = useNavigate();
  const go = (shapes: Config["shapes"] = {}) =>
    // Not `mutate`: the button is gone as soon as the run shows in its place, and its callbacks with it.
    start
      .mutateAsync({ model: model.id, goal: { kind: goal }, space: { base: defaults && { ...defaults.config, shapes } } })
      .then((run) => navigate({ to: "/models/$id/experiments", params: { id: model.id }, search: { run: run.id } }))
      .catch(() => undefined); // `start.error` shows it
  return (
    <>
      <Button variant={GOALS[goal].variant} leftSection={<IconTargetArrow size={17} />} onClick={() => void go()} loading={start.isPending} disabled={!defaults}>
        {GOALS[goal].title}
      </Button>
      <StartError model={model} start={start} onShapes={(shapes) => void go(shapes)} />
    </>
  );
}
