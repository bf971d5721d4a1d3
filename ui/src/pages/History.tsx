import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconFileExport, IconHistory } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useExportRuns } from "../api/annotations";
import { useHistory, type Series } from "../api/history";
import { useModel } from "../api/queries";
import { CompareButton } from "../components/compare/CompareButton";
import { HistoryChart } from "../components/charts/HistoryChart";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { HistoryPoints } from "../components/HistoryPoints";
import { ImportRunsButton } from "../components/ImportRunsButton";
import { ImportRunsNote } from "../components/ImportRunsNote";
import { MarkedBar } from "../components/MarkedBar";
import { MeasureButton } from "../components/MeasureButton";
import { Panel } from "../components/Panel";
import { SeriesTable } from "../components/SeriesTable";
import { StepList } from "../components/StepList";
import { toggled } from "../components/VirtualTable";
import { whole } from "../format";
import { FIGURE_TITLES } from "../history";
import { HISTORY_FIGURES, type HistoryFigure } from "../views";
import classes from "./History.module.css";
import page from "./page.module.css";

/** All benchmarks of a model over time, over versions and machines, with the steps in them. */
export function History() {
  const { id } = useParams({ from: "/models/$id" });
  const search = useSearch({ from: "/models/$id/history" });
  const { figure: shown = "throughput_fps", axis = "run", series: chosen, sort = "-points", points: order = "-created" } = search;
  const navigate = useNavigate();
  const { data: model } = useModel(id);
  const { data: history, error, isPending, refetch } = useHistory(id);
  const save = useExportRuns();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const set = (part: Partial<typeof search>) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true });
  const open = (run: string) => void navigate({ to: "/runs/$id", params: { id: run } });
  const series = useMemo(() => history?.series.find((one) => one.key === chosen) ?? longest(history?.series), [history, chosen]);
  if (!model) return null;
  return (
    <div className={page.page}>
      <div className={classes.tools}>
        <SegmentedControl aria-label="Which figure" value={shown} onChange={(value) => set({ figure: value as HistoryFigure })} data={HISTORY_FIGURES.map((value) => ({ value, label: FIGURE_TITLES[value] }))} />
        <SegmentedControl
          aria-label="Points by"
          value={axis}
          onChange={(value) => set({ axis: value === "date" ? "date" : undefined })}
          data={[
            { value: "run", label: "Run by run" },
            { value: "date", label: "By date" },
          ]}
        />
        <span className="grow quiet-text">
          {history && `${whole(history.points)} benchmarks in ${history.series.length} series${history.left_out > 0 ? `; ${whole(history.left_out)} older ones left out` : ""}`}
        </span>
        <Button variant="default" leftSection={<IconFileExport size={16} />} loading={save.isPending} disabled={!history || history.points === 0} onClick={() => save.mutate({ name: model.name, model: id })}>
          Export runs
        </Button>
        <ImportRunsButton />
      </div>
      <ImportRunsNote />
      {(error ?? save.error) && <ErrorNote error={error ?? save.error} retry={error ? () => void refetch() : undefined} />}
      {isPending && <Skeleton height={380} />}
      {history && history.series.length === 0 && (
        <Panel>
          <EmptyState icon={<IconHistory />} title="No history yet" action={<MeasureButton model={model} />}>
            Every benchmark of this model becomes a point here. What changed between two of them, such as a version, is marked; runs of other machines can be
            imported beside yours.
          </EmptyState>
        </Panel>
      )}
      {history && series && (
        <>
          <Panel>
            <HistoryChart series={series} shown={shown} byDate={axis === "date"} marked={marked} onOpen={open} onMark={(run) => setMarked((now) => toggled(now, run))} />
          </Panel>
          <MarkedBar count={marked.size} what="point" onClear={() => setMarked(new Set())}>
            <CompareButton runs={[...marked]} />
          </MarkedBar>
          <StepList series={series} shown={shown} />
          <SeriesTable history={history} shown={shown} selected={series.key} onSelect={(key) => set({ series: key })} sort={sort} onSort={(next) => set({ sort: next })} />
          <HistoryPoints series={series} sort={order} onSort={(next) => set({ points: next })} marked={marked} onMark={setMarked} onOpen={open} />
        </>
      )}
    </div>
  );
}

/** The series with the most points: it has the most to tell. */
function longest(series: readonly Series[] = []): Series | undefined {
  return series.reduce<Series | undefined>((most, one) => (most && most.points.length >= one.points.length ? most : one), undefined);
}
