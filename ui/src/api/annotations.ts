// What people do with many runs at once: tag them, note something, take them elsewhere, delete them.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { answer } from "./errors";
import { queryClient, runsChanged, useChange } from "./queries";
import { RUN_FILE } from "./runImport";
import { saveBlob } from "../save";

/** Tags, devices and hosts that runs can be filtered by. */
export const useRunChoices = () =>
  useQuery({ queryKey: ["run-choices"], queryFn: () => answer(api.GET("/api/v1/runs/tags")), placeholderData: keepPreviousData });

/** Write tags or a note beside a run; what is left out stays. */
export const useAnnotate = () =>
  useChange(
    async ({ id, ...body }: { id: string; tags?: string[]; note?: string }) => {
      const run = await answer(api.PATCH("/api/v1/runs/{id}", { params: { path: { id } }, body }));
      queryClient.setQueryData(["run", id], run);
      return run;
    },
    ["runs", "run-choices", "measured"],
  );

/** Add tags to some runs and take others off; those that nobody names stay what they are by then. */
export const useRetag = () =>
  useChange((body: { ids: string[]; add: string[]; remove: string[] }) => answer(api.POST("/api/v1/runs/tags", { body })), ["runs", "run", "run-choices", "measured"]);

/** Delete several finished runs, all or none. */
export const useRemoveRuns = () =>
  useChange((ids: string[]) => answer(api.POST("/api/v1/runs/remove", { body: { ids } })), runsChanged);

/** Save runs with their results as a file: some by their ids, or all of a model. */
export const useExportRuns = () =>
  useChange(async ({ name, ...what }: { name: string } & ({ ids: string[] } | { model: string })) => {
    const file = "ids" in what ? api.POST("/api/v1/runs/export", { body: what, parseAs: "blob" }) : api.GET("/api/v1/runs/export", { params: { query: what }, parseAs: "blob" });
    saveBlob(`${name}${RUN_FILE}`, (await answer<unknown>(file)) as Blob);
  }, []);
