import { Skeleton } from "@mantine/core";
import { IconStack3 } from "@tabler/icons-react";
import { useParams, useSearch } from "@tanstack/react-router";
import { UNFINISHED, useModel, useProfile, useRun, useRuns } from "../api/queries";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { JobCard } from "../components/JobCard";
import { LayerWorkbench } from "../components/LayerWorkbench";
import { Panel } from "../components/Panel";
import { ProfileButton } from "../components/ProfileButton";
import { RunEnding } from "../components/RunEnding";
import classes from "./page.module.css";

/** Where the time goes, layer by layer. */
export function Layers() {
  const { id } = useParams({ from: "/models/$id" });
  const { run: chosen } = useSearch({ from: "/models/$id/layers" });
  const { data: model } = useModel(id);
  const list = useRuns({ kind: ["profile"], model: [id], limit: 100 });
  const runs = list.data?.runs ?? [];
  const shown = chosen ?? runs.find((run) => run.state === "succeeded" || UNFINISHED.includes(run.state))?.id;
  const { data: run, error } = useRun(shown);
  const profile = useProfile(run);
  if (!model) return null;
  if (error ?? list.error ?? profile.error) {
    return (
      <div className={classes.page}>
        <ErrorNote error={error ?? list.error ?? profile.error} />
      </div>
    );
  }
  if (profile.data && run) return <LayerWorkbench model={model} run={run} profile={profile.data} runs={runs} />;
  return (
    <div className={classes.page}>
      {(list.isPending || (run?.state === "succeeded" && profile.isPending)) && <Skeleton height={400} />}
      {run && UNFINISHED.includes(run.state) && <JobCard run={run} />}
      {run && <RunEnding run={run} />}
      {list.data && (!run || run.failure) && (
        <Panel>
          <EmptyState icon={<IconStack3 />} title="Not profiled yet" action={<ProfileButton model={model} />}>
            A profile runs the model with counters on, beside a run without them, and says for every executed layer how long it takes, with which
            kernel and precision, and how close it comes to what this machine can do.
          </EmptyState>
        </Panel>
      )}
    </div>
  );
}
