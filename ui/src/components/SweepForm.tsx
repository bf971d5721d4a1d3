import { Button, Collapse, MultiSelect, NumberInput, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight, IconPlayerPlay } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { problemOf } from "../api/errors";
import { useDevices, useMeasured, useStartSweep, useSweepEstimate, type SweepRequest } from "../api/queries";
import type { components } from "../api/schema";
import { cellKey, measuredCells, onDevice, sweepProblems, sweepRequest, type SweepAsk } from "../api/sweepForm";
import type { Config, Model, Run } from "../api/types";
import { percent, words } from "../format";
import { parseRanges, writeRanges } from "../ranges";
import classes from "./BenchmarkForm.module.css";
import { AddValues } from "./AddValues";
import { CellMatrix } from "./CellMatrix";
import { ConfirmSweep } from "./ConfirmSweep";
import { DeviceSelect } from "./DeviceSelect";
import { ErrorNote } from "./ErrorNote";
import { ShapeFields } from "./ShapeFields";
import { SweepEstimate } from "./SweepEstimate";

type Plans = components["schemas"]["PlansDocument"];

interface Props {
  model: Model;
  plans: Plans;
  config: Config;
  ask: SweepAsk;
  onChange: (ask: SweepAsk) => void;
  onStarted: (run: Run) => void;
}

const PAUSE_MS = 300;
const NO_RUNS: readonly Run[] = [];
const AT_FIELDS = ["device", "batch", "streams", "threads", "requests", "precision", "shapes", "budget_s", "plan.budget_s"];

