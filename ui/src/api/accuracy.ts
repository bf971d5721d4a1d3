// How right models are: measurements, their pictures, and two of them side by side.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { address, api } from "./client";
import { answer } from "./errors";
import type { AccuracyRequest } from "./accuracyForm";
import { usePages, type Pages } from "./pages";
import { useChange } from "./queries";
import type { components, paths } from "./schema";
import type { Run } from "./types";

type Schemas = components["schemas"];
export type Accuracy = NonNullable<ReturnType<typeof useAccuracy>["data"]>; // as the client gives it
export type Metric = Schemas["Metric"];
export type Adapter = NonNullable<Accuracy["adapter"]>;
export type Tried = Accuracy["tried"][number];
export type Preprocessing = Accuracy["preprocessing"];
export type Against = Schemas["AccuracyComparisonDocument"];
export type MetricChange = Against["result"]["changes"][number];
export type SeenPicture = Schemas["PictureRecordDocument"];
export type PictureRecord = SeenPicture["record"];
export type Thresholds = Schemas["ThresholdsDocument"];
export type ThresholdPoint = Thresholds["points"][number];
export type PictureQuery = NonNullable<paths["/api/v1/runs/{id}/accuracy/samples"]["get"]["parameters"]["query"]>;
type ReadingRequest = Schemas["ReadingRequest"];

const PAGE = 60;

/** The result of a finished measurement of accuracy; it never changes. */
export const useAccuracy = (run: Run | undefined) =>
  useQuery({
    queryKey: ["accuracy", run?.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/accuracy", { params: { path: { id: run?.id ?? "" } } })),
    enabled: run?.kind === "accuracy" && run.state === "succeeded",
    staleTime: Infinity,
  });

/** What changed against another run, the reference. */
export const useAgainst = (id: string, other: string | undefined) =>
  useQuery({
    queryKey: ["accuracy-against", id, other],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/accuracy/against/{other}", { params: { path: { id, other: other ?? "" } } })),
    enabled: other !== undefined,
    staleTime: Infinity,
  });

/** What a detector finds at each confidence threshold, of one class or of all. */
export const useThresholds = (id: string, label: number | undefined, enabled: boolean) =>
  useQuery({
    queryKey: ["thresholds", id, label],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/accuracy/thresholds", { params: { path: { id }, query: { label } } })),
    enabled,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

const readPictures = (id: string, query: PictureQuery) => answer(api.GET("/api/v1/runs/{id}/accuracy/samples", { params: { path: { id }, query } }));

/** The first pictures of a run in an order. */
export const usePictures = (id: string, query: PictureQuery) =>
  useQuery({ queryKey: ["accuracy-first", id, query], queryFn: () => readPictures(id, query), staleTime: Infinity });

/** All pictures of a run that fit, of which only the pages in sight are asked for. */
export const usePicturePages = (id: string, query: PictureQuery): Pages<SeenPicture> =>
  usePages(PAGE, (page) => {
    const asked = { ...query, limit: PAGE, offset: page * PAGE };
    return {
      queryKey: ["accuracy-pictures", id, asked],
      queryFn: async () => {
        const { samples, total } = await readPictures(id, asked);
        return { rows: samples, total };
      },
      staleTime: Infinity,
    };
  });

export const useStartAccuracy = () => useChange((body: AccuracyRequest) => answer(api.POST("/api/v1/runs/accuracy", { body })), ["runs", "status"]);

/** Store with a model how it is read. */
export const useStoreReading = () =>
  useChange(({ model, body }: { model: string; body: ReadingRequest }) => answer(api.PUT("/api/v1/models/{id}/reading", { params: { path: { id: model } }, body })), ["model", "models"]);

/** The address of the mask that a run gave a picture; of instances only those of at least this score. */
export const givenMaskAddress = (run: string, position: number, threshold?: number) =>
  address(`/api/v1/runs/${run}/accuracy/samples/${position}/mask${threshold === undefined ? "" : `?threshold=${threshold}`}`);

/** The address of a run's pictures as a table, or of its report as a page of its own; against another run, with both. */
export const accuracyFileAddress = (run: string, form: "csv" | "html", against?: string) =>
  address(`/api/v1/runs/${run}/accuracy.${form}${against ? `?against=${encodeURIComponent(against)}` : ""}`);
