import { Button, Select, Skeleton } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { UNFINISHED, useRuns } from "../api/queries";
import type { Run, RunState } from "../api/types";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { FilterBox } from "../components/FilterBox";
import { LinkButton } from "../components/LinkButton";
import { Meter } from "../components/Meter";
import { PageHead } from "../components/PageHead";
import { Panel } from "../components/Panel";
import { RunActions } from "../components/RunActions";
import { StateTag } from "../components/StateTag";
import { VerdictTag } from "../components/VerdictTag";
import { VirtualTable, type Column } from "../components/VirtualTable";
import { ago, figure, lasted, milliseconds, words } from "../format";
import { configWords, runTitle } from "../runs";
import classes from "./page.module.css";

const LIMIT = 1000;
const KINDS = ["import", "benchmark", "profile", "machine"];
const STATES: RunState[] = ["queued", "starting", "running", "succeeded", "failed", "cancelled", "lost"];

const COLUMNS: Column<Run>[] = [
  {
    key: "title",
    title: "Run",
    width: "minmax(170px, 1.6fr)",
    sortBy: (run) => runTitle(run),
    cell: (run) => (
      <Link to="/runs/$id" params={{ id: run.id }} style={{ color: "var(--ink)", fontWeight: 540 }}>
        {runTitle(run)}
      </Link>
    ),
  },
  { key: "config", title: "Asked for", width: "minmax(110px, 1.2fr)", cell: (run) => <span className="quiet-text">{configWords(run.config)}</span> },
  { key: "state", title: "State", width: "104px", sortBy: (run) => run.state, cell: (run) => <StateTag state={run.state} /> },
  {
    key: "result",
    title: "Result",
    width: "minmax(140px, 1.1fr)",
    sortBy: (run) => run.headline?.throughput_fps.value,
    cell: (run) => <Result run={run} />,
  },
  { key: "verdict", title: "Verdict", width: "116px", sortBy: (run) => run.headline?.verdict.status, cell: (run) => run.headline && <VerdictTag verdict={run.headline.verdict} /> },
  { key: "took", title: "Took", width: "72px", wideOnly: true, align: "right", cell: (run) => <span className="quiet-text">{lasted(run.started, run.ended)}</span> },
  { key: "created", title: "When", width: "90px", align: "right", sortBy: (run) => run.created, cell: (run) => <span className="quiet-text">{ago(run.created)}</span> },
  { key: "actions", title: "", width: "40px", cell: (run) => <RunActions run={run} /> },
];

/** The queue, live, and everything that was ever run. */
export function Runs() {
  const { q = "", sort = "-created", kind, state } = useSearch({ from: "/runs" });
  const navigate = useNavigate();
  const states = state === "unfinished" ? UNFINISHED : state ? [state as RunState] : undefined;
  const { data, error, isPending, refetch } = useRuns({ kind: kind ? [kind] : undefined, state: states, limit: LIMIT });
  const rows = useMemo(() => filterRuns(data?.runs ?? [], q), [data, q]);
  const set = (part: { q?: string; sort?: string; kind?: string; state?: string }) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true });
  const narrowed = q !== "" || kind !== undefined || state !== undefined;
  return (
    <div className={classes.fill}>
      <PageHead
        title="Runs"
        note={data && `${rows.length} of ${data.total}, newest first; one measures at a time`}
        actions={
          <>
            <Select aria-label="Kind" w={140} value={kind ?? ""} onChange={(value) => set({ kind: value || undefined })} data={[{ value: "", label: "All kinds" }, ...KINDS.map((value) => ({ value, label: words(value) }))]} />
            <Select
              aria-label="State"
              w={150}
              value={state ?? ""}
              onChange={(value) => set({ state: value || undefined })}
              data={[{ value: "", label: "All states" }, { value: "unfinished", label: "Unfinished" }, ...STATES.map((value) => ({ value, label: value === "succeeded" ? "Done" : words(value) }))]}
            />
            <FilterBox label="Filter runs" placeholder="Model, device, id" value={q} onChange={(text) => set({ q: text || undefined })} width={220} />
          </>
        }
      />
      {error && <ErrorNote error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton height={320} />}
      {data && (
        <Panel flush className="grow">
          <VirtualTable
            label="Runs"
            rows={rows}
            columns={COLUMNS}
            rowId={(run) => run.id}
            sort={sort}
            onSort={(next) => set({ sort: next })}
            onOpen={(run) => void navigate({ to: "/runs/$id", params: { id: run.id } })}
            rowHeight={44}
            minWidth={860}
            empty={
              <EmptyState
                icon={<IconListDetails />}
                title={narrowed ? "No run fits" : "Nothing was run yet"}
                action={
                  narrowed ? (
                    <Button variant="default" onClick={() => set({ q: undefined, kind: undefined, state: undefined })}>
                      Show all runs
                    </Button>
                  ) : (
                    <LinkButton to="/">Import a model</LinkButton>
                  )
                }
              >
                {narrowed ? "Loosen the filter." : "Imports, benchmarks and profiles appear here, with their results and logs."}
              </EmptyState>
            }
          />
        </Panel>
      )}
    </div>
  );
}

function Result({ run }: { run: Run }) {
  if (UNFINISHED.includes(run.state)) {
    return (
      <div title={run.progress.message}>
        <span className="quiet-text">{[run.progress.phase, run.progress.message].filter(Boolean).join(" · ")}</span>
        <Meter fraction={run.state === "queued" ? 0 : run.progress.fraction} label={`Progress of ${runTitle(run)}`} />
      </div>
    );
  }
  if (run.failure) {
    return (
      <span className="quiet-text" title={run.failure.message}>
        {run.failure.message}
      </span>
    );
  }
  if (!run.headline) return null;
  return (
    <span className="num">
      <b>{figure(run.headline.throughput_fps.value, 4)}</b> FPS, {milliseconds(run.headline.latency_ms.value)}
    </span>
  );
}

function filterRuns(runs: readonly Run[], q: string): readonly Run[] {
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return runs;
  return runs.filter((run) => {
    const text = `${runTitle(run)} ${run.id} ${configWords(run.config)} ${run.failure?.message ?? ""}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
