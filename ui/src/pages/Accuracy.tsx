import { Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconTarget } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useStartAccuracy, type Tried } from "../api/accuracy";
import { accuracyRequest, firstAccuracy, withReading, type AccuracyAsk } from "../api/accuracyForm";
import { useFamily } from "../api/family";
import { useDefaults, useModel, useModels, useRun, useRuns } from "../api/queries";
import type { Run } from "../api/types";
import { AccuracyForm } from "../components/accuracy/AccuracyForm";
import { AccuracyRunList } from "../components/accuracy/AccuracyRunList";
import { AccuracyView } from "../components/accuracy/AccuracyView";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { Panel } from "../components/Panel";
import { TryLink } from "../components/try/TryLink";
import { firstToShow } from "../runs";
import classes from "./Experiments.module.css";

const NO_RUNS: readonly Run[] = [];
const PREVIEWED = 3;
const SHOWN = 500;

/** How right the model is: what to measure on left, the verdict and the pictures right, everything measured before below. */
export function Accuracy() {
  const { id } = useParams({ from: "/models/$id" });
  const { run: chosen, dataset, list = "-created" } = useSearch({ from: "/models/$id/accuracy" });
  const navigate = useNavigate();
  const { data: model } = useModel(id);
  const models = useModels().data?.models;
  const defaults = useDefaults();
  const narrow = useMediaQuery("(max-width: 1180px)");
  const family = useFamily(id);
  const answer = useRuns({ kind: ["accuracy"], model: family, points: true, limit: SHOWN }, family !== undefined); // also those of quantizations
  const runs = answer.data?.runs ?? NO_RUNS;
  const { data: run, error } = useRun(chosen ?? (firstToShow(runs.filter((one) => one.model === id)) ?? firstToShow(runs.filter((one) => !one.accuracy?.preview)))?.id);
  // Previews have served when something was measured; the one that is looked at stays.
  const listed = useMemo(() => runs.filter(({ id: one, accuracy }) => !accuracy?.preview || one === run?.id), [runs, run?.id]);
  const [ask, setAsk] = useState<AccuracyAsk>();
  const start = useStartAccuracy();
  const device = defaults?.config.device;
  useEffect(() => {
    if (device !== undefined) setAsk((now) => now ?? firstAccuracy(device));
  }, [device]);
  const suggested = dataset ?? run?.dataset ?? undefined;
  useEffect(() => {
    if (suggested !== undefined) setAsk((now) => now && (now.dataset === "" || dataset !== undefined) ? { ...now, dataset: suggested } : now);
  }, [suggested, dataset, ask === undefined]); // eslint-disable-line -- once the form is there
  const select = useCallback((next: Run) => void navigate({ to: "/models/$id/accuracy", params: { id }, search: (old: { list?: string }) => ({ run: next.id, list: old.list }) }), [navigate, id]);
  const setList = useCallback((next: string) => void navigate({ to: ".", search: (old) => ({ ...old, list: next }), replace: true }), [navigate]);
  if (!model) return null;
  const tryReading = (tried: Tried) => {
    const shown = models?.find((entry) => entry.model.id === run?.model)?.model; // also another version of this model
    if (!ask || !shown) return;
    const wanted = withReading({ ...ask, dataset: run?.dataset ?? ask.dataset }, tried);
    setAsk(wanted);
    start.mutate(accuracyRequest(shown, wanted, PREVIEWED), { onSuccess: select });
  };
  const form = ask ? <AccuracyForm model={model} ask={ask} onChange={setAsk} onStarted={select} /> : <Skeleton height={320} />;
  return (
    <div className={classes.page}>
      <aside className={narrow ? undefined : classes.settings}>
        <div className="stack">
          <Panel>{form}</Panel>
          <TryLink model={id} />
        </div>
      </aside>
      <div className="stack">
        {(error ?? answer.error ?? start.error) && <ErrorNote error={error ?? answer.error ?? start.error} />}
        {answer.isPending && <Skeleton height={300} />}
        {answer.data && runs.length === 0 && !run && (
          <Panel>
            <EmptyState icon={<IconTarget />} title="How right is it?">
              Choose labelled pictures. You get the figures with their intervals, every class, what is taken for what, and the pictures that the model gets wrong. No
              configuration file: how the model is read is found out and shown to you.
            </EmptyState>
          </Panel>
        )}
        {run && run.kind === "accuracy" && <AccuracyView key={run.id} run={run} ask={ask} onTry={tryReading} onStarted={select} />}
        {listed.length > 0 && <AccuracyRunList runs={listed} selected={run?.id} onSelect={select} sort={list} onSort={setList} />}
      </div>
    </div>
  );
}
