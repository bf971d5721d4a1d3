import { Button, Collapse, NumberInput, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { problemOf } from "../api/errors";
import { benchmarkRequest, type BenchmarkAsk } from "../api/benchmarkForm";
import { useDevices, useStartBenchmark } from "../api/queries";
import type { components } from "../api/schema";
import type { Model, Run } from "../api/types";
import { percent, seconds, words } from "../format";
import { hasOpenInputs } from "../shapes";
import classes from "./BenchmarkForm.module.css";
import { DeviceSelect } from "./DeviceSelect";
import { ErrorNote } from "./ErrorNote";
import { ShapeFields } from "./ShapeFields";

type Plans = components["schemas"]["PlansDocument"];

interface Props {
  model: Model;
  plans: Plans;
  ask: BenchmarkAsk;
  onChange: (ask: BenchmarkAsk) => void;
  onStarted: (run: Run) => void;
}

const FOLDED = ["batch", "threads", "requests", "precision", "mode", "rate", "arrivals", "budget_s", "inputs", "seed", "extra"];
const SHOWN = ["device", "hint", "streams", "shapes", ...FOLDED];
const MODES: Record<string, { name: string; about: string }> = {
  closed: { name: "Closed loop", about: "Always the same number of requests in flight." },
  sync: { name: "Sync", about: "One request after the other." },
  offered: { name: "Offered load", about: "Requests arrive at a rate, whether the last is answered or not." },
};

/** How to measure: the presets first, everything else folded away until somebody wants it. */
export function BenchmarkForm({ model, plans, ask, onChange, onStarted }: Props) {
  const [opened, setOpened] = useState(false);
  const devices = useDevices().data?.devices ?? [];
  const start = useStartBenchmark();
  const set = (part: Partial<BenchmarkAsk>) => onChange({ ...ask, ...part });
  const problem = (field: string) => problemOf(start.error, field) ?? problemOf(start.error, `config.${field}`) ?? problemOf(start.error, `plan.${field}`);
  const effort = plans.efforts.find((plan) => plan.effort === ask.effort);
  const device = devices.find((one) => one.name === ask.device);
  const unfolded = opened || FOLDED.some((field) => problem(field) !== undefined);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    start.mutate(benchmarkRequest(model, ask), { onSuccess: onStarted });
  };
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Benchmark settings">
      <div>
        <span className={classes.label}>How precise</span>
        <SegmentedControl
          fullWidth
          value={ask.effort}
          onChange={(value) => set({ effort: value as BenchmarkAsk["effort"] })}
          data={plans.efforts.map((plan) => ({ value: plan.effort, label: words(plan.effort) }))}
        />
        {effort && (
          <p className={classes.about}>
            Stops within ±{percent(effort.precision_goal)}, or after {seconds(effort.budget_s)}.
          </p>
        )}
      </div>
      <DeviceSelect devices={devices} value={ask.device} error={problem("device")} onChange={(device) => set({ device })} />
      <div>
        <span className={classes.label}>Made for</span>
        <SegmentedControl
          fullWidth
          value={ask.hint}
          onChange={(value) => set({ hint: value as BenchmarkAsk["hint"] })}
          data={plans.hints.map((hint) => ({ value: hint, label: hint === "none" ? "Explicit" : words(hint) }))}
        />
      </div>
      {ask.hint === "none" && (
        <NumberInput
          label="Streams"
          description={device?.streams ? `${device.streams[0]} to ${device.streams[1]} on this device` : undefined}
          placeholder="the engine's choice"
          value={ask.streams}
          error={problem("streams")}
          onChange={(streams) => set({ streams })}
        />
      )}
      {hasOpenInputs(model) && <ShapeFields model={model} texts={ask.shapes} onChange={(shapes) => set({ shapes })} error={start.error} />}
      <button type="button" className={classes.fold} aria-expanded={unfolded} onClick={() => setOpened(!opened)}>
        {unfolded ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        More settings
      </button>
      <Collapse expanded={unfolded}>
        <div className={classes.more}>
          <NumberInput label="Batch" placeholder="1" value={ask.batch} error={problem("batch")} onChange={(batch) => set({ batch })} />
          <NumberInput label="Threads" placeholder="auto" value={ask.threads} error={problem("threads")} onChange={(threads) => set({ threads })} />
          <NumberInput label="Requests" placeholder="auto" value={ask.requests} error={problem("requests")} onChange={(requests) => set({ requests })} />
          <Select
            label="Precision"
            value={ask.precision}
            error={problem("precision")}
            onChange={(precision) => set({ precision: precision ?? "" })}
            data={[{ value: "", label: "auto" }, ...(device?.precisions ?? []).map((value) => ({ value, label: value }))]}
          />
          <Select
            className={classes.wide}
            label="Load"
            description={MODES[ask.mode]?.about}
            value={ask.mode}
            error={problem("mode")}
            onChange={(mode) => set({ mode: (mode ?? ask.mode) as BenchmarkAsk["mode"] })}
            data={plans.modes.map((mode) => ({ value: mode, label: MODES[mode]?.name ?? words(mode) }))}
          />
          {ask.mode === "offered" && (
            <>
              <NumberInput label="Rate" suffix=" per second" placeholder="requests per second" value={ask.rate} error={problem("rate")} onChange={(rate) => set({ rate })} />
              <Select
                label="Arrivals"
                value={ask.arrivals}
                error={problem("arrivals")}
                onChange={(arrivals) => set({ arrivals: (arrivals ?? ask.arrivals) as BenchmarkAsk["arrivals"] })}
                data={plans.arrivals.map((value) => ({ value, label: words(value) }))}
              />
            </>
          )}
          <NumberInput label="Time budget" suffix=" s" placeholder={effort ? String(effort.budget_s) : ""} value={ask.budget} error={problem("budget_s")} onChange={(budget) => set({ budget })} />
          <TextInput label="Seed" value={ask.seed} error={problem("seed")} onChange={(event) => set({ seed: event.currentTarget.value })} />
          <Textarea
            className={classes.wide}
            label="Input files on this server"
            description="One path each line; none: random data from the seed."
            autosize
            minRows={1}
            maxRows={4}
            value={ask.inputs}
            error={problem("inputs")}
            onChange={(event) => set({ inputs: event.currentTarget.value })}
          />
          <Textarea
            className={classes.wide}
            label="Engine properties"
            description="One on each line, such as ENABLE_CPU_PINNING=NO."
            autosize
            minRows={1}
            maxRows={4}
            value={ask.extra}
            error={problem("extra")}
            onChange={(event) => set({ extra: event.currentTarget.value })}
          />
        </div>
      </Collapse>
      {start.error && <ErrorNote error={start.error} shown={SHOWN.flatMap((field) => [field, `config.${field}`, `plan.${field}`])} />}
      <Button type="submit" leftSection={<IconPlayerPlay size={16} />} loading={start.isPending} fullWidth>
        Start the benchmark
      </Button>
    </form>
  );
}
