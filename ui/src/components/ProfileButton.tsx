import { Button } from "@mantine/core";
import { IconStack3 } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useDefaults, useStartProfile } from "../api/queries";
import type { Config, Model } from "../api/types";
import { StartError } from "./StartError";

interface Props {
  model: Model;
  config?: Config;
  variant?: string;
  label?: string;
}

/** Measures a model layer by layer, and goes to where the layers appear. */
export function ProfileButton({ model, config, variant = "filled", label = "Profile the layers" }: Props) {
  const defaults = useDefaults();
  const start = useStartProfile();
  const navigate = useNavigate();
  const base = config ?? defaults?.config;
  const go = (shapes?: Config["shapes"]) =>
    // Not `mutate`: the button is gone as soon as the run shows in its place, and its callbacks with it.
    start
      .mutateAsync({ model: model.id, config: shapes && base ? { ...base, shapes } : base, inferences: defaults?.plans.profile_inferences })
      .then((run) => navigate({ to: "/models/$id/layers", params: { id: model.id }, search: { run: run.id } }))
      .catch(() => undefined); // `start.error` shows it
  return (
    <>
      <Button variant={variant} leftSection={<IconStack3 size={16} />} onClick={() => void go()} loading={start.isPending} disabled={!defaults}>
        {label}
      </Button>
      <StartError model={model} start={start} onShapes={(shapes) => void go(shapes)} />
    </>
  );
}
