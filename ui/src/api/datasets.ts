// Questions about datasets and their pictures.
import { useQuery } from "@tanstack/react-query";
import { address, api } from "./client";
import { answer } from "./errors";
import { usePages, type Pages } from "./pages";
import { useChange } from "./queries";

const PAGE = 120;
const THUMBNAIL_SIDES = [64, 128, 256, 512] as const;

/** What is said with the names of datasets and of their classes. */
export const OF_DATASETS = ["datasets", "dataset", "accuracy", "accuracy-against", "accuracy-first", "accuracy-pictures"];

const listDatasets = () => answer(api.GET("/api/v1/datasets"));
const readSamples = (id: string, label: number | undefined, offset: number) =>
  answer(api.GET("/api/v1/datasets/{id}/samples", { params: { path: { id }, query: { label, offset, limit: PAGE } } }));

export type Dataset = Awaited<ReturnType<typeof listDatasets>>["datasets"][number]; // as the client gives it
export type Sample = Awaited<ReturnType<typeof readSamples>>["samples"][number];
export type SampleKind = Dataset["sample_kind"];
export type Box = NonNullable<Sample["boxes"]>[number];

export const useDatasets = () => useQuery({ queryKey: ["datasets"], queryFn: listDatasets });

export const useDataset = (id: string | undefined) =>
  useQuery({
    queryKey: ["dataset", id],
    queryFn: () => answer(api.GET("/api/v1/datasets/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== undefined,
  });

/** The pictures of a dataset with their labels, only those that show a class where one is given. */
export function useSamplePages(id: string, label: number | undefined): Pages<Sample> {
  return usePages(PAGE, (page) => ({
    queryKey: ["dataset samples", id, label, page],
    queryFn: () => readSamples(id, label, page * PAGE),
    select: pageOf,
    staleTime: Infinity,
  }));
}

const pageOf = ({ samples, total }: Awaited<ReturnType<typeof readSamples>>) => ({ rows: samples, total });

export const useRenameDataset = () =>
  useChange(
    ({ id, name }: { id: string; name: string }) => answer(api.PATCH("/api/v1/datasets/{id}", { params: { path: { id } }, body: { name } })),
    OF_DATASETS,
  );

/** Give the classes of a dataset names, from the lines of a label map. */
export const useLabelDataset = () =>
  useChange(
    ({ id, labels }: { id: string; labels: string[] }) => answer(api.PATCH("/api/v1/datasets/{id}", { params: { path: { id } }, body: { labels } })),
    OF_DATASETS,
  );

export const useRemoveDataset = () =>
  useChange((id: string) => answer(api.DELETE("/api/v1/datasets/{id}", { params: { path: { id } } })), [...OF_DATASETS, "runs"]);

/** Where a small picture of a sample is, sharp at `side` pixels. */
export function thumbnailOf(dataset: string, position: number, side: number): string {
  const kept = THUMBNAIL_SIDES.find((one) => one >= side) ?? 512;
  return address(`/api/v1/datasets/${dataset}/samples/${position}/thumbnail?side=${kept}`);
}

/** Where the whole picture of a sample, or its mask, is. */
export function pictureOf(dataset: string, position: number, what: "picture" | "mask"): string {
  return address(`/api/v1/datasets/${dataset}/samples/${position}/${what}`);
}

/** What a class is called; a class without a name goes by its number. */
export function nameOfClass(dataset: Dataset, label: number): string {
  return dataset.classes[label] ?? `class ${label}`;
}
