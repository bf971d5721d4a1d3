// Smaller versions: what making one would use, what was tried, and what it came to.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { answer } from "./errors";
import { useAskedAsItMoves, useChange } from "./queries";
import type { components } from "./schema";
import type { Model, Run } from "./types";

type Schemas = components["schemas"];
export type QuantizeRequest = Schemas["QuantizeRequest"];
export type QuantizeEstimate = Schemas["QuantizeEstimate"];
export type Quantization = NonNullable<ReturnType<typeof useQuantization>["data"]>; // as the client gives it
export type Attempts = NonNullable<ReturnType<typeof useAttempts>["data"]>; // as the client gives it
export type Attempt = Attempts["attempts"][number];
export type RankedGroup = Attempts["ranking"][number];
export type Outcome = Attempt["outcome"];
export type Bound = NonNullable<Attempts["bound"]>;
export type Options = Quantization["options"];
export type QuantizedRecipe = Extract<Model["recipe"], { kind: "quantized" }>;

/** What a quantization would use of its pictures; the same question is asked once. */
export const useQuantizeEstimate = (body: QuantizeRequest | undefined) =>
  useQuery({
    queryKey: ["quantize estimate", body],
    queryFn: () => answer(api.POST("/api/v1/runs/quantize/estimate", { body: body as QuantizeRequest })),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
  });

export const useStartQuantize = () => useChange((body: QuantizeRequest) => answer(api.POST("/api/v1/runs/quantize", { body })), ["runs", "status"]);

/** What was tried so far, also of a run that was ended early; asked again when the run says that it moved. */
export const useAttempts = (run: Run) => {
  useAskedAsItMoves("attempts", run);
  return useQuery({
    queryKey: ["attempts", run.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/quantize/attempts", { params: { path: { id: run.id } } })),
  });
};

/** What a finished quantization came to; it never changes but for the names in it. */
export const useQuantization = (run: Run) =>
  useQuery({
    queryKey: ["quantization", run.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/quantize", { params: { path: { id: run.id } } })),
    enabled: run.state === "succeeded",
  });
