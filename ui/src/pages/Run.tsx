import { Skeleton } from "@mantine/core";
import { IconListDetails, IconScale } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useCallback } from "react";
import { useDataset, useDatasets } from "../api/datasets";
import { ApiError } from "../api/errors";
import { EXPERIMENTS, SEARCHES, UNFINISHED, useBenchmark, useMachineOf, useModels, useRun } from "../api/queries";
import type { Run, SearchPoint } from "../api/types";
import { useExplanation, useRivals } from "../api/versions";
import { AccuracyView } from "../components/accuracy/AccuracyView";
import { BenchmarkResult } from "../components/BenchmarkResult";
import { PairedAnswer } from "../components/compare/SideBySide";
import { AboutDataset } from "../components/datasets/AboutDataset";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { Facts } from "../components/Facts";
import { JobCard } from "../components/JobCard";
import { LinkButton } from "../components/LinkButton";
import { LiveLog } from "../components/LiveLog";
import { MachineResult } from "../components/MachineResult";
import { PageHead } from "../components/PageHead";
import { Panel } from "../components/Panel";
import { QuantizeView } from "../components/quantize/QuantizeView";
import { RunAnnotation } from "../components/RunAnnotation";
import { RunActions } from "../components/RunActions";
import { RunEnding } from "../components/RunEnding";
import { SearchView } from "../components/SearchView";
import { ExplanationView } from "../components/versions/ExplainPanel";
import { RivalsView } from "../components/versions/RivalsView";
import { StateTag } from "../components/StateTag";
import { lasted, moment, words } from "../format";
import { COMPARABLE, configWords, kindName, runTitle } from "../runs";
import classes from "./page.module.css";

/** One run: where it stands, what came out, what it printed. */
export function RunPage() {
  const { id } = useParams({ from: "/runs/$id" });
  const { data: run, error, refetch } = useRun(id);
  const navigate = useNavigate();
  const model = run?.model ?? "";
  const start = useCallback((point: SearchPoint) => void navigate({ to: "/models/$id/experiments", params: { id: model }, search: { way: "single", run: id, from: point.run ?? undefined } }), [navigate, model, id]);
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState icon={<IconListDetails />} title={error.body.message} action={<LinkButton to="/runs">Show all runs</LinkButton>}>
        {error.body.hint || "It may have been deleted."}
      </EmptyState>
    );
  }
  return (
    <div className={classes.page}>
      {error && <ErrorNote error={error} retry={() => void refetch()} />}
      {!run && !error && <Skeleton height={320} />}
      {run && (
        <>
          <PageHead
            title={runTitle(run)}
            note={
              <>
                <StateTag state={run.state} />
                {moment(run.created)}
                {run.ended && `, took ${lasted(run.started, run.ended)}`}
              </>
            }
            actions={
              <>
                <Onward run={run} />
                {run.state === "succeeded" && COMPARABLE.includes(run.kind) && (
                  <LinkButton to="/compare" search={{ run: [run.id] }} variant="default" leftSection={<IconScale size={16} />}>
                    {run.kind === "compare" ? "The whole comparison" : "Compare"}
                  </LinkButton>
                )}
                {!UNFINISHED.includes(run.state) && <RunActions run={run} onDeleted={() => void navigate({ to: "/runs" })} />}
              </>
            }
          />
          {SEARCHES.includes(run.kind) ? (
            <SearchView run={run} onStart={start} onStarted={(next) => void navigate({ to: "/runs/$id", params: { id: next.id } })} />
          ) : run.kind === "accuracy" ? (
            <AccuracyView run={run} onStarted={(next) => void navigate({ to: "/runs/$id", params: { id: next.id } })} />
          ) : run.kind === "quantize" ? (
            <QuantizeView run={run} />
          ) : (
            <>
              {UNFINISHED.includes(run.state) && <JobCard run={run} log={false} />}
              <RunEnding run={run} />
              <Outcome run={run} />
            </>
          )}
          <RunAnnotation run={run} />
          <Panel title="About this run">
            <Facts columns={2} facts={runFacts(run)} />
          </Panel>
          <Panel title="Log" note="What the worker and the native libraries in it printed">
            <LiveLog key={run.id} run={run} height={360} />
          </Panel>
        </>
      )}
    </div>
  );
}

