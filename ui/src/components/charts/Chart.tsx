import { SegmentedControl, useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import classes from "./Chart.module.css";
import { DataTable, type TableData } from "./DataTable";
import { init, type EChartsCoreOption, type EChartsType } from "./echarts";
import { readPalette, type Palette } from "./palette";

interface Props {
  title: string;
  note?: ReactNode;
  /** The drawing; called again when the theme changes. Give a stable function (useCallback). */
  draw: (palette: Palette) => EChartsCoreOption;
  /** The same data as rows, for those who cannot or do not want to see a drawing. */
  table: TableData;
  /** A click on a data point: its series' id and its index. */
  onPick?: (series: string, index: number) => void;
  height?: number | "fill";
  actions?: ReactNode;
}

/** A chart with its title, and the switch that shows it as a table. */
export function Chart({ title, note, draw, table, onPick, height = 240, actions }: Props) {
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
        <DataTable data={table} height={height === "fill" ? undefined : height} />
      ) : (
        <Canvas title={title} draw={draw} onPick={onPick} height={height} />
      )}
    </figure>
  );
}

function Canvas({ title, draw, onPick, height }: Required<Pick<Props, "title" | "draw" | "height">> & Pick<Props, "onPick">) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const scheme = useComputedColorScheme("light");
  const pick = useRef(onPick);
  pick.current = onPick;

  useEffect(() => {
    if (!box.current) return undefined;
    const made = init(box.current);
    chart.current = made;
    made.on("click", (event) => {
      if (event.seriesId !== undefined && event.dataIndex !== undefined) pick.current?.(String(event.seriesId), event.dataIndex);
    });
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const palette = readPalette();
    chart.current?.setOption(
      { animation: false, aria: { enabled: true, label: { enabled: true } }, textStyle: { fontFamily: palette.font }, ...draw(palette) },
      { notMerge: true },
    );
  }, [draw, scheme]);

  return <div ref={box} role="img" aria-label={title} className={classes.canvas} style={height === "fill" ? undefined : { height }} />;
}
