import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { Link, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { onRunEnd } from "../api/events";
import type { Run } from "../api/types";
import { runFigure, runTitle } from "../runs";

/** Say so, once, when something ended that this tab saw working. */
export function useRunToasts(): void {
  const router = useRouter();
  useEffect(() => onRunEnd((run) => {
    if (run.state === "cancelled") return; // the user did it and knows
    const good = run.state === "succeeded";
    if (isInSight(run, router.state.location.pathname)) return;
    const toast = notifications.show({
      title: good && run.accuracy?.preview ? `See how ${run.model_name} is read` : `${runTitle(run)} ${good ? "is done" : run.state === "lost" ? "was lost" : "failed"}`,
      message: (
        <>
          {good ? messageOf(run) : run.failure?.message}{" "}
          <Link {...target(run)} onClick={() => notifications.hide(toast)}>
            {run.accuracy?.preview ? "See and confirm it" : "Open it"}
          </Link>
        </>
      ),
      icon: good ? <IconCheck size={18} /> : <IconAlertTriangle size={18} />,
      color: good ? "petrol" : "red",
      autoClose: good ? 6000 : 12_000,
      closeButtonProps: { "aria-label": "Dismiss" },
    });
  }), [router]);
}

/** Whether the page that is open shows what came of the run, and asked for it. */
function isInSight({ kind, model, accuracy }: Run, path: string): boolean {
  return (kind === "try" && path.endsWith("/try")) || (accuracy?.preview === true && path.endsWith(`/models/${model}/accuracy`));
}

function messageOf(run: Run): string {
  if (run.accuracy?.preview) return "A few pictures were looked at, nothing was measured.";
  return runFigure(run);
}

function target(run: Run) {
  if (run.kind === "dataset_import" && run.dataset) return { to: "/datasets/$id" as const, params: { id: run.dataset } };
  if (run.state !== "succeeded" || !run.model) return { to: "/runs/$id" as const, params: { id: run.id } };
  if (run.kind === "compare") return { to: "/compare" as const, search: { run: [run.id] } };
  if (run.kind === "import") return { to: "/models/$id" as const, params: { id: run.model } };
  if (run.kind === "try") return { to: "/models/$id/try" as const, params: { id: run.model }, search: { run: run.id } };
  if (run.kind === "quantize") return { to: "/models/$id/quantize" as const, params: { id: run.model }, search: { run: run.id } };
  if (run.kind === "explain") return { to: "/models/$id" as const, params: { id: run.model } };
  if (run.kind === "rivals") return { to: "/models/$id/quantize" as const, params: { id: run.model } };
  if (run.kind === "accuracy") return { to: "/models/$id/accuracy" as const, params: { id: run.model }, search: { run: run.id } };
  if (run.kind === "profile") return { to: "/models/$id/layers" as const, params: { id: run.model }, search: { run: run.id } };
  return { to: "/models/$id/experiments" as const, params: { id: run.model }, search: { run: run.id } };
}
