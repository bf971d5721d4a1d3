// Trying pictures: one picture shown to one or two models, and the layers that lie over it.
import { useQuery } from "@tanstack/react-query";
import { address, api } from "./client";
import { answer } from "./errors";
import { queryClient, useChange } from "./queries";
import type { components } from "./schema";
import type { Run } from "./types";
import { put } from "./uploads";

type Schemas = components["schemas"];
export type Try = NonNullable<ReturnType<typeof useTry>["data"]>; // as the client gives it
export type Answer = Try["answers"][number];
export type FoundObject = Answer["objects"][number];
export type TryRequest = Schemas["TryRequest"];
export type SaliencyMethod = NonNullable<NonNullable<TryRequest["saliency"]>["method"]>;

/** Where a picture comes from: this computer, the server's disk, a dataset, or an earlier try. */
export type PictureSource = { file: File } | { path: string } | { dataset: string; position: number } | { run: string };

/** The result of a finished try; it never changes. */
export const useTry = (run: Run | undefined) =>
  useQuery({
    queryKey: ["try", run?.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/try", { params: { path: { id: run?.id ?? "" } } })),
    enabled: run?.kind === "try" && run.state === "succeeded",
    staleTime: Infinity,
  });

interface Wish {
  source: PictureSource;
  /** What is asked besides the picture. */
  body: Pick<TryRequest, "models" | "config" | "saliency">;
}

export const useStartTry = () => useChange(startTry, ["runs", "status"]);

async function startTry({ source, body }: Wish): Promise<Run> {
  const { file, ...from } = "file" in source ? source : { ...source, file: undefined };
  const upload = file && (await sent(file));
  const run = await answer(api.POST("/api/v1/runs/try", { body: { top: TOP, ...body, ...from, upload } }));
  queryClient.setQueryData(["run", run.id], run); // it is shown at once
  return run;
}

const TOP = 8;

/** A picture from this computer, sent; the id of its upload. */
async function sent(file: File): Promise<string> {
  const { id } = await answer(api.POST("/api/v1/uploads"));
  try {
    await put(id, file.name || "picture", file);
  } catch (error) {
    void api.DELETE("/api/v1/uploads/{id}", { params: { path: { id } } });
    throw error;
  }
  return id;
}

/** Where the picture of a try is. */
export function triedPicture(run: string): string {
  return address(`/api/v1/runs/${run}/try/picture`);
}

/** Where the masks that a model found are, as a layer over the picture. */
export function maskLayer(run: string, model: string, threshold: number): string {
  return address(`/api/v1/runs/${run}/try/mask?model=${model}&threshold=${threshold}`);
}

/** Where the heat of what a model looks at is, as a layer over the picture. */
export function heatLayer(run: string, model: string): string {
  return address(`/api/v1/runs/${run}/try/saliency?model=${model}`);
}
