import type { DatasetOptions } from "./datasetImports";
import { labelLines } from "./labelLines";
import { TypedForm } from "./typedForm";

/** What can be said about a dataset at import, as it is typed; empty: find out. */
export interface DatasetForm {
  name: string;
  format: string;
  labels: string;
  split: string;
  firstClass: "" | "0" | "1";
}

const NOTHING: DatasetForm = { name: "", format: "", labels: "", split: "", firstClass: "" };

/** What is typed now; a drop on the page uses it. */
export const datasetForm = new TypedForm<DatasetForm>(NOTHING);

/** The typed text as the API takes it. */
export function datasetOptions(form: DatasetForm): DatasetOptions {
  return {
    name: form.name.trim() || null,
    format: form.format || null,
    labels: form.labels.trim() ? labelLines(form.labels) : null,
    split: form.split.trim() || null,
    first_class: form.firstClass === "" ? null : Number(form.firstClass),
  };
}
