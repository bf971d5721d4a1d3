import { Button, Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconListDetails } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { UNFINISHED, type RunQuery } from "../api/queries";
import { useRunPages } from "../api/runPages";
import type { RunState } from "../api/types";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { FilterBox } from "../components/FilterBox";
import { ImportRunsButton } from "../components/ImportRunsButton";
import { ImportRunsNote } from "../components/ImportRunsNote";
import { LinkButton } from "../components/LinkButton";
import { MarkedRuns } from "../components/MarkedRuns";
import { PageHead } from "../components/PageHead";
import { Panel } from "../components/Panel";
import { EVERYTHING, isNarrowed, RunFilters, type RunSearch } from "../components/RunFilters";
import { runColumns } from "../components/runColumns";
import { VirtualGrid } from "../components/VirtualGrid";
import { moment, whole } from "../format";
import { runTitle } from "../runs";
import classes from "./page.module.css";

// The server is asked when typing pauses, not for every letter.
const TYPING_MS = 180;

/** The queue, live, and everything that was ever run. */
export function Runs() {
  const search = useSearch({ from: "/runs" });
  const navigate = useNavigate();
  const [q] = useDebouncedValue(search.q, TYPING_MS);
  const filter = useMemo(() => queryOf({ ...search, q: search.q && q }), [search, q]);
  const { total, rowAt, onSight, between, error, refetch } = useRunPages(filter);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const set = (part: RunSearch) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true });
  const minute = Math.floor(Date.now() / 60_000); // "5 min ago" is written anew when it changes, not at every key
  const columns = useMemo(() => runColumns((tag) => void navigate({ to: "/runs", search: { tag: [tag] } })), [navigate, minute]);
  const narrowed = isNarrowed(search);
  return (
    <div className={classes.fill}>
      <PageHead
        title="Runs"
        note={total !== undefined && `${whole(total)} ${total === 1 ? "run" : "runs"}${narrowed ? " fit" : ""}; one measures at a time`}
        actions={
          <>
            <FilterBox label="Search runs" placeholder="Model, device, tag, note, id" value={search.q ?? ""} onChange={(text) => set({ q: text || undefined })} width={280} />
            <ImportRunsButton />
          </>
        }
      />
      <ImportRunsNote />
      <RunFilters search={search} onChange={set} />
      {error !== undefined && error !== null && <ErrorNote error={error} retry={refetch} />}
      {total === undefined && !error && <Skeleton height={320} />}
      {total === 0 && <NoRuns narrowed={narrowed} onAll={() => set(EVERYTHING)} />}
      {total !== undefined && total > 0 && (
        <Panel flush className="grow">
          <VirtualGrid
            label="Runs"
            count={total}
            rowAt={rowAt}
            columns={columns}
            rowId={(run) => run.id}
            sort={search.sort ?? "-created"}
            onSort={(sort) => set({ sort })}
            onOpen={(run) => void navigate({ to: "/runs/$id", params: { id: run.id } })}
            onSight={onSight}
            marks={{
              has: (run) => marked.has(run.id),
              name: (run) => `Mark ${runTitle(run)}, ${moment(run.created)}`,
              onToggle: (run) =>
                setMarked((now) => {
                  const next = new Set(now);
                  if (!next.delete(run.id)) next.add(run.id);
                  return next;
                }),
              onRange: (from, to) => void between(from, to).then((runs) => setMarked((now) => new Set([...now, ...runs.map((run) => run.id)]))),
            }}
            steady
            rowHeight={52}
            minWidth={840}
          />
        </Panel>
      )}
      <MarkedRuns ids={[...marked]} onClear={() => setMarked(new Set())} />
    </div>
  );
}

function NoRuns({ narrowed, onAll }: { narrowed: boolean; onAll: () => void }) {
  if (!narrowed) {
    return (
      <EmptyState icon={<IconListDetails />} title="Nothing was run yet" action={<LinkButton to="/">Import a model</LinkButton>}>
        Imports, benchmarks and profiles appear here, with their results and logs.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconListDetails />}
      title="No run fits"
      action={
        <Button variant="default" onClick={onAll}>
          Show all runs
        </Button>
      }
    >
      Loosen the filter.
    </EmptyState>
  );
}

/** The address of the list as the API's question. */
function queryOf(search: RunSearch): RunQuery {
  const states = search.state?.flatMap((state) => (state === "unfinished" ? UNFINISHED : [state as RunState]));
  const { sort = "-created" } = search;
  return {
    search: search.q,
    kind: search.kind,
    state: states,
    verdict: search.verdict as RunQuery["verdict"],
    device: search.device,
    host: search.host,
    tag: search.tag,
    model: search.model === undefined ? undefined : [search.model],
    sort: sort.replace("-", "") as RunQuery["sort"],
    order: sort.startsWith("-") ? "desc" : "asc",
  };
}