function Onward({ run }: { run: Run }) {
  const models = useModels().data?.models;
  const datasets = useDatasets().data?.datasets;
  if (run.kind === "dataset_import") {
    if (!run.dataset || !datasets?.some(({ id }) => id === run.dataset)) return null; // failed, or deleted since
    return (
      <LinkButton to="/datasets/$id" params={{ id: run.dataset }}>
        Open the dataset
      </LinkButton>
    );
  }
  if (!run.model || !models?.some(({ model }) => model.id === run.model)) return null; // imported without its model
  if (EXPERIMENTS.includes(run.kind)) {
    return (
      <LinkButton to="/models/$id/experiments" params={{ id: run.model }} search={{ run: run.id }} variant="default">
        Among the experiments
      </LinkButton>
    );
  }
  if (run.kind === "accuracy") {
    return (
      <LinkButton to="/models/$id/accuracy" params={{ id: run.model }} search={{ run: run.id }} variant="default">
        Among the model’s accuracies
      </LinkButton>
    );
  }
  if (run.kind === "quantize") {
    return (
      <LinkButton to="/models/$id/quantize" params={{ id: run.model }} search={{ run: run.id }} variant="default">
        Among the model’s quantizations
      </LinkButton>
    );
  }
  if (run.kind === "profile" && run.state === "succeeded") {
    return (
      <LinkButton to="/models/$id/layers" params={{ id: run.model }} search={{ run: run.id }}>
        See the layers
      </LinkButton>
    );
  }
  return (
    <LinkButton to="/models/$id" params={{ id: run.model }} variant="default">
      Open the model
    </LinkButton>
  );
}

function Outcome({ run }: { run: Run }) {
  const dataset = useDataset(run.kind === "dataset_import" ? (run.dataset ?? undefined) : undefined);
  const benchmark = useBenchmark(run);
  const machine = useMachineOf(run);
  if (run.kind === "compare" && run.state === "succeeded") return <PairedAnswer id={run.id} />;
  if (dataset.data) return <AboutDataset dataset={dataset.data} />;
  if (run.kind === "explain") return <ExplainRun run={run} />;
  if (run.kind === "rivals") return <RivalsRun run={run} />;
  if (benchmark.error) return <ErrorNote error={benchmark.error} />;
  if (benchmark.data) return <BenchmarkResult result={benchmark.data} />;
  if (machine.error) return <ErrorNote error={machine.error} />;
  if (machine.data) return <MachineResult machine={machine.data} />;
  return null;
}

/** Why a version is no faster. */
function ExplainRun({ run }: { run: Run }) {
  const { data, error } = useExplanation(run);
  if (error) return <ErrorNote error={error} />;
  return data ? (
    <Panel title="Why is it not faster?" note={`${data.version_name} against ${data.parent_name}: ${configWords(data.config)}`}>
      <ExplanationView found={data} />
    </Panel>
  ) : null;
}

/** Reduced floating point beside f32. */
function RivalsRun({ run }: { run: Run }) {
  const { data, error } = useRivals(run);
  if (error) return <ErrorNote error={error} />;
  return data ? (
    <Panel title="Rivals">
      <RivalsView found={data} />
    </Panel>
  ) : null;
}

function runFacts(run: Run) {
  return [
    ["Kind", kindName(run.kind)],
    [run.kind === "dataset_import" ? "Dataset" : "Model", run.model ? <Link key="model" to="/models/$id" params={{ id: run.model }}>{run.model_name}</Link> : run.model_name],
    ["Pictures", run.kind === "accuracy" && run.dataset ? <Link key="dataset" to="/datasets/$id" params={{ id: run.dataset }}>the dataset</Link> : null],
    ["Asked for", configWords(run.config)],
    ["Load", run.plan && `${words(run.plan.mode)}, ${run.plan.effort}, up to ${run.plan.budget_s} s`],
    ["Queued", moment(run.created)],
    ["Started", run.started && moment(run.started)],
    ["Ended", run.ended && moment(run.ended)],
    ["Imported from", run.imported_from && `${run.imported_from.host}, ${moment(run.imported_from.imported)}`],
    ["Got to", run.state !== "succeeded" ? run.progress.phase : null],
    ["Id", <span key="id" className="mono">{run.id}</span>],
  ] as const;
}
