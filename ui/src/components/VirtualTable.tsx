import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import classes from "./VirtualTable.module.css";

export interface Column<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** What to sort by; a column without it cannot be sorted. Nulls come last either way. */
  sortBy?: (row: Row) => number | string | null | undefined;
  /** A CSS grid track. */
  width: string;
  align?: "right";
  /** Left out where the window is narrow. */
  wideOnly?: boolean;
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
  rowHeight?: number;
  /** The table is as high as its rows, up to this many pixels; without it, it fills its parent. */
  maxHeight?: number;
  empty?: ReactNode;
  minWidth?: number;
}

const HEAD_HEIGHT = 36;

/** A table that draws only the rows in sight: 10 000 rows sort, filter and scroll without waiting. */
export function VirtualTable<Row>(props: Props<Row>) {
  const { label, rows, rowId, sort, onSort, selected, onSelect, onOpen, rowHeight = 40, maxHeight, empty, minWidth } = props;
  const narrow = useMediaQuery("(max-width: 1180px)");
  const columns = useMemo(() => (narrow ? props.columns.filter((column) => !column.wideOnly) : props.columns), [props.columns, narrow]);
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const sorted = useMemo(() => sortRows(rows, props.columns, sort), [rows, props.columns, sort]);
  const [active, setActive] = useState(-1);
  const selectedIndex = useMemo(
    () => (selected === undefined ? -1 : sorted.findIndex((row) => rowId(row) === selected)),
    [sorted, selected, rowId],
  );
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: HEAD_HEIGHT,
  });

  // A selection that came from elsewhere (another pane, the URL) is brought into sight.
  useEffect(() => {
    if (selectedIndex < 0) return;
    setActive(selectedIndex);
    virtual.scrollToIndex(selectedIndex, { align: "auto" });
  }, [selectedIndex, virtual]);

  const move = (to: number) => {
    const index = Math.max(0, Math.min(sorted.length - 1, to));
    const row = sorted[index];
    if (row === undefined) return;
    setActive(index);
    virtual.scrollToIndex(index, { align: "auto" });
    onSelect?.(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const step: Record<string, number> = {
      ArrowDown: active + 1, j: active + 1, ArrowUp: active - 1, k: active - 1,
      Home: 0, End: sorted.length - 1, PageDown: active + page, PageUp: active - page,
    };
    const to = step[event.key];
    const row = sorted[active];
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
    if (to !== undefined) move(to);
    else if (event.key === "Enter" && row !== undefined) (onOpen ?? onSelect)?.(row);
    else return;
    event.preventDefault();
  };

  const dense = rowHeight < 40;
  const template = { gridTemplateColumns: columns.map((column) => column.width).join(" "), columnGap: dense ? 10 : 18 };
  const height = maxHeight === undefined ? undefined : Math.min(maxHeight, HEAD_HEIGHT + Math.max(1, sorted.length) * rowHeight + 2);
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <div ref={scroller} className={classes.scroller} style={height === undefined ? undefined : { height, flex: "none" }}>
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={active >= 0 ? `${prefix}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className={`${classes.grid} ${dense ? classes.dense : ""}`}
        style={{ minWidth }}
      >
        <div role="row" aria-rowindex={1} className={classes.head} style={template}>
          {columns.map((column) => (
            <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = sorted[item.index] as Row;
            const id = rowId(row);
            return (
              <div
                key={id}
                id={`${prefix}-${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={id === selected}
                data-active={item.index === active || undefined}
                className={`${classes.row} ${onSelect || onOpen ? classes.live : ""}`}
                style={{ ...template, height: item.size, transform: `translateY(${item.start}px)` }}
                onClick={() => {
                  setActive(item.index);
                  onSelect?.(row);
                }}
                onDoubleClick={() => onOpen?.(row)}
              >
                {columns.map((column) => (
                  <div role="gridcell" key={column.key} className={`${classes.cell} ${column.align === "right" ? classes.right : ""}`}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort: string; onSort: (sort: string) => void }) {
  const direction = sort === column.key ? "ascending" : sort === `-${column.key}` ? "descending" : undefined;
  const className = `${classes.headCell} ${column.align === "right" ? classes.right : ""}`;
  if (!column.sortBy) {
    return (
      <div role="columnheader" className={className}>
        {column.title}
      </div>
    );
  }
  return (
    <div role="columnheader" aria-sort={direction ?? "none"} className={className}>
      <button
        type="button"
        className={classes.sorter}
        onClick={() => onSort(direction === "descending" ? column.key : `-${column.key}`)}
      >
        {column.title}
        {direction === "ascending" && <IconArrowUp size={13} aria-hidden />}
        {direction === "descending" && <IconArrowDown size={13} aria-hidden />}
      </button>
    </div>
  );
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
