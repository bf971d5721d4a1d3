import { Button } from "@mantine/core";
import { IconStack3 } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { usePlans, useStartProfile } from "../api/queries";
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
  const plans = usePlans().data;
  const start = useStartProfile();
  const navigate = useNavigate();
  const base = config ?? plans?.default_config;
  const go = (shapes?: Config["shapes"]) =>
    start.mutate(
      { model: model.id, config: shapes && base ? { ...base, shapes } : base, inferences: plans?.profile_inferences },
      { onSuccess: (run) => void navigate({ to: "/models/$id/layers", params: { id: model.id }, search: { run: run.id } }) },
    );
  return (
    <>
      <Button variant={variant} leftSection={<IconStack3 size={16} />} onClick={() => go()} loading={start.isPending} disabled={!plans}>
        {label}
      </Button>
      <StartError model={model} start={start} onShapes={go} />
    </>
  );
}
