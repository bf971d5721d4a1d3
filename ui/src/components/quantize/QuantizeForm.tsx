import { Button, NumberInput, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowsMinimize } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMemo, useState, type FormEvent } from "react";
import { ApiError, problemOf } from "../../api/errors";
import { useQuantizeEstimate, useStartQuantize, type QuantizeEstimate } from "../../api/quantize";
import { expertly, quantizeRequest, type QuantizeAsk } from "../../api/quantizeForm";
import { useDevices } from "../../api/queries";
import type { Model, Run } from "../../api/types";
import { metricName } from "../../accuracy";
import { hasOpenInputs } from "../../shapes";
import { DatasetChoice } from "../accuracy/DatasetChoice";
import form from "../BenchmarkForm.module.css";
import { DeviceSelect } from "../DeviceSelect";
import { ErrorNote } from "../ErrorNote";
import { Fold } from "../Fold";
import { Note } from "../Note";
import { ShapeFields } from "../ShapeFields";
import { ExpertFields, EXPERT_FIELDS } from "./ExpertFields";
import { PICTURE_FIELDS, PictureFields } from "./PictureFields";
import classes from "./QuantizeForm.module.css";

interface Props {
  model: Model;
  ask: QuantizeAsk;
  onChange: (ask: QuantizeAsk) => void;
  onStarted: (run: Run) => void;
}

const PAUSE_MS = 350;
const INVALID = 422;
const PLAIN = ["max_drop", "metric", "dataset", "relative"].flatMap((field) => [field, `bound.${field}`]);
const LAST = ["device", "precision", "name"].flatMap((field) => [field, `config.${field}`, `accuracy.config.${field}`]);
export type ProblemOf = (...fields: string[]) => string | undefined;

/** Make a model smaller: what may be lost and on which pictures; all else is folded and has a default. */
export function QuantizeForm({ model, ask, onChange, onStarted }: Props) {
  const [opened, setOpened] = useState<Record<string, boolean>>({});
  const devices = useDevices().data?.devices ?? [];
  const start = useStartQuantize();
  const request = useMemo(() => quantizeRequest(model, ask), [model, ask]);
  const [asked] = useDebouncedValue(request, PAUSE_MS);
  const estimate = useQuantizeEstimate(asked?.dataset ? asked : undefined);
  const set = (part: Partial<QuantizeAsk>) => {
    start.reset();
    onChange({ ...ask, ...part });
  };
  const error = request === undefined ? null : (start.error ?? (asked?.dataset ? estimate.error : null));
  const problem: ProblemOf = (...fields) => fields.map((field) => problemOf(error, field)).find((found) => found !== undefined);
  const fold = (name: string, set_: boolean, fields: readonly string[]) => {
    const shown = (opened[name] ?? set_) || problem(...fields) !== undefined;
    return { name, opened: shown, onToggle: () => setOpened({ ...opened, [name]: !shown }) };
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (request) start.mutate(request, { onSuccess: onStarted });
  };
  const refused = asked === request && estimate.error instanceof ApiError && estimate.error.status === INVALID;
  const weightsAlone = ask.method !== "int8";
  const device = devices.find(({ name }) => name === ask.device);
  return (
    <form className={form.form} aria-label="Quantization settings" onSubmit={submit}>
      {model.recipe.kind === "quantized" && <QuantizedAlready parent={model.parent} />}
      <LossFields ask={ask} set={set} problem={problem} metrics={estimate.data?.metrics ?? []} />
      <DatasetChoice value={ask.dataset} error={problem("dataset")} onChange={(dataset) => set({ dataset, metric: "" })} />
      {hasOpenInputs(model) && <ShapeFields model={model} texts={ask.shapes} onChange={(shapes) => set({ shapes })} error={error} />}
      <Fold {...fold("Calibration and validation", false, PICTURE_FIELDS)}>
        <PictureFields ask={ask} set={set} problem={problem} estimate={estimate.data} />
      </Fold>
      <Fold {...fold("How to quantize", expertly(ask), EXPERT_FIELDS)}>
        <ExpertFields model={model} ask={ask} set={set} problem={problem} />
      </Fold>
      <Fold {...fold("Device, precision, name", false, LAST)}>
        <div className={form.form}>
          <DeviceSelect devices={devices} value={ask.device} error={problem("device", "config.device", "accuracy.config.device")} onChange={(name) => set({ device: name, precision: "" })} />
          <Select
            label="Floating point runs as"
            description="f32 where the device has it, so that the loss is against the published network."
            value={ask.precision}
            error={problem("precision", "config.precision", "accuracy.config.precision")}
            onChange={(precision) => set({ precision: precision ?? "" })}
            data={[{ value: "", label: "auto" }, ...(device?.precisions ?? []).map((value) => ({ value, label: value }))]}
          />
          <TextInput label="Name of the new version" placeholder="after its parent" value={ask.name} error={problem("name")} onChange={(event) => set({ name: event.currentTarget.value })} />
        </div>
      </Fold>
      {weightsAlone && ask.dataset === "" && <p className={classes.words}>Without pictures the weights are made smaller and nothing is measured.</p>}
      {estimate.data && asked?.dataset && !error && <Words estimate={estimate.data} />}
      {error && <ErrorNote error={error} shown={[...PLAIN, ...PICTURE_FIELDS, ...EXPERT_FIELDS, ...LAST]} />}
      <Button type="submit" leftSection={<IconArrowsMinimize size={16} />} loading={start.isPending} disabled={!request || refused} fullWidth>
        Quantize
      </Button>
    </form>
  );
}

