import { Select, Switch, Textarea, TextInput } from "@mantine/core";
import { problemOf } from "../api/errors";
import type { ImportForm } from "../api/importForm";
import classes from "./ImportOptionsForm.module.css";

interface Props {
  form: ImportForm;
  onChange: (form: ImportForm) => void;
  error: unknown;
}

/** The fields whose problems `ImportOptionsForm` shows itself. */
export const OPTION_FIELDS = ["name", "shapes", "layouts", "color_order", "mean", "scale"].flatMap((field) => [field, `options.${field}`]);

/** What can be said about a model at import. Everything left empty is read from the model, never guessed. */
export function ImportOptionsForm({ form, onChange, error }: Props) {
  const set = (part: Partial<ImportForm>) => onChange({ ...form, ...part });
  const problem = (field: string) => problemOf(error, field) ?? problemOf(error, `options.${field}`);
  return (
    <div className={classes.form}>
      <TextInput label="Name" placeholder="from the file" value={form.name} error={problem("name")} onChange={(e) => set({ name: e.currentTarget.value })} />
      <Select
        label="Colour order"
        value={form.colour}
        error={problem("color_order")}
        onChange={(value) => set({ colour: (value ?? "") as ImportForm["colour"] })}
        data={[
          { value: "", label: "from the model" },
          { value: "RGB", label: "RGB" },
          { value: "BGR", label: "BGR" },
        ]}
      />
      <Textarea
        label="Input shapes"
        description="One line each: name: 1,3,224,224. Sizes can be ? or a range such as 1..8."
        placeholder="from the model"
        autosize
        minRows={2}
        maxRows={6}
        value={form.shapes}
        error={problem("shapes")}
        onChange={(e) => set({ shapes: e.currentTarget.value })}
      />
      <Textarea
        label="Layouts"
        description="One line each: name: NCHW."
        placeholder="from the model"
        autosize
        minRows={2}
        maxRows={6}
        value={form.layouts}
        error={problem("layouts")}
        onChange={(e) => set({ layouts: e.currentTarget.value })}
      />
      <TextInput
        label="Mean, per channel"
        placeholder="e.g. 123.7, 116.3, 103.5"
        value={form.mean}
        error={problem("mean")}
        onChange={(e) => set({ mean: e.currentTarget.value })}
      />
      <TextInput
        label="Scale, per channel"
        placeholder="e.g. 58.4, 57.1, 57.4"
        value={form.scale}
        error={problem("scale")}
        onChange={(e) => set({ scale: e.currentTarget.value })}
      />
      <Switch label="Store weights as FP16" checked={form.fp16} onChange={(e) => set({ fp16: e.currentTarget.checked })} />
    </div>
  );
}
