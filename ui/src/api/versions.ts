// A version beside its parent, why it is no faster, and what reduced floating point does instead.
import { useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { answer } from "./errors";
import { useChange } from "./queries";
import type { components } from "./schema";
import type { Run } from "./types";

type Schemas = components["schemas"];
export type Version = Schemas["VersionDocument"];
export type Theory = NonNullable<Version["model_theory"]>;
export type Executed = NonNullable<Version["model_executed"]>;
export type Explanation = Schemas["ExplanationDocument"];
export type ExplainedCause = Explanation["explanation"]["causes"][number];
export type Rivals = Schemas["RivalsDocument"];

/** A version beside its parent, from the newest runs of both; asked again when one of them ends. */
export const useVersion = (id: string, enabled = true) =>
  useQuery({
    queryKey: ["version", id],
    queryFn: () => answer(api.GET("/api/v1/models/{id}/against-parent", { params: { path: { id } } })),
    enabled,
  });

/** Why a version is no faster, as one run found; it never changes but for the names in it. */
export const useExplanation = (run: Run | undefined) =>
  useQuery({
    queryKey: ["explanation", run?.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/explain", { params: { path: { id: run?.id ?? "" } } })),
    enabled: run?.kind === "explain" && run.state === "succeeded",
  });

export const useStartExplain = () => useChange((version: string) => answer(api.POST("/api/v1/runs/explain", { body: { version } })), ["runs", "status"]);

/** Reduced precisions beside f32, as one run found them. */
export const useRivals = (run: Run | undefined) =>
  useQuery({
    queryKey: ["rivals", run?.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/rivals", { params: { path: { id: run?.id ?? "" } } })),
    enabled: run?.kind === "rivals" && run.state === "succeeded",
  });

export const useStartRivals = () => useChange((body: Schemas["RivalsRequest"]) => answer(api.POST("/api/v1/runs/rivals", { body })), ["runs", "status"]);
