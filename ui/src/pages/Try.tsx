import { Select, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPhotoScan } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useStartTry, useTry, type PictureSource, type TryRequest } from "../api/tries";
import { UNFINISHED, useDefaults, useModel, useModels, useRun, useRuns } from "../api/queries";
import type { Run } from "../api/types";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { JobCard } from "../components/JobCard";
import { LinkButton } from "../components/LinkButton";
import { Panel } from "../components/Panel";
import { RunEnding } from "../components/RunEnding";
import { ShapeFields } from "../components/ShapeFields";
import { EarlierPictures } from "../components/try/EarlierPictures";
import { PicturePicker } from "../components/try/PicturePicker";
import { TryResult } from "../components/try/TryResult";
import { hasOpenInputs, shapesOf } from "../shapes";
import { versionsOf } from "../versions";
import classes from "./Experiments.module.css";

const NO_RUNS: readonly Run[] = [];
const SHOWN = 12;

/** One picture, and what this model says of it, with another version beside it where wanted. */
export function Try() {
  const { id } = useParams({ from: "/models/$id" });
  const { run: chosen, beside: wanted } = useSearch({ from: "/models/$id/try" });
  const navigate = useNavigate();
  const { data: model } = useModel(id);
  const narrow = useMediaQuery("(max-width: 1180px)");
  const earlier = useRuns({ kind: ["try"], model: [id], limit: SHOWN });
  const runs = earlier.data?.runs ?? NO_RUNS;
  const { data: run, error } = useRun(chosen ?? runs.find(({ state }) => state === "succeeded")?.id);
  const { data: answered, error: unread } = useTry(run);
  const shown = useLatest(answered, id); // stays while the next one is on its way
  const beside = wanted ?? shown?.answers[1]?.model;
  const defaults = useDefaults();
  const start = useStartTry();
  const [shapes, setShapes] = useState<Record<string, string>>({});
  if (!model) return null;
  const go = (source: PictureSource, other: string | undefined, saliency?: TryRequest["saliency"]) => {
    if (!defaults) return;
    const models = [id, ...(other !== undefined ? [other] : [])];
    const body = { models, config: { device: defaults.config.device, shapes: shapesOf(shapes) }, saliency };
    start.mutate({ source, body }, { onSuccess: (next) => void navigate({ to: ".", search: (old) => ({ ...old, run: next.id, beside: other }) }) });
  };
  const show = (next: Run) => void navigate({ to: ".", search: (old) => ({ ...old, run: next.id }) });
  const again = (other: string | undefined, saliency?: TryRequest["saliency"]) => shown && go({ run: shown.run }, other, saliency);
  const working = start.isPending || (run === undefined ? chosen !== undefined && !error : UNFINISHED.includes(run.state));
  return (
    <div className={classes.page}>
      <aside className={narrow ? undefined : classes.settings}>
        <div className="stack">
          <Panel>
            <div className="stack">
              {hasOpenInputs(model) && <ShapeFields model={model} texts={shapes} onChange={setShapes} error={start.error} />}
              <PicturePicker busy={working || !defaults} error={start.error} onPick={(source) => go(source, beside)} />
              <BesideSelect
                id={id}
                value={beside}
                onChange={(other) => {
                  void navigate({ to: ".", search: (old) => ({ ...old, beside: other }) });
                  again(other);
                }}
              />
            </div>
          </Panel>
          {run && UNFINISHED.includes(run.state) && <JobCard run={run} log={false} />}
          <EarlierPictures runs={runs} selected={run?.id} onSelect={show} />
          <LinkButton to="/models/$id/accuracy" params={{ id }} variant="subtle" color="gray">
            Measure accuracy on many pictures
          </LinkButton>
        </div>
      </aside>
      <div className="stack">
        {(error ?? unread) && <ErrorNote error={error ?? unread} />}
        {run && !UNFINISHED.includes(run.state) && <RunEnding run={run} />}
        {shown ? (
          <TryResult tried={shown} busy={working} onExplain={(method, label) => again(beside, { method, label })} />
        ) : run?.state === "succeeded" || earlier.isPending ? (
          <Skeleton height={420} />
        ) : (
          !run && (
            <Panel>
              <EmptyState icon={<IconPhotoScan />} title="What does it see?">
                Drop a picture here. You get the best classes, the boxes or the mask that the model finds, how the picture went in, and for classifiers where the model
                looks. A second version can stand beside it.
              </EmptyState>
            </Panel>
          )
        )}
      </div>
    </div>
  );
}

/** The last thing that was there, until another model is looked at. */
function useLatest<T>(value: T | undefined, of: string): T | undefined {
  const [latest, setLatest] = useState<{ of: string; value: T }>();
  useEffect(() => {
    if (value !== undefined) setLatest({ of, value });
  }, [value, of]);
  return value ?? (latest?.of === of ? latest.value : undefined);
}

function BesideSelect({ id, value, onChange }: { id: string; value: string | undefined; onChange: (id: string | undefined) => void }) {
  const models = useModels().data?.models;
  const groups = useMemo(() => {
    const others = (models ?? []).map(({ model }) => model).filter((one) => one.id !== id);
    const family = versionsOf(id, models?.map(({ model }) => model) ?? []);
    const item = ({ id: other, name, precision }: (typeof others)[number]) => ({ value: other, label: `${name} · ${precision}` });
    return [
      { group: "Versions of this model", items: others.filter((one) => family.has(one.id)).map(item) },
      { group: "Other models", items: others.filter((one) => !family.has(one.id)).map(item) },
    ].filter(({ items }) => items.length > 0);
  }, [models, id]);
  return (
    <Select
      label="Beside it"
      placeholder={groups.length > 0 ? "Another version or model" : "There is no other model"}
      disabled={groups.length === 0}
      searchable
      clearable
      value={value ?? null}
      onChange={(other) => onChange(other ?? undefined)}
      data={groups}
    />
  );
}
