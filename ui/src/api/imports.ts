// Imports that this tab has asked for; kept outside the pages, so that one can look elsewhere meanwhile.
import { Store } from "../state/store";
import { importModel, queryClient, type ImportAnswer, type ImportRequest } from "./queries";
import { uploadModel, type NamedFile } from "./uploads";

export interface Imports {
  /** Import runs that are followed until they end. */
  runs: string[];
  /** Why the last request was refused. */
  error?: unknown;
  /** A model that turned out to be here already. */
  existing?: string;
}

export const imports = new Store<Imports>({ runs: [] });

export type Options = NonNullable<ImportRequest["options"]>;

/** Send files from this computer and import them as one model. */
export function importFiles(files: NamedFile[], options: Options): Promise<void> {
  return follow(uploadModel(files, options));
}

/** Import a file or folder that lies on the server. */
export function importPath(path: string, options: Options): Promise<void> {
  return follow(importModel({ path, options }));
}

/** Import a model that comes with the workbench. */
export function importSample(sample: string): Promise<void> {
  return follow(importModel({ sample, options: {} }));
}

/** Stop following a run, or forget the last refusal. */
export function forget(run?: string): void {
  imports.update((now) => (run ? { ...now, runs: now.runs.filter((id) => id !== run) } : { runs: now.runs }));
}

async function follow(asked: Promise<ImportAnswer | null>): Promise<void> {
  forget();
  try {
    const found = await asked;
    if (found?.run) imports.update((now) => ({ ...now, runs: [...now.runs, found.run?.id ?? ""] }));
    else if (found?.model) imports.update((now) => ({ ...now, existing: found.model?.id }));
    void queryClient.invalidateQueries({ queryKey: ["runs"] });
    void queryClient.invalidateQueries({ queryKey: ["models"] });
  } catch (error) {
    imports.update((now) => ({ ...now, error }));
  }
}
