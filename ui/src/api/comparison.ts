// Comparisons of stored results, and those that are measured side by side.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { answer } from "./errors";
import { useChange } from "./queries";
import type { components } from "./schema";
import type { Run } from "./types";

type Schemas = components["schemas"];
export type Comparison = Schemas["CompareDocument"];
export type ComparedSubject = Schemas["ComparedSubject"];
export type CompareRequest = Schemas["CompareRequest"];
export type Condition = Schemas["Condition"];
/** One figure of a subject against the reference's; a comparison's own say which subject. */
export type Delta = Schemas["Delta"];
export type LayerGroup = Schemas["LayerGroup"];

/** What was stored of these runs and models, compared with the first of them. */
export const useComparison = (ids: readonly string[]) =>
  useQuery({
    queryKey: ["comparison", ids],
    queryFn: () => answer(api.GET("/api/v1/compare", { params: { query: { run: [...ids] } } })),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });

/** What a finished side-by-side measurement found; it never changes. */
export const usePaired = (run: Run | undefined) =>
  useQuery({
    queryKey: ["paired", run?.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/compare", { params: { path: { id: run?.id ?? "" } } })),
    enabled: run?.kind === "compare" && run.state === "succeeded",
    staleTime: Infinity,
  });

export const useStartCompare = () => useChange((body: CompareRequest) => answer(api.POST("/api/v1/runs/compare", { body })), ["runs", "status", "advice"]);
