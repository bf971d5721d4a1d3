import { Button, Collapse, MultiSelect, NumberInput, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight, IconTargetArrow } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { problemOf } from "../api/errors";
import { useDevices, useStartTune, useTuneEstimate } from "../api/queries";
import { TUNE_GOALS, tuneProblems, tuneRequest, type TuneAsk, type TuneGoal } from "../api/tuneForm";
import type { Config, Model, Run } from "../api/types";
import { about, counted, whole } from "../format";
import classes from "./BenchmarkForm.module.css";
import { DeviceSelect } from "./DeviceSelect";
import { ErrorNote } from "./ErrorNote";
import { ShapeFields } from "./ShapeFields";
import estimated from "./SweepEstimate.module.css";

interface Props {
  model: Model;
  config: Config;
  ask: TuneAsk;
  onChange: (ask: TuneAsk) => void;
  onStarted: (run: Run) => void;
}

const GOALS: Record<TuneGoal, { name: string; about: string }> = {
  throughput: { name: "Throughput", about: "The most frames per second, however long one takes." },
  latency: { name: "Latency", about: "The soonest answer to one request." },
  limited: { name: "Under a limit", about: "The most frames per second, with answers in time." },
};
const PAUSE_MS = 300;
const FOLDED = ["memory_limit_bytes", "batch", "streams", "threads", "requests", "precision"];
const AT_FIELDS = ["device", "latency_limit_ms", "goal.latency_limit_ms", "budget_s", "shapes", ...FOLDED];

/** Find the best configuration: one choice, one button; everything else folded away. */
export function TuneForm({ model, config, ask, onChange, onStarted }: Props) {
  const [opened, setOpened] = useState(false);
  const devices = useDevices().data?.devices ?? [];
  const device = devices.find((one) => one.name === ask.device);
  const request = useMemo(() => tuneRequest(model, ask, config), [model, ask, config]);
  const [asked] = useDebouncedValue(request, PAUSE_MS);
  const estimate = useTuneEstimate(asked);
  const start = useStartTune();
  const set = (part: Partial<TuneAsk>) => onChange({ ...ask, ...part });
  const unreadable = tuneProblems(ask);
  const error = request && asked === request ? (estimate.error ?? start.error) : null;
  const problem = (field: string) => unreadable[field] ?? problemOf(error, field) ?? problemOf(error, `goal.${field}`);
  const unfolded = opened || FOLDED.some((field) => problem(field) !== undefined);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (request) start.mutate(request, { onSuccess: onStarted });
  };
  const space = estimate.data?.space;
  const list = (values: readonly number[] | undefined) => (values && values.length > 0 ? values.join(", ") : "auto");
  return (
    <form className={classes.form} onSubmit={submit} aria-label="What to find">
      <div>
        <span className={classes.label}>Best at</span>
        <SegmentedControl fullWidth aria-label="Best at" value={ask.goal} onChange={(goal) => set({ goal: goal as TuneGoal })} data={TUNE_GOALS.map((value) => ({ value, label: GOALS[value].name }))} />
        <p className={classes.about}>{GOALS[ask.goal].about}</p>
      </div>
      {ask.goal === "limited" && (
        <div className={classes.more}>
          <NumberInput label="Answer within" suffix=" ms" placeholder="ms" value={ask.limit} error={problem("latency_limit_ms")} onChange={(limit) => set({ limit })} data-autofocus />
          <SegmentedControl aria-label="Which answers" value={ask.percentile} onChange={(percentile) => set({ percentile: percentile as TuneAsk["percentile"] })} data={[{ value: "p50", label: "half of them" }, { value: "p99", label: "99 %" }]} />
        </div>
      )}
      <NumberInput label="Time to spend" suffix=" s" placeholder={estimate.data ? `${whole(estimate.data.seconds)} s` : ""} value={ask.budget} error={problem("budget_s")} onChange={(budget) => set({ budget })} />
      <DeviceSelect devices={devices} value={ask.device} error={problem("device")} onChange={(name) => set({ device: name })} />
      {model.inputs.some((input) => !input.shape?.slice(1).every((dim) => typeof dim === "number")) && (
        <ShapeFields model={model} texts={ask.shapes} onChange={(shapes) => set({ shapes })} error={error} />
      )}
      <button type="button" className={classes.fold} aria-expanded={unfolded} onClick={() => setOpened(!opened)}>
        {unfolded ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        More settings
      </button>
      <Collapse expanded={unfolded}>
        <div className={classes.more}>
          <NumberInput className={classes.wide} label="Memory limit" suffix=" MB" placeholder="none" value={ask.memory} error={problem("memory_limit_bytes")} onChange={(memory) => set({ memory })} />
          <TextInput className={classes.wide} label="Batches" description="Such as 1,2,4-16x2 (4, 8, 16)" placeholder={list(space?.batch)} value={ask.batch} error={problem("batch")} onChange={(event) => set({ batch: event.currentTarget.value })} />
          <TextInput label="Streams" placeholder={list(space?.streams)} value={ask.streams} error={problem("streams")} onChange={(event) => set({ streams: event.currentTarget.value })} />
          <TextInput label="Requests" placeholder={list(space?.requests)} value={ask.requests} error={problem("requests")} onChange={(event) => set({ requests: event.currentTarget.value })} />
          <TextInput label="Threads" placeholder={list(space?.threads)} value={ask.threads} error={problem("threads")} onChange={(event) => set({ threads: event.currentTarget.value })} />
          <MultiSelect className={classes.wide} label="Precisions" description="The engine's own choice, unless you let it change results." placeholder={ask.precisions.length === 0 ? "auto" : ""} value={ask.precisions} error={problem("precision")} onChange={(precisions) => set({ precisions })} data={device?.precisions ?? []} />
        </div>
      </Collapse>
      <p className={estimated.estimate} aria-live="polite" data-testid="estimate">
        {request && !estimate.error && estimate.data && (
          <>
            <b>at most {about(estimate.data.seconds)}</b>
            <span>
              {counted(estimate.data.candidates, "configuration")}; measuring all of them takes about {about(estimate.data.sweep_seconds)}
            </span>
          </>
        )}
        {ask.goal === "limited" && ask.limit === "" && <span>Say within how many milliseconds an answer has to come.</span>}
      </p>
      {error && <ErrorNote error={error} shown={AT_FIELDS} />}
      <Button type="submit" leftSection={<IconTargetArrow size={17} />} loading={start.isPending} disabled={!request} fullWidth>
        Find the best
      </Button>
    </form>
  );
}
