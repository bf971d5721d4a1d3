import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import classes from "./VirtualTable.module.css";

export interface GridColumn<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Whether its head sorts. */
  sortable?: boolean;
  /** A CSS grid track. */
  width: string;
  align?: "right";
  /** Left out where the window is narrow. */
  wideOnly?: boolean;
}

/** Rows that are marked to do something with all of them at once: by `x`, by their box, or a range with Shift. */
export interface Marks<Row> {
  has: (row: Row) => boolean;
  /** What the box of a row is called. */
  name: (row: Row) => string;
  onToggle: (row: Row) => void;
  /** All rows between two places, both included. */
  onRange: (from: number, to: number) => void;
}

interface Props<Row> {
  label: string;
  count: number;
  /** The row at a place; nothing while it is still on its way. */
  rowAt: (index: number) => Row | undefined;
  columns: readonly GridColumn<Row>[];
  rowId: (row: Row) => string;
  /** `key` ascending, `-key` descending. */
  sort: string;
  onSort: (sort: string) => void;
  selected?: string;
  /** Where the selected row is, -1 when unknown; it is brought into sight. */
  selectedIndex?: number;
  onSelect?: (row: Row) => void;
  /** Enter and double click. */
  onOpen?: (row: Row) => void;
  marks?: Marks<Row>;
  /** Told which rows are in sight. */
  onSight?: (first: number, last: number) => void;
  /** Cells say nothing but what is in their row, not even how long ago it was: a row that did not change is not drawn again. */
  steady?: boolean;
  rowHeight?: number;
  /** The table is as high as its rows, up to this many pixels; without it, it fills its parent. */
  maxHeight?: number;
  minWidth?: number;
}

const HEAD_HEIGHT = 36;
const MARK_TRACK = "28px";

