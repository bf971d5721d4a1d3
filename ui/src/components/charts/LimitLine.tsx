import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { milliseconds } from "../../format";
import classes from "./LimitLine.module.css";
import { placeOf, valueAt, type Scale } from "./scatterScale";

interface Props {
  /** What it limits, such as "Latency limit". */
  name: string;
  scale: Scale;
  limit: number | undefined;
  onLimit: (limit: number | undefined) => void;
  inset: { left: number; right: number; top: number; bottom: number };
}

const STEP = 0.02;
const SETTLE_MS = 350;
const END = 0.995;

/** A line over a plot that can be dragged, or moved with the arrow keys; at the right end there is no limit. */
export function LimitLine({ name, scale, limit, onLimit, inset }: Props) {
  const plot = useRef<HTMLDivElement>(null);
  const [moving, setMoving] = useState<number>(); // a place, as long as it is not settled
  const told = useRef(onLimit);
  told.current = onLimit;
  const place = moving ?? (limit === undefined ? 1 : Math.max(0, Math.min(1, placeOf(scale, limit))));
  const shown = moving === undefined ? limit : limitAt(scale, moving);

  // Keys come in rows; the server is asked when they rest.
  const [keyed, setKeyed] = useState<number>();
  useEffect(() => {
    if (keyed === undefined) return undefined;
    const timer = window.setTimeout(() => {
      setKeyed(undefined);
      setMoving(undefined);
      told.current(limitAt(scale, keyed));
    }, SETTLE_MS);
    return () => window.clearTimeout(timer);
  }, [keyed, scale]);

  const under = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    return box ? Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) : place;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step: Record<string, number> = { ArrowLeft: place - STEP, ArrowDown: place - STEP, ArrowRight: place + STEP, ArrowUp: place + STEP, Home: STEP, End: 1 };
    const to = step[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // the plot's own arrows choose points
    const next = Math.max(STEP / 4, Math.min(1, to));
    setMoving(next);
    setKeyed(next);
  };
  const text = shown === undefined ? "no limit" : milliseconds(shown);
  return (
    <div ref={plot} className={classes.plot} style={inset}>
      {shown !== undefined && <div className={classes.beyond} style={{ left: `${place * 100}%` }} />}
      <div
        role="slider"
        tabIndex={0}
        aria-label={name}
        aria-orientation="horizontal"
        aria-valuemin={scale.min}
        aria-valuemax={scale.max}
        aria-valuenow={Number((shown ?? scale.max).toPrecision(4))}
        aria-valuetext={text}
        className={classes.line}
        data-set={shown !== undefined || undefined}
        style={{ left: `${place * 100}%` }}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setMoving(under(event));
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) setMoving(under(event));
        }}
        onPointerUp={(event) => {
          onLimit(limitAt(scale, under(event)));
          setMoving(undefined);
        }}
        onPointerCancel={() => setMoving(undefined)}
      >
        <span className={classes.label} data-left={place > 0.8 || undefined}>
          {shown === undefined ? "limit" : `limit ${text}`}
        </span>
      </div>
    </div>
  );
}

function limitAt(scale: Scale, place: number): number | undefined {
  return place >= END ? undefined : Math.max(0.001, Number(valueAt(scale, place).toPrecision(3)));
}
