import { ActionIcon, Button, Slider, Tooltip } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import type { ThresholdPoint, Thresholds } from "../../api/accuracy";
import { counted, percent, whole } from "../../format";
import { axis, tooltip } from "../charts/axes";
import { Chart } from "../charts/Chart";
import type { Palette } from "../charts/palette";
import { ErrorNote } from "../ErrorNote";
import classes from "./ThresholdPane.module.css";

interface Props {
  thresholds: Thresholds | undefined;
  error: unknown;
  threshold: number;
  /** The class that they are of; without it, of all. */
  label?: string;
  onChange: (threshold: string) => void;
}

/** From which score on a detection counts: drawn in the pictures, and what that does to precision and recall. */
export function ThresholdPane({ thresholds, error, threshold, label, onChange }: Props) {
  const [dragged, setDragged] = useState<number>();
  const [drawn, setDrawn] = useState(false);
  const shown = dragged ?? threshold;
  const point = thresholds && pointAt(thresholds, shown);
  const best = thresholds?.best;
  return (
    <div className={classes.pane}>
      <div className={classes.line}>
        <label className={classes.name} id="threshold-label">
          Confidence from
        </label>
        <Slider
          className={classes.slider}
          min={0}
          max={1}
          step={0.01}
          value={shown}
          label={null}
          thumbProps={{ "aria-labelledby": "threshold-label", "aria-valuetext": shown.toFixed(2) }}
          onChange={setDragged}
          onChangeEnd={(value) => {
            setDragged(undefined);
            onChange(value.toFixed(2));
          }}
        />
        <b className={`${classes.value} num`}>{shown.toFixed(2)}</b>
        {point && (
          <dl className={classes.figures} aria-label={`At this threshold${label ? `, ${label}` : ""}`}>
            <Figure name="Precision" value={point.precision} title={`${whole(point.hits)} right, ${whole(point.extra)} too many`} />
            <Figure name="Recall" value={point.recall} title={`${whole(point.hits)} found, ${whole(point.missed)} missed`} />
            <Figure name="F1" value={point.f1} />
          </dl>
        )}
        {best && best.threshold !== shown && (
          <Button variant="default" onClick={() => onChange(best.threshold.toFixed(2))} title={`F1 ${percent(best.f1 ?? 0)}`}>
            Best F1 at {best.threshold.toFixed(2)}
          </Button>
        )}
        {thresholds && (
          <Tooltip label={drawn ? "Hide the curve" : "Show precision over recall"}>
            <ActionIcon aria-label="Curve of precision over recall" aria-expanded={drawn} variant={drawn ? "light" : "subtle"} onClick={() => setDrawn(!drawn)}>
              <IconChartLine size={18} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {Boolean(error) && <ErrorNote error={error} />}
      {drawn && thresholds && <Curve thresholds={thresholds} at={shown} label={label} />}
    </div>
  );
}

function Figure({ name, value, title }: { name: string; value: number | null; title?: string }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd className="num">{value === null ? "–" : percent(value)}</dd>
    </div>
  );
}

/** The point of the server for a threshold; points stand at every hundredth. */
function pointAt({ points }: Thresholds, threshold: number): ThresholdPoint | undefined {
  return points.findLast((point) => point.threshold <= threshold + 1e-9);
}

/** Precision over recall, one dot for each threshold. */
function Curve({ thresholds, at, label }: { thresholds: Thresholds; at: number; label?: string }) {
  const draw = useCallback(
    (palette: Palette) => {
      const known = thresholds.points.filter(({ precision, recall }) => precision !== null && recall !== null);
      const chosen = pointAt(thresholds, at);
      const dot = (point: ThresholdPoint) => [point.recall ?? 0, point.precision ?? 0, point.threshold, point.f1 ?? 0];
      const ticks = { min: 0, max: 1, axisLabel: { color: palette.soft, fontSize: 11.5, formatter: (value: number) => `${Math.round(value * 100)} %` } };
      return {
        grid: { left: 62, right: 24, top: 14, bottom: 42 },
        tooltip: tooltip(palette, { formatter: (hit: { value: number[] }) => tip(hit.value) }),
        xAxis: axis(palette, "Recall", { type: "value", nameGap: 26, ...ticks }),
        yAxis: axis(palette, "Precision", { type: "value", nameGap: 44, ...ticks }),
        series: [
          { id: "curve", type: "line", symbolSize: 5, symbol: "circle", showAllSymbol: true, lineStyle: { color: palette.accent, width: 2 }, itemStyle: { color: palette.accent }, data: known.map(dot) },
          { id: "chosen", type: "scatter", symbol: "diamond", symbolSize: 15, z: 4, itemStyle: { color: palette.sample, borderColor: palette.panel, borderWidth: 1.5 }, data: chosen && chosen.precision !== null ? [dot(chosen)] : [] },
        ],
      };
    },
    [thresholds, at],
  );
  return (
    <Chart
      title={`Precision over recall${label ? `, ${label}` : ""}`}
      note={`Boxes that overlap by ${thresholds.iou} at least; ${counted(thresholds.objects, "object")}. Diamond: the threshold above.`}
      height={250}
      draw={draw}
      table={() => ({
        head: ["Confidence from", "Precision", "Recall", "F1", "Right", "Too many", "Missed"],
        rows: thresholds.points.map(({ threshold, precision, recall, f1, hits, extra, missed }) => [threshold.toFixed(2), share(precision), share(recall), share(f1), hits, extra, missed]),
      })}
    />
  );
}

function share(value: number | null): string {
  return value === null ? "–" : percent(value);
}

function tip([recall = 0, precision = 0, threshold = 0, f1 = 0]: number[]): string {
  return `<b>From ${threshold.toFixed(2)}</b><br/>Precision ${percent(precision)}<br/>Recall ${percent(recall)}<br/>F1 ${percent(f1)}`;
}
