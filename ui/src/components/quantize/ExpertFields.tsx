import { NumberInput, Select, Switch, TagsInput } from "@mantine/core";
import { useMemo } from "react";
import type { QuantizeAsk } from "../../api/quantizeForm";
import { useAnalysis } from "../../api/queries";
import type { Model } from "../../api/types";
import { CORRECTIONS, METHODS, PRESETS } from "../../quantize";
import form from "../BenchmarkForm.module.css";
import type { ProblemOf } from "./QuantizeForm";

const NAMES = ["method", "preset", "network", "correction", "smooth_quant", "keep_names", "keep_types", "group_size", "ratio", "keep", "keep_type"];

/** The fields whose problems `ExpertFields` shows itself, as the server names them. */
export const EXPERT_FIELDS = NAMES.flatMap((name) => [name, `options.${name}`]);

const SHOWN = 60;
const NO_SHAPES: string[] = [];

interface Props {
  model: Model;
  ask: QuantizeAsk;
  set: (part: Partial<QuantizeAsk>) => void;
  problem: ProblemOf;
}

const choices = <Key extends string>(words: Record<Key, string>) => Object.entries<string>(words).map(([value, label]) => ({ value, label }));

/** What is made smaller and how, and which operations stay in floating point whatever happens. */
export function ExpertFields({ model, ask, set, problem }: Props) {
  const layers = useAnalysis(model.id, NO_SHAPES).data?.layers;
  const names = useMemo(() => layers?.map(({ name }) => name) ?? [], [layers]);
  const types = useMemo(() => [...new Set(layers?.map(({ type }) => type))].sort(), [layers]);
  const of = (...fields: string[]) => problem(...fields.flatMap((name) => [name, `options.${name}`]));
  const weightsAlone = ask.method !== "int8";
  return (
    <div className={form.more}>
      <Select className={form.wide} label="What is made smaller" value={ask.method} error={of("method")} onChange={(method) => set({ method: method as QuantizeAsk["method"] })} data={choices(METHODS)} />
      {!weightsAlone && (
        <>
          <Select className={form.wide} label="Preset" description="Mixed suits activations that are not ReLU." value={ask.preset} error={of("preset")} onChange={(preset) => set({ preset: preset as QuantizeAsk["preset"] })} data={choices(PRESETS)} />
          <Select
            label="Network"
            value={ask.network}
            error={of("network")}
            onChange={(network) => set({ network: network as QuantizeAsk["network"] })}
            data={[
              { value: "", label: "found out" },
              { value: "transformer", label: "transformer" },
            ]}
          />
          <Select label="Bias correction" value={ask.correction} error={of("correction")} onChange={(correction) => set({ correction: correction as QuantizeAsk["correction"] })} data={choices(CORRECTIONS)} />
          <NumberInput
            label="SmoothQuant"
            placeholder="as suits it"
            min={0}
            step={0.1}
            decimalScale={2}
            disabled={ask.smoothOff}
            value={ask.smooth}
            error={of("smooth_quant")}
            onChange={(smooth) => set({ smooth })}
          />
          <Switch label="Switch it off" pb={10} checked={ask.smoothOff} onChange={(event) => set({ smoothOff: event.currentTarget.checked })} />
        </>
      )}
      {ask.method === "weights_int4" && (
        <>
          <NumberInput label="Weights per scale" placeholder="128" value={ask.groupSize} error={of("group_size")} onChange={(groupSize) => set({ groupSize })} />
          <NumberInput label="Of them in 4 bits" suffix=" %" placeholder="100 %" value={ask.ratio} error={of("ratio")} onChange={(ratio) => set({ ratio })} />
        </>
      )}
      <TagsInput
        className={form.wide}
        label="Operations to leave in floating point"
        description="By name; type to search the graph."
        placeholder={ask.keepNames.length === 0 ? "none" : undefined}
        clearable
        limit={SHOWN}
        maxDropdownHeight={260}
        value={[...ask.keepNames]}
        error={of("keep_names", "keep")}
        onChange={(keepNames) => set({ keepNames })}
        data={names}
      />
      <TagsInput
        className={form.wide}
        label="Types to leave in floating point"
        placeholder={ask.keepTypes.length === 0 ? "none" : undefined}
        clearable
        limit={SHOWN}
        maxDropdownHeight={260}
        value={[...ask.keepTypes]}
        error={of("keep_types", "keep_type")}
        onChange={(keepTypes) => set({ keepTypes })}
        data={types}
      />
    </div>
  );
}
