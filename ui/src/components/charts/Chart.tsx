import { SegmentedControl, useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import classes from "./Chart.module.css";
import { DataTable, type TableData } from "./DataTable";
import type { EChartsCoreOption, EChartsType } from "./echarts";
import { readPalette, type Palette } from "./palette";

const SETTLE_MS = 180;

interface Props {
  title: string;
  note?: ReactNode;
  /** The drawing; called again when the theme changes. Give a stable function (useCallback). */
  draw: (palette: Palette) => EChartsCoreOption;
  /** The same data as rows, for those who cannot or do not want to see a drawing; made only when asked for. */
  table: () => TableData;
  /** A click on a data point: its series' id and its index; `more` with Shift or Ctrl held. */
  onPick?: (series: string, index: number, more: boolean) => void;
  height?: number | "fill";
  actions?: ReactNode;
  /** Lies over the drawing. */
  overlay?: ReactNode;
  /** Only what changed is drawn again: for drawings that change often, whose series always have the same options. */
  live?: boolean;
}

/** A chart with its title, and the switch that shows it as a table. */
export function Chart({ title, note, draw, table, onPick, height = 240, actions, overlay, live = false }: Props) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className={`${classes.figure} ${height === "fill" ? classes.fill : ""}`}>
      <figcaption className={classes.caption}>
        <div className="grow">
          <h3>{title}</h3>
          {note && <p>{note}</p>}
        </div>
        {actions}
        <SegmentedControl
          size="xs"
          value={asTable ? "table" : "chart"}
          onChange={(value) => setAsTable(value === "table")}
          aria-label={`${title}: show as`}
          data={[
            { value: "chart", label: "Chart" },
            { value: "table", label: "Table" },
          ]}
        />
      </figcaption>
      {asTable ? (
        <DataTable data={table()} height={height === "fill" ? undefined : height} />
      ) : (
        <div className={classes.plot}>
          <Canvas title={title} draw={draw} onPick={onPick} height={height} live={live} />
          {overlay}
        </div>
      )}
    </figure>
  );
}

function Canvas({ title, draw, onPick, height, live }: Required<Pick<Props, "title" | "draw" | "height" | "live">> & Pick<Props, "onPick">) {
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  const scheme = useComputedColorScheme("light");
  const pick = useRef(onPick);
  const drawn = useRef(false);
  pick.current = onPick;

  useEffect(() => {
    let made: EChartsType | undefined;
    let left = false;
    const watcher = new ResizeObserver(() => made?.resize());
    void import("./echarts").then(({ init }) => {
      if (left || !box.current) return;
      made = init(box.current);
      made.getZr().setSleepAfterStill(1); // else it asks for ten more frames after each drawing, in which nothing moves
      made.on("click", (event) => {
        if (event.seriesId === undefined || event.dataIndex === undefined) return;
        const click = event.event?.event as unknown as MouseEvent | undefined;
        pick.current?.(String(event.seriesId), event.dataIndex, Boolean(click?.shiftKey || click?.ctrlKey || click?.metaKey));
      });
      watcher.observe(box.current);
      setChart(made);
    });
    return () => {
      left = true;
      watcher.disconnect();
      made?.dispose();
      setChart(undefined);
    };
  }, []);

  useEffect(() => {
    if (!chart) return undefined;
    const redraw = () => {
      const palette = readPalette();
      drawn.current = true;
      chart.setOption(
        { animation: false, aria: { enabled: true, label: { enabled: true } }, textStyle: { fontFamily: palette.font }, ...draw(palette) },
        live ? { replaceMerge: ["series"] } : { notMerge: true },
      );
    };
    // The first drawing comes at once; later ones wait until nobody types any more, so that rows are never late.
    const timer = window.setTimeout(redraw, drawn.current ? SETTLE_MS : 0);
    return () => window.clearTimeout(timer);
  }, [chart, draw, scheme, live]);

  return <div ref={box} role="img" aria-label={title} className={classes.canvas} style={height === "fill" ? undefined : { height }} />;
}
