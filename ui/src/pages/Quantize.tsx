import { Skeleton } from "@mantine/core";
import { IconArrowsMinimize } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { firstQuantize, type QuantizeAsk } from "../api/quantizeForm";
import { useDefaults, useModel, useRun, useRuns } from "../api/queries";
import type { Run } from "../api/types";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { Panel } from "../components/Panel";
import { QuantizeForm } from "../components/quantize/QuantizeForm";
import { QuantizeRunList } from "../components/quantize/QuantizeRunList";
import { QuantizeView } from "../components/quantize/QuantizeView";
import { RivalsPanel } from "../components/versions/RivalsPanel";
import { firstToShow } from "../runs";
import classes from "./Experiments.module.css";

const NO_RUNS: readonly Run[] = [];
const SHOWN = 200;

/** Make the model smaller: what may be lost left, what was tried and what it came to right, earlier ones below. */
export function Quantize() {
  const { id } = useParams({ from: "/models/$id" });
  const { run: chosen, dataset, keep, list = "-created" } = useSearch({ from: "/models/$id/quantize" });
  const navigate = useNavigate();
  const { data: model } = useModel(id);
  const defaults = useDefaults();
  const answer = useRuns({ kind: ["quantize"], model: [id], limit: SHOWN });
  const runs = answer.data?.runs ?? NO_RUNS;
  const { data: run, error } = useRun(chosen ?? firstToShow(runs)?.id);
  const [ask, setAsk] = useState<QuantizeAsk>();
  const device = defaults?.config.device;
  const kept = keep?.join("\n");
  useEffect(() => {
    if (device === undefined) return;
    const names = kept?.split("\n") ?? [];
    setAsk((now) => (now ? { ...now, keepNames: [...new Set([...now.keepNames, ...names])] } : firstQuantize(device, names)));
  }, [device, kept]);
  const suggested = dataset ?? run?.dataset ?? undefined;
  useEffect(() => {
    if (suggested !== undefined) setAsk((now) => now && (now.dataset === "" || dataset !== undefined) ? { ...now, dataset: suggested } : now);
  }, [suggested, dataset, ask === undefined]); // eslint-disable-line -- once the form is there
  const select = useCallback((next: Run) => void navigate({ to: "/models/$id/quantize", params: { id }, search: (old: { list?: string }) => ({ run: next.id, list: old.list }) }), [navigate, id]);
  const setList = useCallback((next: string) => void navigate({ to: ".", search: (old) => ({ ...old, list: next }), replace: true }), [navigate]);
  if (!model) return null;
  return (
    <div className={classes.page}>
      <aside>
        <Panel>{ask ? <QuantizeForm model={model} ask={ask} onChange={setAsk} onStarted={select} /> : <Skeleton height={320} />}</Panel>
      </aside>
      <div className="stack">
        {(error ?? answer.error) && <ErrorNote error={error ?? answer.error} />}
        {answer.isPending && <Skeleton height={300} />}
        {answer.data && runs.length === 0 && !run && (
          <Panel>
            <EmptyState icon={<IconArrowsMinimize />} title="Smaller and faster, as right as you need it">
              Say how much accuracy you may lose and choose pictures. You get the fastest 8-bit version that keeps it, beside this model: how right, how large, how fast,
              each with its interval, and every candidate that was tried on the way.
            </EmptyState>
          </Panel>
        )}
        {run && run.kind === "quantize" && <QuantizeView key={run.id} run={run} />}
        {model.recipe.kind === "converted" && <RivalsPanel model={model} dataset={ask?.dataset ?? ""} device={ask?.device ?? ""} />}
        {runs.length > 0 && <QuantizeRunList runs={runs} selected={run?.id} onSelect={select} sort={list} onSort={setList} />}
      </div>
    </div>
  );
}
