import { useMemo, useState } from "react";
import { nameOfClass, type Dataset } from "../../api/datasets";
import { classColour, countedThings, lacksNames } from "../../datasets";
import { whole } from "../../format";
import { FilterBox } from "../FilterBox";
import { Panel } from "../Panel";
import { ShareBar } from "../ShareBar";
import { VirtualTable, type Column } from "../VirtualTable";
import classes from "./ClassPanel.module.css";

interface Row {
  label: number;
  name: string;
  count: number;
}

interface Props {
  dataset: Dataset;
  label: number | undefined;
  sort: string;
  onSort: (sort: string) => void;
  /** Narrow the pictures to a class. */
  onChoose: (label: number) => void;
}

const FILTERED_FROM = 12;
const ROW_HEIGHT = 32;
const ROWS_SHOWN = 10.5; // half a row says that there are more
const HEAD_HEIGHT = 38;

/** How often each class is there; a click shows the pictures of one. */
export function ClassPanel({ dataset, label, sort, onSort, onChoose }: Props) {
  const [q, setQ] = useState("");
  const things = countedThings(dataset);
  const rows = useMemo(
    () => Array.from({ length: dataset.class_count }, (_, index): Row => ({ label: index, name: nameOfClass(dataset, index), count: dataset.counts[index] ?? 0 })),
    [dataset],
  );
  const fitting = useMemo(() => rows.filter(({ name }) => name.toLowerCase().includes(q.trim().toLowerCase())), [rows, q]);
  const columns = useMemo(() => columnsOf(dataset, rows), [dataset, rows]);
  const present = rows.filter(({ count }) => count > 0).length;
  return (
    <Panel
      flush
      title="Classes"
      note={`${whole(dataset.class_count)} ${lacksNames(dataset) ? "without names" : dataset.class_count === 1 ? "class" : "classes"}${present < rows.length ? `, ${whole(present)} of them in labels` : ""}`}
    >
      {rows.length >= FILTERED_FROM && (
        <div className={classes.filter}>
          <FilterBox label="Filter classes" placeholder="Filter classes" value={q} onChange={setQ} width="100%" />
        </div>
      )}
      <VirtualTable
        label={`Classes with their ${things}`}
        rows={fitting}
        columns={columns}
        rowId={(row) => String(row.label)}
        sort={sort}
        onSort={onSort}
        selected={label === undefined ? undefined : String(label)}
        onSelect={(row) => onChoose(row.label)}
        steady
        rowHeight={ROW_HEIGHT}
        maxHeight={HEAD_HEIGHT + ROWS_SHOWN * ROW_HEIGHT}
        empty={<p className={classes.none}>“{q}” is in no name of a class.</p>}
      />
    </Panel>
  );
}

function columnsOf(dataset: Dataset, rows: readonly Row[]): Column<Row>[] {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const coloured = !dataset.tasks.includes("classification");
  const things = countedThings(dataset);
  return [
    {
      key: "class",
      title: "Class",
      width: "minmax(90px, 1.1fr)",
      sortBy: (row) => (dataset.classes.length > 0 ? row.name.toLowerCase() : row.label),
      cell: (row) => (
        <span className={classes.name} title={row.name}>
          {coloured && <span className={classes.swatch} style={{ background: classColour(dataset, row.label) }} aria-hidden />}
          <span className="clip">{row.name}</span>
        </span>
      ),
    },
    {
      key: "count",
      title: things.charAt(0).toUpperCase() + things.slice(1),
      width: "minmax(96px, 1fr)",
      align: "right",
      sortBy: (row) => row.count,
      cell: (row) => (
        <span className={classes.bar}>
          {row.count > 0 && <ShareBar share={row.count / most} />}
          <span className={classes.count}>{whole(row.count)}</span>
        </span>
      ),
    },
  ];
}
