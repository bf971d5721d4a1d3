import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { cellKey } from "../api/sweepForm";
import type { Run } from "../api/types";
import { ago, counted, figure, milliseconds } from "../format";
import classes from "./CellMatrix.module.css";

interface Props {
  batches: readonly number[];
  streams: readonly number[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
  measured: ReadonlyMap<string, Run>;
}

interface Place {
  row: number;
  column: number;
}

const START: Place = { row: 0, column: 0 };

/**
 * Batch × streams as cells to choose: click, drag, Shift and click, whole rows and columns by their heads; with the keyboard
 * arrows, Space, and Shift with the arrows.
 */
export function CellMatrix({ batches, streams, chosen, onChange, measured }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const [active, setActive] = useState(START);
  const [anchor, setAnchor] = useState(START);
  const drag = useRef<{ from: Place; add: boolean; before: ReadonlySet<string> }>(undefined);
  const at = { row: Math.min(active.row, batches.length - 1), column: Math.min(active.column, streams.length - 1) };
  const keyAt = ({ row, column }: Place) => cellKey(batches[row] ?? 0, streams[column] ?? 0);

  useEffect(() => {
    const end = () => (drag.current = undefined);
    window.addEventListener("pointerup", end);
    return () => window.removeEventListener("pointerup", end);
  }, []);

  const paint = (from: Place, to: Place, add: boolean, before: ReadonlySet<string>) => {
    const next = new Set(before);
    for (let row = Math.min(from.row, to.row); row <= Math.max(from.row, to.row); row += 1) {
      for (let column = Math.min(from.column, to.column); column <= Math.max(from.column, to.column); column += 1) {
        if (add) next.add(keyAt({ row, column }));
        else next.delete(keyAt({ row, column }));
      }
    }
    onChange(next);
  };
  /** All of a line, or none of it when all of it is chosen already. */
  const line = (from: Place, to: Place) => {
    const keys = batches.flatMap((batch, row) => streams.flatMap((stream, column) => (row >= from.row && row <= to.row && column >= from.column && column <= to.column ? [cellKey(batch, stream)] : [])));
    paint(from, to, !keys.every((key) => chosen.has(key)), chosen);
  };
  const focus = (place: Place) => {
    setActive(place);
    table.current?.querySelector<HTMLElement>(`[data-cell="${place.row}-${place.column}"]`)?.focus();
  };
  const press = (event: PointerEvent, place: Place) => {
    if (event.button !== 0) return;
    setActive(place);
    if (event.shiftKey) {
      event.preventDefault(); // no text is selected
      paint(anchor, place, true, chosen);
      return;
    }
    const add = !chosen.has(keyAt(place));
    drag.current = { from: place, add, before: chosen };
    setAnchor(place);
    paint(place, place, add, chosen);
  };
  const pass = (place: Place) => {
    if (drag.current) paint(drag.current.from, place, drag.current.add, drag.current.before);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { row, column } = at;
    const [bottom, right] = [batches.length - 1, streams.length - 1];
    const to: Record<string, Place> = {
      ArrowDown: { row: Math.min(bottom, row + 1), column }, ArrowUp: { row: Math.max(0, row - 1), column },
      ArrowRight: { row, column: Math.min(right, column + 1) }, ArrowLeft: { row, column: Math.max(0, column - 1) },
      Home: { row, column: 0 }, End: { row, column: right },
    };
    const next = to[event.key];
    if (next) {
      focus(next);
      if (event.shiftKey) paint(anchor, next, true, chosen);
    } else if (event.key === " ") {
      setAnchor(at);
      paint(at, at, !chosen.has(keyAt(at)), chosen);
    } else if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
      line(START, { row: bottom, column: right });
    } else return;
    event.preventDefault();
  };

  return (
    <div className={classes.matrix}>
      <div className={classes.scroller}>
        <table ref={table} role="grid" aria-label="Cells to measure: batch by streams" aria-multiselectable onKeyDown={onKeyDown} className={classes.table}>
          <thead>
            <tr>
              <th scope="col" className={classes.corner}>
                <button type="button" title="Choose all cells, or none" onClick={() => line(START, { row: batches.length - 1, column: streams.length - 1 })}>
                  All
                </button>
              </th>
              {streams.map((stream, column) => (
                <th key={stream} scope="col">
                  <button type="button" aria-label={`All cells with ${counted(stream, "stream")}`} title={`All cells with ${counted(stream, "stream")}`} onClick={() => line({ row: 0, column }, { row: batches.length - 1, column })}>
                    {stream}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {batches.map((batch, row) => (
              <tr key={batch}>
                <th scope="row">
                  <button type="button" aria-label={`All cells with batch ${batch}`} title={`All cells with batch ${batch}`} onClick={() => line({ row, column: 0 }, { row, column: streams.length - 1 })}>
                    {batch}
                  </button>
                </th>
                {streams.map((stream, column) => {
                  const key = cellKey(batch, stream);
                  const run = measured.get(key);
                  return (
                    <td
                      key={stream}
                      role="gridcell"
                      aria-selected={chosen.has(key)}
                      aria-label={`Batch ${batch}, ${counted(stream, "stream")}${run ? `, measured: ${figures(run)}` : ""}`}
                      title={run && `Measured ${ago(run.created)}: ${figures(run)}`}
                      data-cell={`${row}-${column}`}
                      data-measured={run !== undefined || undefined}
                      tabIndex={row === at.row && column === at.column ? 0 : -1}
                      onFocus={() => setActive({ row, column })}
                      onPointerDown={(event) => press(event, { row, column })}
                      onPointerEnter={() => pass({ row, column })}
                      className={classes.cell}
                    >
                      {chosen.has(key) && <IconCheck className={classes.check} aria-hidden />}
                      {run?.headline && <span className="num">{figure(run.headline.throughput_fps.value)}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Measured run={measured.get(keyAt(at))} batch={batches[at.row] ?? 0} streams={streams[at.column] ?? 0} />
    </div>
  );
}

/** What is known of the cell that has the focus. */
function Measured({ run, batch, streams }: { run: Run | undefined; batch: number; streams: number }) {
  return (
    <p className={classes.known}>
      <span className="grow">
        Batch {batch} · {counted(streams, "stream")}: {run ? `${figures(run)}, ${ago(run.created)}` : "not measured yet"}
      </span>
      {run && (
        <Link to="/runs/$id" params={{ id: run.id }}>
          Open its run
        </Link>
      )}
    </p>
  );
}

function figures(run: Run): string {
  return run.headline ? `${figure(run.headline.throughput_fps.value)} FPS, ${milliseconds(run.headline.latency_ms.value)}` : "";
}
