import { useCallback, useMemo, type ReactNode } from "react";
import { VirtualGrid, type GridColumn } from "./VirtualGrid";

export interface Column<Row> extends Omit<GridColumn<Row>, "sortable"> {
  /** What to sort by; a column without it cannot be sorted. Nulls come last either way. */
  sortBy?: (row: Row) => number | string | null | undefined;
}

interface Props<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  /** `key` ascending, `-key` descending. */
  sort: string;
  onSort: (sort: string) => void;
  selected?: string;
  onSelect?: (row: Row) => void;
  /** Enter and double click. */
  onOpen?: (row: Row) => void;
  /** Puts the sorted rows in their final order, such as children below their parents. Give a stable function. */
  arrange?: (rows: readonly Row[]) => readonly Row[];
  /** Ids of marked rows; with `onMark` the rows can be marked. */
  marked?: ReadonlySet<string>;
  onMark?: (marked: ReadonlySet<string>) => void;
  /** What the box that marks a row is called. */
  markName?: (row: Row) => string;
  /** See `VirtualGrid`. */
  steady?: boolean;
  rowHeight?: number;
  /** The table is as high as its rows, up to this many pixels; without it, it fills its parent. */
  maxHeight?: number;
  empty?: ReactNode;
  minWidth?: number;
}

const NONE: ReadonlySet<string> = new Set();

/** A table of rows that are all here: 10 000 of them sort, filter and scroll without waiting. */
export function VirtualTable<Row>(props: Props<Row>) {
  const { rows, columns, rowId, sort, selected, marked = NONE, onMark, markName, arrange, empty, ...rest } = props;
  const sorted = useMemo(() => {
    const plain = sortRows(rows, columns, sort);
    return arrange ? arrange(plain) : plain;
  }, [rows, columns, sort, arrange]);
  const heads = useMemo(() => columns.map((column) => ({ ...column, sortable: column.sortBy !== undefined })), [columns]);
  const selectedIndex = useMemo(
    () => (selected === undefined ? -1 : sorted.findIndex((row) => rowId(row) === selected)),
    [sorted, selected, rowId],
  );
  const rowAt = useCallback((index: number) => sorted[index], [sorted]);
  const marks = onMark && {
    has: (row: Row) => marked.has(rowId(row)),
    name: (row: Row) => markName?.(row) ?? `Mark ${rowId(row)}`,
    onToggle: (row: Row) => onMark(toggled(marked, rowId(row))),
    onRange: (from: number, to: number) => onMark(new Set([...marked, ...sorted.slice(from, to + 1).map(rowId)])),
  };
  if (rows.length === 0 && empty) return <>{empty}</>;
  return <VirtualGrid {...rest} count={sorted.length} rowAt={rowAt} columns={heads} rowId={rowId} sort={sort} selected={selected} selectedIndex={selectedIndex} marks={marks} />;
}

/** A set with one element more, or one less. */
export function toggled(set: ReadonlySet<string>, element: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(element)) next.add(element);
  return next;
}

function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: string): readonly Row[] {
  const descending = sort.startsWith("-");
  const by = columns.find((column) => column.key === (descending ? sort.slice(1) : sort))?.sortBy;
  if (!by) return rows;
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: by(row) ?? null }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return a.value === b.value ? 0 : a.value === null ? 1 : -1;
      return sign * (typeof a.value === "string" ? a.value.localeCompare(String(b.value)) : a.value - Number(b.value));
    })
    .map(({ row }) => row);
}
