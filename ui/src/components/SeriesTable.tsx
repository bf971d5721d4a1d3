import { useMemo } from "react";
import type { History, Series } from "../api/history";
import { change } from "../compare";
import { ago, figure, spread } from "../format";
import { FIGURE_UNITS, seriesWords, stepsOf } from "../history";
import type { HistoryFigure } from "../views";
import { WordTag } from "./compare/WordTag";
import { Panel } from "./Panel";
import { VirtualTable, type Column } from "./VirtualTable";

interface Props {
  history: History;
  shown: HistoryFigure;
  selected: string;
  onSelect: (key: string) => void;
  sort: string;
  onSort: (sort: string) => void;
}

/** The series of a model: what differs between them is more than time and versions. */
export function SeriesTable({ history, shown, selected, onSelect, sort, onSort }: Props) {
  const columns = useMemo(() => columnsFor(shown), [shown]);
  return (
    <Panel flush title="Series" note="Benchmarks of one series differ in nothing but time and versions; choose the one to look at">
      <VirtualTable label="Series" rows={history.series} columns={columns} rowId={(series) => series.key} sort={sort} onSort={onSort} selected={selected} onSelect={(series) => onSelect(series.key)} maxHeight={300} minWidth={760} />
    </Panel>
  );
}

function columnsFor(shown: HistoryFigure): Column<Series>[] {
  return [
    { key: "device", title: "Device", width: "60px", sortBy: (series) => series.device, cell: (series) => <b>{series.device}</b> },
    { key: "config", title: "Ran with", width: "minmax(150px, 2fr)", sortBy: seriesWords, cell: (series) => <span title={seriesWords(series)}>{seriesWords(series)}</span> },
    { key: "host", title: "Host", width: "minmax(80px, 1fr)", sortBy: (series) => series.host, cell: (series) => <span title={series.cpu}>{series.host}</span> },
    { key: "points", title: "Points", width: "60px", align: "right", sortBy: (series) => series.points.length, cell: (series) => series.points.length },
    {
      key: "value",
      title: "Newest",
      width: "128px",
      align: "right",
      sortBy: (series) => series.points.at(-1)?.[shown].value,
      cell: (series) => {
        const newest = series.points.at(-1)?.[shown];
        return (
          newest && (
            <>
              <b>{figure(newest.value, 4)}</b> {FIGURE_UNITS[shown]} <span className="quiet-text">{spread(newest)}</span>
            </>
          )
        );
      },
    },
    { key: "step", title: "Last step", width: "136px", sortBy: (series) => stepsOf(series, shown).at(-1)?.ratio.value, cell: (series) => <LastStep series={series} shown={shown} /> },
    { key: "latest", title: "Measured", width: "80px", align: "right", sortBy: (series) => series.points.at(-1)?.created, cell: (series) => <span className="quiet-text">{ago(series.points.at(-1)?.created)}</span> },
  ];
}

function LastStep({ series, shown }: { series: Series; shown: HistoryFigure }) {
  const step = stepsOf(series, shown).at(-1);
  if (!step) return <span className="quiet-text">none</span>;
  return (
    <span className="row">
      <WordTag word={step.word} />
      <span className="num">{change(step.ratio.value)}</span>
    </span>
  );
}
