import { memo, useCallback, useMemo } from "react";
import type { Attempt, Bound } from "../../api/quantize";
import { counted, figure, withMinus } from "../../format";
import { lossInterval, lossText, lossUnit, lossValue, lossWords, OUTCOMES, valueText } from "../../quantize";
import type { LossAxis } from "../../views";
import { axis, escaped, tooltip } from "./axes";
import { Chart } from "./Chart";
import type { Palette } from "./palette";
import { whiskers } from "./whisker";

interface Props {
  attempts: readonly Attempt[];
  bound: Bound | null;
  selected: number | undefined;
  /** What lies to the right: the order of the attempts, or their speed, which not every one has. */
  over: LossAxis;
  onSelect: (step: number) => void;
  actions?: React.ReactNode;
}

const SHAPES = { met: "circle", met_on_sample: "diamond", not_met: "triangle", unbounded: "rect" } as const;
const INSET = { left: 62, right: 84, top: 26, bottom: 44 };
const ROOM = 0.12;

/** What each candidate lost, with its interval, against the limit: what lies below the line keeps the bound. */
export const LossChart = memo(function LossChart({ attempts, bound, selected, over, onSelect, actions }: Props) {
  const shown = useMemo(() => attempts.filter((one) => over === "order" || one.speed), [attempts, over]);
  const metric = attempts[0]?.metric.name ?? "";
  const draw = useCallback(
    (palette: Palette) => {
      const loss = (value: number) => lossValue(value, metric, bound);
      const across = ({ speed, step }: Attempt) => (over === "speed" && speed ? speed : { value: step, low: step, high: step });
      const spot = (one: Attempt) => [across(one).value, loss(one.drop.value)];
      const best = [...shown].reverse().find((one) => one.best);
      const limit = bound ? loss(bound.max_drop) : undefined;
      const ends = [0, ...(limit === undefined ? [] : [limit]), ...shown.flatMap(({ drop }) => [loss(drop.low), loss(drop.high)])];
      const [low, high] = [Math.min(...ends), Math.max(...ends)];
      const room = (high - low || 1) * ROOM;
      return {
        grid: INSET,
        tooltip: tooltip(palette, { formatter: (hit: { dataIndex: number }) => tip(shown[hit.dataIndex], bound) }),
        xAxis:
          over === "speed"
            ? axis(palette, "speed, times the parent’s throughput", { type: "value", scale: true, nameGap: 27 })
            : axis(palette, "attempt", { type: "value", min: 0, max: Math.max(4, shown.length + 1), minInterval: 1, nameGap: 27, axisLabel: { color: palette.soft, fontSize: 11.5, hideOverlap: true, showMinLabel: false, formatter: (step: number) => (Number.isInteger(step) ? String(step) : "") } }),
        yAxis: axis(palette, ["loss", lossUnit(metric, bound)].filter(Boolean).join(", "), { type: "value", min: low - room, max: high + room, nameGap: 44, axisLabel: { color: palette.soft, fontSize: 11.5, showMinLabel: false, showMaxLabel: false, formatter: (value: number) => withMinus(String(Number(value.toPrecision(3)))) } }),
        series: [
          whiskers("whiskers", shown.map((one) => [across(one), { value: loss(one.drop.value), low: loss(one.drop.low), high: loss(one.drop.high) }] as const), palette.soft),
          {
            id: "attempts",
            type: "scatter",
            symbolSize: 12,
            data: shown.map((one) => ({
              value: spot(one),
              symbol: SHAPES[one.outcome],
              itemStyle: { color: colourOf(one, palette), borderColor: palette.panel, borderWidth: 1 },
            })),
            ...(limit !== undefined && {
              markLine: {
                silent: true,
                symbol: "none",
                lineStyle: { color: palette.ink, type: "solid", width: 1.4 },
                label: { position: "end", formatter: `limit ${lossText(bound?.max_drop ?? 0, metric, bound)}`, color: palette.ink, fontSize: 11.5 },
                data: [{ yAxis: limit }],
              },
            }),
          },
          { id: "chosen", type: "scatter", silent: true, symbol: "circle", symbolSize: 22, itemStyle: { color: "transparent", borderColor: palette.ink, borderWidth: 2 }, data: shown.filter((one) => one.step === selected).map(spot), z: 5 },
          {
            id: "best",
            type: "scatter",
            silent: true,
            symbol: "circle",
            symbolSize: 17,
            itemStyle: { color: "transparent", borderColor: palette.sample, borderWidth: 2 },
            label: { show: true, formatter: "★ best", position: "top", distance: 8, color: palette.ink, fontSize: 12, fontWeight: 600 },
            data: best ? [spot(best)] : [],
            z: 4,
          },
        ],
      };
    },
    [shown, metric, bound, over, selected],
  );
  const missing = attempts.length - shown.length;
  return (
    <Chart
      title="Loss of each candidate"
      note={[`Whiskers: 95 % interval.${bound ? " Below the line the bound holds." : ""} A click chooses.`, missing > 0 && `${missing} without measured speed are not shown.`].filter(Boolean).join(" ")}
      draw={draw}
      height={280}
      live
      actions={actions}
      onPick={(series, index) => {
        const one = shown[index];
        if (series === "attempts" && one) onSelect(one.step);
      }}
      table={() => ({
        head: ["Attempt", "Value", "Loss", "95 % interval", "Speed", "In float", "Outcome"],
        rows: attempts.map((one) => [one.step, valueText(one), lossWords(one, bound, ""), lossInterval(one, bound), one.speed ? `×${figure(one.speed.value, 3)}` : null, one.kept_float.length, OUTCOMES[one.outcome].word]),
      })}
    />
  );
});

function colourOf({ outcome }: Attempt, palette: Palette): string {
  const [good, doubtful, , , bad] = palette.series;
  return { met: good, met_on_sample: doubtful, not_met: bad, unbounded: good }[outcome] ?? palette.accent;
}

function tip(one: Attempt | undefined, bound: Bound | null): string {
  if (!one) return "";
  const interval = lossInterval(one, bound);
  const lines = [
    `<b>${one.step}: ${escaped(one.why)}</b>`,
    `${valueText(one)}, ${lossWords(one, bound)}${interval && ` (${interval})`}, on ${counted(one.pictures, "picture")}`,
    `${OUTCOMES[one.outcome].word}, ${one.kept_float.length} in floating point${one.speed ? `, ×${figure(one.speed.value, 3)} as fast` : ""}`,
  ];
  return lines.join("<br/>");
}
