import { Button, FileButton, Select, Textarea, TextInput } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useDatasets } from "../../api/datasets";
import type { DatasetForm } from "../../api/datasetForm";
import { problemOf } from "../../api/errors";
import { LINES_OF_FILE } from "../../api/labelLines";
import { layoutName } from "../../datasets";
import classes from "../ImportOptionsForm.module.css";

interface Props {
  form: DatasetForm;
  onChange: (form: DatasetForm) => void;
  error: unknown;
}

/** The fields whose problems `DatasetOptionsForm` shows itself. */
export const DATASET_FIELDS = ["name", "format", "labels", "split", "first_class"].flatMap((field) => [field, `options.${field}`]);

/** What can be said about a dataset at import. Everything left empty is found out from the files. */
export function DatasetOptionsForm({ form, onChange, error }: Props) {
  const formats = useDatasets().data?.formats ?? [];
  const set = (part: Partial<DatasetForm>) => onChange({ ...form, ...part });
  const problem = (field: string) => problemOf(error, field) ?? problemOf(error, `options.${field}`);
  return (
    <div className={classes.form}>
      <TextInput label="Name" placeholder="from the folder or file" value={form.name} error={problem("name")} onChange={(e) => set({ name: e.currentTarget.value })} />
      <Select
        label="Layout"
        value={form.format}
        error={problem("format")}
        onChange={(value) => set({ format: value ?? "" })}
        data={[{ value: "", label: "found out from the files" }, ...formats.map((value) => ({ value, label: layoutName(value) }))]}
      />
      <TextInput label="Set of labels" description="Where there are several: val, train, …" placeholder="the one for validation" value={form.split} error={problem("split")} onChange={(e) => set({ split: e.currentTarget.value })} />
      <Select
        label="The first class is number"
        value={form.firstClass}
        error={problem("first_class")}
        onChange={(value) => set({ firstClass: (value ?? "") as DatasetForm["firstClass"] })}
        data={[
          { value: "", label: "found out from the labels" },
          { value: "0", label: "0" },
          { value: "1", label: "1" },
        ]}
      />
      <Textarea
        label="Label map"
        description="A class on each line in the order of their numbers; needed only where names are not with the pictures."
        placeholder="from the files"
        autosize
        minRows={2}
        maxRows={6}
        value={form.labels}
        error={problem("labels")}
        onChange={(e) => set({ labels: e.currentTarget.value })}
      />
      <FileButton accept={LINES_OF_FILE} onChange={(file) => void file?.text().then((labels) => set({ labels }))} inputProps={{ "aria-label": "File with the label map" }}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconFileText size={17} />} style={{ justifySelf: "start" }}>
            Label map from a file
          </Button>
        )}
      </FileButton>
    </div>
  );
}
