// The benchmarks of a model over time.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { answer } from "./errors";
import type { components } from "./schema";

export type History = components["schemas"]["HistoryDocument"];
export type Series = components["schemas"]["SeriesDocument"];
export type TrendPoint = components["schemas"]["TrendPoint"];
export type Step = components["schemas"]["StepDocument"];

/** All benchmarks of a model as series; also of a model that is not here, but runs of it are. */
export const useHistory = (model: string) =>
  useQuery({
    queryKey: ["history", model],
    queryFn: () => answer(api.GET("/api/v1/models/{id}/history", { params: { path: { id: model } } })),
    placeholderData: keepPreviousData,
  });
