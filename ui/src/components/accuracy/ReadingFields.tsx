import { Button, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { leftOpen, byHand, type AccuracyAsk } from "../../api/accuracyForm";
import { useModels } from "../../api/queries";
import type { Model } from "../../api/types";
import { FAMILIES } from "../../accuracy";
import form from "../BenchmarkForm.module.css";

interface Props {
  model: Model;
  ask: AccuracyAsk;
  onChange: (ask: AccuracyAsk) => void;
  /** The complaint about the first of these fields that has one. */
  problem: (...fields: string[]) => string | undefined;
}

/** The fields whose problems `ReadingFields` shows itself, as the server names them. */
export const HAND_FIELDS = ["adapter", "family", "set", "settings", "background", "classes", "labels", "like", "color_order", "mean", "scale", "resize", "crop", "pad", "filter"].flatMap(asSent);

/** A field as the server may name it: itself, inside the preprocessing, and there each of its numbers. */
function asSent(field: string): string[] {
  return [field, `preprocessing.${field}`, ...[0, 1, 2, 3].map((channel) => `preprocessing.${field}.${channel}`)];
}

/** How the model is read, field by field. What is left empty is taken from the model, or found out. */
export function ReadingFields({ model, ask, onChange, problem }: Props) {
  const set = (part: Partial<AccuracyAsk>) => onChange({ ...ask, ...part });
  const of = (...fields: string[]) => problem(...fields.flatMap(asSent));
  const models = useModels().data?.models ?? [];
  return (
    <div className={form.more}>
      <Select
        className={form.wide}
        label="Compare outputs instead of labels"
        description="With those of another model: how like they are, on any pictures."
        value={ask.like}
        error={of("like")}
        searchable
        onChange={(like) => set({ like: like ?? "" })}
        data={[
          { value: "", label: "no, with the labels" },
          ...(model.parent ? [{ value: "parent", label: "its parent" }] : []),
          ...models.filter((one) => one.model.id !== model.id && one.model.id !== model.parent).map((one) => ({ value: one.model.id, label: `${one.model.name} · ${one.model.precision}` })),
        ]}
      />
      <Select className={form.wide} label="What the outputs are" value={ask.family} error={of("adapter", "family")} onChange={(family) => set({ family: family ?? "" })} data={[{ value: "", label: "found out" }, ...FAMILIES]} />
      <Textarea
        className={form.wide}
        label="Settings of the outputs"
        description="One each line: overlap=0.45, unit=share, first_label=1, anchors=26x48,67x84;…"
        placeholder="found out"
        autosize
        minRows={1}
        maxRows={8}
        value={ask.settings}
        error={of("set", "settings")}
        onChange={(event) => set({ settings: event.currentTarget.value })}
      />
      <Select
        label="Background class"
        value={ask.background}
        error={of("background")}
        onChange={(background) => set({ background: (background ?? "") as AccuracyAsk["background"] })}
        data={[
          { value: "", label: "found out" },
          { value: "yes", label: "the first class" },
          { value: "no", label: "none" },
        ]}
      />
      <Select
        label="Colours"
        value={ask.colour}
        error={of("color_order")}
        onChange={(colour) => set({ colour: (colour ?? "") as AccuracyAsk["colour"] })}
        data={[
          { value: "", label: "found out" },
          { value: "RGB", label: "RGB" },
          { value: "BGR", label: "BGR" },
        ]}
      />
      <TextInput label="Mean" placeholder="found out" value={ask.mean} error={of("mean")} onChange={(event) => set({ mean: event.currentTarget.value })} />
      <TextInput label="Scale" placeholder="found out" value={ask.scale} error={of("scale")} onChange={(event) => set({ scale: event.currentTarget.value })} />
      <Select
        label="Where pixels go"
        value={ask.resize}
        error={of("resize")}
        onChange={(resize) => set({ resize: (resize ?? "") as AccuracyAsk["resize"] })}
        data={[
          { value: "", label: "found out" },
          { value: "stretch", label: "stretched" },
          { value: "crop", label: "middle cut out" },
          { value: "letterbox", label: "whole, padded" },
        ]}
      />
      <Select
        label="Filter"
        disabled={ask.resize === ""}
        value={ask.filter}
        error={of("filter")}
        onChange={(filter) => set({ filter: (filter ?? "") as AccuracyAsk["filter"] })}
        data={[{ value: "", label: "usual" }, ...["antialias", "linear", "bicubic", "area", "nearest"].map((value) => ({ value, label: value }))]}
      />
      {ask.resize === "crop" && <NumberInput className={form.wide} label="Shorter side before the cut" suffix=" px" placeholder="that of the input" value={ask.shorter} error={of("crop")} onChange={(shorter) => set({ shorter })} />}
      {ask.resize === "letterbox" && (
        <>
          <NumberInput label="Padding" placeholder="114" value={ask.pad} error={of("pad")} onChange={(pad) => set({ pad })} />
          <Select
            label="The picture lies"
            value={ask.position}
            onChange={(position) => set({ position: (position ?? "") as AccuracyAsk["position"] })}
            data={[
              { value: "", label: "usual" },
              { value: "centre", label: "in the middle" },
              { value: "corner", label: "top left" },
            ]}
          />
        </>
      )}
      <Textarea className={form.wide} label="Names of the model’s classes" description="One a line, in the order of its scores." placeholder="found out" autosize minRows={1} maxRows={6} value={ask.classes} error={of("classes", "labels")} onChange={(event) => set({ classes: event.currentTarget.value })} />
      {byHand(ask) && (
        <Button className={form.wide} variant="subtle" color="gray" onClick={() => onChange(leftOpen(ask))}>
          Find all of it out
        </Button>
      )}
    </div>
  );
}