/** A grid that draws only the rows in sight, wherever the rows come from. */
export function VirtualGrid<Row>(props: Props<Row>) {
  const { label, count, rowAt, rowId, sort, onSort, selected, selectedIndex = -1, onSelect, onOpen, marks, onSight, steady, rowHeight = 40, maxHeight, minWidth } = props;
  const narrow = useMediaQuery("(max-width: 1180px)");
  const columns = useMemo(() => (narrow ? props.columns.filter((column) => !column.wideOnly) : props.columns), [props.columns, narrow]);
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const [active, setActive] = useState(-1);
  const lastMarked = useRef(-1);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onSight?.(first, last), [onSight, first, last]);

  // A selection that came from elsewhere (another pane, the URL) is brought into sight.
  useEffect(() => {
    if (selectedIndex < 0) return;
    setActive(selectedIndex);
    virtual.scrollToIndex(selectedIndex, { align: "auto" });
  }, [selectedIndex, virtual]);

  const mark = (index: number, range: boolean) => {
    const row = rowAt(index);
    if (!marks || row === undefined) return;
    if (range && lastMarked.current >= 0) marks.onRange(Math.min(lastMarked.current, index), Math.max(lastMarked.current, index));
    else marks.onToggle(row);
    lastMarked.current = index;
  };
  const move = (to: number) => {
    const index = Math.max(0, Math.min(count - 1, to));
    if (count === 0) return;
    setActive(index);
    virtual.scrollToIndex(index, { align: "auto" });
    const row = rowAt(index);
    if (row !== undefined) onSelect?.(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const step: Record<string, number> = {
      ArrowDown: active + 1, j: active + 1, ArrowUp: active - 1, k: active - 1,
      Home: 0, End: count - 1, PageDown: active + page, PageUp: active - page,
    };
    const to = step[event.key];
    const row = active >= 0 ? rowAt(active) : undefined;
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
    if (to !== undefined) move(to);
    else if (event.key === "Enter" && row !== undefined) (onOpen ?? onSelect)?.(row);
    else if (marks && event.key.toLowerCase() === "x" && active >= 0) mark(active, event.shiftKey);
    else return;
    event.preventDefault();
  };
  const onRowClick = (event: MouseEvent, index: number) => {
    setActive(index);
    if (marks && (event.shiftKey || event.ctrlKey || event.metaKey)) return mark(index, event.shiftKey);
    if (marks) lastMarked.current = index;
    const row = rowAt(index);
    if (row !== undefined) onSelect?.(row);
    return undefined;
  };

  const dense = rowHeight < 40;
  const tracks = [...(marks ? [MARK_TRACK] : []), ...columns.map((column) => column.width)].join(" ");
  const template = { gridTemplateColumns: tracks, columnGap: dense ? 10 : narrow ? 12 : 18 };
  const height = maxHeight === undefined ? undefined : Math.min(maxHeight, HEAD_HEIGHT + Math.max(1, count) * rowHeight + 2);
  return (
    <div ref={scroller} className={classes.scroller} style={height === undefined ? undefined : { height, flex: "none" }}>
      <div
        ref={grid}
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length + (marks ? 1 : 0)}
        aria-multiselectable={marks ? true : undefined}
        aria-activedescendant={active >= 0 ? `${prefix}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className={`${classes.grid} ${dense ? classes.dense : ""}`}
        style={{ minWidth }}
      >
        <div role="row" aria-rowindex={1} className={classes.head} style={template}>
          {marks && (
            <div role="columnheader" className={classes.headCell}>
              <span className="visually-hidden">Marked</span>
            </div>
          )}
          {columns.map((column) => (
            <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rowAt(item.index);
            const place = { ...template, height: item.size, transform: `translateY(${item.start}px)` };
            if (row === undefined) return <ComingRow key={`coming-${item.index}`} index={item.index} columns={columns.length + (marks ? 1 : 0)} style={place} />;
            const id = rowId(row);
            const marked = marks?.has(row);
            return (
              <div
                key={id}
                id={`${prefix}-${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={marked ?? id === selected}
                data-active={item.index === active || undefined}
                className={`${classes.row} ${onSelect || onOpen ? classes.live : ""}`}
                style={place}
                onMouseDown={(event) => event.shiftKey && marks && event.preventDefault()} // a range of rows, not of text
                onClick={(event) => onRowClick(event, item.index)}
                onDoubleClick={() => onOpen?.(row)}
              >
                {marks && (
                  <MarkCell
                    name={marks.name(row)}
                    marked={marked ?? false}
                    onMark={(range) => {
                      setActive(item.index);
                      mark(item.index, range);
                      grid.current?.focus({ preventScroll: true }); // the keys go on working
                    }}
                  />
                )}
                {steady ? <SteadyCells row={row} columns={columns as readonly GridColumn<never>[]} /> : <Cells row={row} columns={columns} />}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Cells<Row>({ row, columns }: { row: Row; columns: readonly GridColumn<Row>[] }) {
  return columns.map((column) => (
    <div role="gridcell" key={column.key} className={`${classes.cell} ${column.align === "right" ? classes.right : ""}`}>
      {column.cell(row)}
    </div>
  ));
}

const SteadyCells = memo(function SteadyCells({ row, columns }: { row: unknown; columns: readonly GridColumn<never>[] }) {
  return <Cells row={row as never} columns={columns} />;
});

function MarkCell({ name, marked, onMark }: { name: string; marked: boolean; onMark: (range: boolean) => void }) {
  return (
    <div role="gridcell" className={classes.mark} onDoubleClick={(event) => event.stopPropagation()}>
      <label
        onClick={(event) => {
          event.stopPropagation();
          // Of a click on the box the browser must see the end, or it shows the state before it.
          if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
          onMark(event.shiftKey);
        }}
      >
        <input type="checkbox" aria-label={name} checked={marked} readOnly tabIndex={-1} />
      </label>
    </div>
  );
}

/** The place of a row that the server has not answered yet. */
function ComingRow({ index, columns, style }: { index: number; columns: number; style: React.CSSProperties }) {
  return (
    <div role="row" aria-rowindex={index + 2} aria-busy className={classes.row} style={style}>
      {Array.from({ length: columns }, (_, column) => (
        <div role="gridcell" key={column} className={classes.cell}>
          <span className={classes.coming} />
        </div>
      ))}
    </div>
  );
}

function HeadCell<Row>({ column, sort, onSort }: { column: GridColumn<Row>; sort: string; onSort: (sort: string) => void }) {
  const direction = sort === column.key ? "ascending" : sort === `-${column.key}` ? "descending" : undefined;
  const className = `${classes.headCell} ${column.align === "right" ? classes.right : ""}`;
  if (!column.sortable) {
    return (
      <div role="columnheader" className={className}>
        {column.title}
      </div>
    );
  }
  return (
    <div role="columnheader" aria-sort={direction ?? "none"} className={className}>
      <button type="button" className={classes.sorter} onClick={() => onSort(direction === "descending" ? column.key : `-${column.key}`)}>
        {column.title}
        {direction === "ascending" && <IconArrowUp size={13} aria-hidden />}
        {direction === "descending" && <IconArrowDown size={13} aria-hidden />}
      </button>
    </div>
  );
}
