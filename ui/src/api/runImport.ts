// The import of a file of runs; kept outside the pages, because a file can be dropped on any of them.
import { Store } from "../state/store";
import { api } from "./client";
import { answer } from "./errors";
import { runsChanged } from "./queries";
import type { components } from "./schema";
import { put } from "./uploads";

export interface RunImport {
  busy: boolean;
  done?: components["schemas"]["RunImportDocument"];
  error?: unknown;
}

/** How the files are called that runs travel in. */
export const RUN_FILE = ".dlwb-runs.gz";

/** How the last import of runs stands. */
export const runImport = new Store<RunImport>({ busy: false });

/** Send a file of runs and take its runs in; `runImport` says how it went. */
export async function takeRuns(file: File): Promise<void> {
  runImport.set({ busy: true });
  let upload: string | undefined;
  try {
    upload = (await answer(api.POST("/api/v1/uploads"))).id;
    await put(upload, file.name, file);
    const done = await answer(api.POST("/api/v1/runs/import", { body: { upload } }));
    runImport.set({ busy: false, done });
    runsChanged();
  } catch (error) {
    if (upload) void api.DELETE("/api/v1/uploads/{id}", { params: { path: { id: upload } } });
    runImport.set({ busy: false, error });
  }
}
