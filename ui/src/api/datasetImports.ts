// Imports of datasets that this tab has asked for.
import { api } from "./client";
import { datasetForm, datasetOptions } from "./datasetForm";
import { answer } from "./errors";
import { ImportDesk, type Followed } from "./importDesk";
import type { components } from "./schema";
import { sendFiles, type NamedFile } from "./uploads";

type Schemas = components["schemas"];
export type DatasetRequest = Schemas["DatasetImportRequest"];
export type DatasetOptions = Schemas["DatasetOptions"];

export const datasetImports = new ImportDesk("dataset", ["datasets"], datasetForm);

/** Ask for the import of a dataset, or for pictures to be made. */
export async function importDataset(body: DatasetRequest): Promise<NonNullable<Followed>> {
  return { run: (await answer(api.POST("/api/v1/datasets", { body }))).id };
}

/** Send pictures, or an archive of them, from this computer and import them as one dataset, with what is typed in the form. */
export function importDatasetFiles(files: NamedFile[]): Promise<void> {
  return datasetImports.follow(datasetForm.spend((typed) => sendFiles("dataset", files, (upload) => importDataset({ upload, options: datasetOptions(typed) }))));
}

/** Import a folder or an archive that lies on the server as a dataset, with what is typed in the form. */
export function importDatasetPath(path: string): Promise<void> {
  return datasetImports.follow(datasetForm.spend((typed) => importDataset({ path, options: datasetOptions(typed) })));
}
