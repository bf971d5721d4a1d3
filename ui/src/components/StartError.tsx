import { useState } from "react";
import { ApiError } from "../api/errors";
import type { Config, Model } from "../api/types";
import { hasOpenInputs } from "../shapes";
import { ErrorNote } from "./ErrorNote";
import { ShapesDialog } from "./ShapesDialog";

interface Props {
  model: Model;
  start: { error: unknown; isPending: boolean; reset: () => void };
  onShapes: (shapes: Config["shapes"]) => void;
}

/** Why a run was not started; where open input shapes are the reason, the way to give them. */
export function StartError({ model, start, onShapes }: Props) {
  const [asking, setAsking] = useState(false);
  const lacking = hasOpenInputs(model) && start.error instanceof ApiError && start.error.body.type === "InvalidOptions";
  const asks = lacking || (asking && start.isPending); // what is typed stays until the answer to it is here
  if (asks !== asking) setAsking(asks);
  if (asks) return <ShapesDialog model={model} error={start.error} busy={start.isPending} onStart={onShapes} onClose={start.reset} />;
  return start.error ? <ErrorNote error={start.error} /> : null;
}
