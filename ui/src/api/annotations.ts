// What people do with many runs at once: tag them, note something, take them elsewhere, delete them.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { answer } from "./errors";
import { queryClient, useChange } from "./queries";
import { RUN_FILE } from "./runImport";
import type { Run } from "./types";
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

/** Add tags to some runs and take others off. */
export const useRetag = () =>
  useChange(
    async ({ runs, add, remove }: { runs: readonly Run[]; add: readonly string[]; remove: readonly string[] }) => {
      for (const run of runs) {
        const tags = [...new Set([...run.tags.filter((tag) => !remove.includes(tag)), ...add])];
        if (tags.join("\n") === run.tags.join("\n")) continue;
        const changed = await answer(api.PATCH("/api/v1/runs/{id}", { params: { path: { id: run.id } }, body: { tags } }));
        queryClient.setQueryData(["run", run.id], changed);
      }
    },
    ["runs", "run-choices", "measured"],
  );

/** Delete several finished runs, all or none. */
export const useRemoveRuns = () =>
  useChange((ids: string[]) => answer(api.POST("/api/v1/runs/remove", { body: { ids } })), ["runs", "models", "history"]);

/** Save runs with their results as a file. */
export const useExportRuns = () =>
  useChange(async ({ name, ...query }: { name: string; run?: string[]; model?: string }) => {
    const blob = await answer(api.GET("/api/v1/runs/export", { params: { query }, parseAs: "blob" }));
    saveBlob(`${name}${RUN_FILE}`, blob as Blob);
  }, []);
