import { useElementSize } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import classes from "./CardGrid.module.css";

interface Props<Item> {
  label: string;
  count: number;
  /** The item at a place; nothing while it is still on its way. */
  itemAt: (index: number) => Item | undefined;
  card: (item: Item, index: number) => ReactNode;
  /** What a card is called for those who do not see it, where its own words do not say it. */
  name?: (item: Item) => string;
  /** Enter and click. */
  onOpen: (index: number) => void;
  /** A key that the grid does not know itself; whether it was taken. */
  onKey?: (key: string) => boolean;
  /** Told which places are in sight. */
  onSight?: (first: number, last: number) => void;
  /** In pixels; cards share the width that is left. */
  cardWidth: number;
  cardHeight: number;
  /** The grid is as high as its rows, up to this many pixels. */
  maxHeight: number;
}

const GAP = 10;

/** A grid of cards that draws only those in sight, wherever they come from; arrow keys go from card to card. */
export function CardGrid<Item>({ label, count, itemAt, card, name, onOpen, onKey, onSight, cardWidth, cardHeight, maxHeight }: Props<Item>) {
  const { ref: sized, width } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const [active, setActive] = useState(0);
  const columns = Math.max(1, Math.floor((width + GAP) / (cardWidth + GAP)));
  const rows = Math.ceil(count / columns);
  const virtual = useVirtualizer({ count: rows, getScrollElement: () => scroller.current, estimateSize: () => cardHeight + GAP, overscan: 1 });
  const items = virtual.getVirtualItems();
  const first = (items[0]?.index ?? 0) * columns;
  const last = Math.max(first, Math.min(count, ((items.at(-1)?.index ?? 0) + 1) * columns) - 1);
  useEffect(() => {
    if (width > 0) onSight?.(first, last);
  }, [onSight, first, last, width]);
  useEffect(() => virtual.measure(), [virtual, columns, cardHeight]);

  const move = (to: number) => {
    const index = Math.max(0, Math.min(count - 1, to));
    setActive(index);
    virtual.scrollToIndex(Math.floor(index / columns), { align: "auto" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return;
    const page = columns * Math.max(1, Math.floor((scroller.current?.clientHeight ?? cardHeight) / (cardHeight + GAP)));
    const step: Record<string, number> = {
      ArrowRight: active + 1, ArrowLeft: active - 1, ArrowDown: active + columns, ArrowUp: active - columns,
      Home: 0, End: count - 1, PageDown: active + page, PageUp: active - page,
    };
    const to = step[event.key];
    if (to !== undefined) move(to);
    else if (event.key === "Enter" && itemAt(active) !== undefined) onOpen(active);
    else if (!onKey?.(event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // the same keys choose tabs elsewhere
  };

  const height = Math.min(maxHeight, Math.max(1, rows) * (cardHeight + GAP) + GAP);
  return (
    <div ref={scroller} className={classes.scroller} style={{ height }}>
      <div
        ref={sized}
        role="grid"
        aria-label={label}
        aria-rowcount={rows}
        aria-colcount={columns}
        aria-activedescendant={count > 0 ? `${prefix}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className={classes.grid}
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map((row) => (
          <div role="row" key={row.key} aria-rowindex={row.index + 1} className={classes.row} style={{ transform: `translateY(${row.start}px)`, height: cardHeight, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
            {Array.from({ length: Math.min(columns, count - row.index * columns) }, (_, column) => {
              const index = row.index * columns + column;
              const item = itemAt(index);
              return (
                <div
                  key={index}
                  id={`${prefix}-${index}`}
                  role="gridcell"
                  aria-colindex={column + 1}
                  aria-label={item === undefined ? undefined : name?.(item)}
                  aria-busy={item === undefined || undefined}
                  data-active={index === active || undefined}
                  className={classes.card}
                  onClick={() => {
                    setActive(index);
                    if (item !== undefined) onOpen(index);
                  }}
                >
                  {item === undefined ? <span className={classes.coming} /> : card(item, index)}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
