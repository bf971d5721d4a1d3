// Imports of models that this tab has asked for. Pictures among them go on to the datasets.
import { importDataset, datasetImports } from "./datasetImports";
import { ApiError } from "./errors";
import { ImportDesk, type Followed } from "./importDesk";
import { importForm, importOptions } from "./importForm";
import { importModel, type ImportAnswer, type ImportRequest } from "./queries";
import { sendFiles, type NamedFile } from "./uploads";

export type Options = NonNullable<ImportRequest["options"]>;

export const modelImports = new ImportDesk("model", ["models"], importForm);

const TOOK_OVER = "These are pictures, not a model; so they are imported as a dataset.";

/** Send files from this computer and import them as one model, with what is typed in the form. */
export function importFiles(files: NamedFile[]): Promise<void> {
  return modelImports.follow(importForm.spend((typed) => sendFiles("model", files, (upload) => importOrPassOn({ upload, options: importOptions(typed) }))));
}

/** Import a file or folder that lies on the server, with what is typed in the form. */
export function importPath(path: string): Promise<void> {
  return modelImports.follow(importForm.spend((typed) => importOrPassOn({ path, options: importOptions(typed) })));
}

/** Import a model that comes with the workbench. */
export function importSample(sample: string): Promise<void> {
  return modelImports.follow(importModel({ sample, options: {} }).then(followed));
}

/** Pictures are imported as a dataset instead; an upload of them is still on the server. */
async function importOrPassOn({ path, upload, options }: ImportRequest): Promise<Followed> {
  try {
    return followed(await importModel({ path, upload, options }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.body.type !== "PicturesFound") throw error;
    void datasetImports.follow(importDataset({ path, upload }), TOOK_OVER);
    return { elsewhere: "datasets" };
  }
}

function followed(found: ImportAnswer): Followed {
  return { run: found.run?.id, existing: found.model?.id };
}