interface LossProps {
  ask: QuantizeAsk;
  set: (part: Partial<QuantizeAsk>) => void;
  problem: ProblemOf;
  metrics: readonly string[];
}

/** The one parameter: how much accuracy may be lost. */
function LossFields({ ask, set, problem, metrics }: LossProps) {
  const ofDrop = problem("max_drop", "bound.max_drop", "relative", "bound.relative");
  const ofMetric = problem("metric", "bound.metric");
  return (
    <div className={form.form}>
      <div>
        <span className={form.label}>How much accuracy may be lost</span>
        <SegmentedControl
          fullWidth
          aria-label="How much accuracy may be lost"
          value={ask.bounded ? "most" : "any"}
          onChange={(value) => set({ bounded: value === "most" })}
          data={[
            { value: "most", label: "At most" },
            { value: "any", label: "No limit" },
          ]}
        />
        <p className={form.about}>
          {ask.bounded ? "What is too sensitive for it stays in floating point." : "Everything goes to 8 bits; you are told what that loses."}
        </p>
      </div>
      {ask.bounded && (
        <div>
          <div className={classes.loss}>
            <NumberInput aria-label="Largest loss" placeholder="how much" decimalScale={3} value={ask.drop} error={ofDrop !== undefined} onChange={(drop) => set({ drop })} />
            <Select
              aria-label="Counted in"
              value={ask.relative ? "relative" : "points"}
              onChange={(value) => set({ relative: value === "relative" })}
              data={[
                { value: "points", label: Number(ask.drop) === 1 ? "point" : "points" },
                { value: "relative", label: "% of its value" },
              ]}
            />
            <Select aria-label="Metric" value={ask.metric} error={ofMetric !== undefined} comboboxProps={{ width: 240, position: "bottom-end" }} onChange={(metric) => set({ metric: metric ?? "" })} data={metricChoices(metrics, ask.metric)} />
          </div>
          {[ofDrop, ofMetric].filter(Boolean).map((said) => (
            <p key={said} className={form.problem}>
              {said}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

/** A version in 8 bits is the end of the way; its parent is where others begin. */
function QuantizedAlready({ parent }: { parent: string | null }) {
  return (
    <Note tone="warn">
      <p>This version is quantized already. Others are made from the model in floating point.</p>
      {parent && (
        <Link to="/models/$id/quantize" params={{ id: parent }}>
          Quantize its parent
        </Link>
      )}
    </Note>
  );
}

/** The usual metric first, which needs no name in the request, then the others that fit. */
function metricChoices(metrics: readonly string[], chosen: string): { value: string; label: string }[] {
  const [usual, ...others] = metrics;
  const offered = chosen === "" || others.includes(chosen) ? others : [...others, chosen];
  return [{ value: "", label: usual ? metricName(usual) : "usual" }, ...offered.map((value) => ({ value, label: metricName(value) }))];
}

/** What has to be said before it is started. */
function Words({ estimate }: { estimate: QuantizeEstimate }) {
  return (
    <div className={classes.words} aria-live="polite" data-testid="estimate">
      {estimate.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
