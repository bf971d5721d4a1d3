import { Button, NumberInput, SegmentedControl, Select } from "@mantine/core";
import { IconEyeCheck, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { useStartAccuracy } from "../../api/accuracy";
import { accuracyRequest, byHand, type AccuracyAsk } from "../../api/accuracyForm";
import { useDatasets } from "../../api/datasets";
import { problemOf } from "../../api/errors";
import { useDevices } from "../../api/queries";
import type { Model, Run } from "../../api/types";
import { familyName } from "../../accuracy";
import { words } from "../../format";
import { hasOpenInputs } from "../../shapes";
import form from "../BenchmarkForm.module.css";
import { DeviceSelect } from "../DeviceSelect";
import { ErrorNote } from "../ErrorNote";
import { Fold } from "../Fold";
import { Note } from "../Note";
import { ShapeFields } from "../ShapeFields";
import { DatasetChoice } from "./DatasetChoice";
import { HAND_FIELDS, ReadingFields } from "./ReadingFields";

interface Props {
  model: Model;
  ask: AccuracyAsk;
  onChange: (ask: AccuracyAsk) => void;
  onStarted: (run: Run) => void;
}

/** Pictures that are shown before anything is measured. */
const PREVIEWED = 3;
const FOLDED = ["device", "precision", "config.device", "config.precision", "task", "seed", "subset.seed"];
const PLAIN = ["dataset", "subset", "count", "percent", "subset.count", "subset.percent"];

/** What to measure accuracy on: pictures first; all else is found out, told, and can be set by hand. */
export function AccuracyForm({ model, ask, onChange, onStarted }: Props) {
  const [more, setMore] = useState(false);
  const [hand, setHand] = useState(false);
  const devices = useDevices().data?.devices ?? [];
  const datasets = useDatasets();
  const start = useStartAccuracy();
  const set = (part: Partial<AccuracyAsk>) => onChange({ ...ask, ...part });
  const problem = (...fields: string[]) => fields.map((field) => problemOf(start.error, field)).find((found) => found !== undefined);
  const dataset = datasets.data?.datasets.find(({ id }) => id === ask.dataset);
  const device = devices.find(({ name }) => name === ask.device);
  const known = model.preprocessing.confirmed && model.adapter !== null;
  const direct = ask.like !== "" || (known && !byHand(ask));
  const begin = (preview: number) => start.mutate(accuracyRequest(model, ask, preview), { onSuccess: onStarted });
  const moreShown = more || problem(...FOLDED) !== undefined;
  const handShown = hand || byHand(ask) || problem(...HAND_FIELDS) !== undefined;
  return (
    <form
      className={form.form}
      aria-label="Accuracy settings"
      onSubmit={(event) => {
        event.preventDefault();
        begin(direct ? 0 : PREVIEWED);
      }}
    >
      <DatasetChoice value={ask.dataset} error={problem("dataset")} onChange={(id) => set({ dataset: id, task: "" })} />
      <div>
        <span className={form.label}>How many pictures</span>
        <SegmentedControl
          fullWidth
          aria-label="How many pictures"
          value={ask.part}
          onChange={(part) => set({ part: part as AccuracyAsk["part"], amount: part === "percent" ? 20 : part === "count" ? 500 : "" })}
          data={[
            { value: "all", label: "All" },
            { value: "count", label: "Number" },
            { value: "percent", label: "Per cent" },
          ]}
        />
      </div>
      {ask.part !== "all" && (
        <div className={form.more}>
          <NumberInput label={ask.part === "count" ? "Pictures" : "Share"} suffix={ask.part === "percent" ? " %" : ""} value={ask.amount} error={problem("subset", "count", "percent", "subset.count", "subset.percent")} onChange={(amount) => set({ amount })} />
          <NumberInput label="Seed" value={ask.seed} error={problem("seed", "subset.seed")} onChange={(seed) => set({ seed })} />
        </div>
      )}
      {hasOpenInputs(model) && <ShapeFields model={model} texts={ask.shapes} onChange={(shapes) => set({ shapes })} error={start.error} />}
      <Fold name="Device, precision, task" opened={moreShown} onToggle={() => setMore(!moreShown)}>
        <div className={form.form}>
          <DeviceSelect devices={devices} value={ask.device} error={problem("device", "config.device")} onChange={(name) => set({ device: name, precision: "" })} />
          <Select
            label="Precision"
            description="f32 where the device has it, as networks are published."
            value={ask.precision}
            error={problem("precision", "config.precision")}
            onChange={(precision) => set({ precision: precision ?? "" })}
            data={[{ value: "", label: "auto" }, ...(device?.precisions ?? []).map((value) => ({ value, label: value }))]}
          />
          {dataset && dataset.tasks.length > 1 && (
            <Select label="Task" value={ask.task} error={problem("task")} onChange={(task) => set({ task: task ?? "" })} data={[{ value: "", label: "found out" }, ...dataset.tasks.map((task) => ({ value: task, label: words(task) }))]} />
          )}
        </div>
      </Fold>
      <Fold name="Set by hand" opened={handShown} onToggle={() => setHand(!handShown)}>
        <ReadingFields model={model} ask={ask} onChange={onChange} problem={problem} />
      </Fold>
      {known && model.adapter && !byHand(ask) && ask.like === "" && (
        <Note tone="ok">
          <p>Outputs: {familyName(model.adapter)}, as was confirmed.</p>
        </Note>
      )}
      {start.error && <ErrorNote error={start.error} shown={[...FOLDED, ...HAND_FIELDS, ...PLAIN]} />}
      {direct ? (
        <Button type="submit" leftSection={<IconPlayerPlay size={16} />} loading={start.isPending} disabled={ask.dataset === ""} fullWidth>
          {ask.like ? "Measure the likeness" : "Measure accuracy"}
        </Button>
      ) : (
        <>
          <Button type="submit" leftSection={<IconEyeCheck size={16} />} loading={start.isPending} disabled={ask.dataset === ""} fullWidth>
            See how it is read
          </Button>
          <Button variant="default" leftSection={<IconPlayerPlay size={16} />} disabled={ask.dataset === "" || start.isPending} onClick={() => begin(0)} fullWidth>
            Measure at once
          </Button>
          <p className={form.about}>Three pictures are shown first, with what the model says of them, so that you can tell whether it is read rightly.</p>
        </>
      )}
    </form>
  );
}