/** Which configurations to measure: a matrix of batch and streams, everything else folded away. */
export function SweepForm({ model, plans, config, ask, onChange, onStarted }: Props) {
  const [opened, setOpened] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const devices = useDevices().data?.devices ?? [];
  const device = devices.find((one) => one.name === ask.device);
  const [leastStreams = 1, mostStreams = 1] = device?.streams ?? [];
  const runs = useMeasured(model.id).data?.runs ?? NO_RUNS;
  const measured = useMemo(() => measuredCells(runs, ask.device, ask.shapes), [runs, ask.device, ask.shapes]);
  const request = useMemo(() => sweepRequest(model, ask, config), [model, ask, config]);
  const [asked] = useDebouncedValue(request, PAUSE_MS);
  const estimate = useSweepEstimate(asked);
  const start = useStartSweep();
  const set = (part: Partial<SweepAsk>) => onChange({ ...ask, ...part });
  const unreadable = sweepProblems(ask);
  const error = request && asked === request ? (estimate.error ?? start.error) : null;
  const problem = (field: string) => unreadable[field as keyof typeof unreadable] ?? problemOf(error, field) ?? problemOf(error, `plan.${field}`);
  const folded = ["threads", "requests", "precision", "budget_s"];
  const unfolded = opened || folded.some((field) => problem(field) !== undefined);
  const effort = plans.efforts.find((plan) => plan.effort === ask.effort);
  const go = (body: SweepRequest) => start.mutate(body, { onSuccess: onStarted });
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!request) return;
    if (estimate.data?.needs_confirmation) setConfirming(true);
    else go(request);
  };
  const switchTo = (by: SweepAsk["by"]) => set(by === ask.by ? {} : by === "lists" ? asLists(ask) : asCells(ask));
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Sweep settings">
      <DeviceSelect devices={devices} value={ask.device} error={problem("device")} onChange={(name) => onChange(onDevice(ask, devices.find((one) => one.name === name), name))} />
      <div>
        <div className="spread">
          <span className={classes.label}>Batch by streams</span>
          <SegmentedControl size="xs" aria-label="Choose by" value={ask.by} onChange={(by) => switchTo(by as SweepAsk["by"])} data={[{ value: "cells", label: "Cells" }, { value: "lists", label: "Lists" }]} />
        </div>
        {ask.by === "cells" ? (
          <>
            <CellMatrix batches={ask.batches} streams={ask.streams} chosen={ask.cells} onChange={(cells) => set({ cells })} measured={measured} />
            <AddValues label="More batches" values={ask.batches} onChange={(batches) => set({ batches })} />
            {ask.streams.length <= mostStreams - leastStreams && <AddValues label="More streams" values={ask.streams} range={[leastStreams, mostStreams]} onChange={(streams) => set({ streams })} />}
            {(problem("batch") ?? problem("streams")) && <p role="alert" className={classes.problem}>{[problem("batch"), problem("streams")].filter(Boolean).join(" ")}</p>}
          </>
        ) : (
          <div className={classes.form}>
            <TextInput label="Batches" description="Such as 1,2,4-16x2 (4, 8, 16) or 4-16+4 (4, 8, 12, 16)" placeholder="the model's own" value={ask.batchText} error={problem("batch")} onChange={(event) => set({ batchText: event.currentTarget.value })} />
            <TextInput label="Streams" description={device?.streams ? `${device.streams[0]} to ${device.streams[1]} on this device` : undefined} placeholder="the engine's choice" value={ask.streamsText} error={problem("streams")} onChange={(event) => set({ streamsText: event.currentTarget.value })} />
          </div>
        )}
      </div>
      {model.inputs.some((input) => !input.shape?.slice(1).every((dim) => typeof dim === "number")) && (
        <ShapeFields model={model} texts={ask.shapes} onChange={(shapes) => set({ shapes })} error={error} />
      )}
      <button type="button" className={classes.fold} aria-expanded={unfolded} onClick={() => setOpened(!opened)}>
        {unfolded ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        More settings
      </button>
      <Collapse expanded={unfolded}>
        <div className={classes.more}>
          <div className={classes.wide}>
            <span className={classes.label}>How precise, each point</span>
            <SegmentedControl fullWidth aria-label="How precise, each point" value={ask.effort} onChange={(value) => set({ effort: value as SweepAsk["effort"] })} data={plans.efforts.map((plan) => ({ value: plan.effort, label: words(plan.effort) }))} />
            {effort && <p className={classes.about}>Stops within ±{percent(effort.precision_goal)}, or after {effort.budget_s} s.</p>}
          </div>
          <TextInput label="Threads" placeholder="auto" value={ask.threads} error={problem("threads")} onChange={(event) => set({ threads: event.currentTarget.value })} />
          <TextInput label="Requests" placeholder="auto" value={ask.requests} error={problem("requests")} onChange={(event) => set({ requests: event.currentTarget.value })} />
          <MultiSelect className={classes.wide} label="Precisions" placeholder={ask.precisions.length === 0 ? "auto" : ""} value={ask.precisions} error={problem("precision")} onChange={(precisions) => set({ precisions })} data={device?.precisions ?? []} />
          <NumberInput label="Time, each point" suffix=" s" placeholder={effort ? String(effort.budget_s) : ""} value={ask.budget} error={problem("budget_s")} onChange={(budget) => set({ budget })} />
        </div>
      </Collapse>
      <SweepEstimate estimate={request && !estimate.error ? estimate.data : undefined} nothing={ask.by === "cells" && ask.cells.size === 0} />
      {error && <ErrorNote error={error} shown={AT_FIELDS} />}
      <Button type="submit" leftSection={<IconPlayerPlay size={16} />} loading={start.isPending} disabled={!request} fullWidth>
        Start the sweep
      </Button>
      {confirming && request && estimate.data && (
        <ConfirmSweep
          estimate={estimate.data}
          onClose={() => setConfirming(false)}
          onConfirm={() => {
            setConfirming(false);
            go({ ...request, confirm: true });
          }}
        />
      )}
    </form>
  );
}

/** What is chosen in the matrix as lists; what is not a whole rectangle becomes one. */
function asLists(ask: SweepAsk): Partial<SweepAsk> {
  if (ask.cells.size === 0) return { by: "lists" };
  const pairs = [...ask.cells].map((key) => key.split(",").map(Number));
  const sorted = (place: number) => [...new Set(pairs.map((pair) => pair[place] ?? 0))].sort((a, b) => a - b);
  return { by: "lists", batchText: writeRanges(sorted(0)), streamsText: writeRanges(sorted(1)) };
}

/** Lists as cells of the matrix, which gets rows and columns for them; a matrix takes no more than can be looked at. */
function asCells(ask: SweepAsk): Partial<SweepAsk> {
  const batches = parseRanges(ask.batchText).values;
  const streams = parseRanges(ask.streamsText).values;
  if (batches.length * Math.max(1, streams.length) > MOST_CELLS) return { by: "cells" };
  const both = (now: readonly number[], more: readonly number[]) => [...new Set([...now, ...more])].sort((a, b) => a - b);
  const columns = streams.filter((value) => ask.streams.includes(value));
  return { by: "cells", batches: both(ask.batches, batches), cells: new Set(batches.flatMap((batch) => columns.map((value) => cellKey(batch, value)))) };
}

const MOST_CELLS = 2000;
