import { useCallback, useMemo } from "react";
import type { Layer } from "../../api/types";
import { figure, microseconds } from "../../format";
import { axis, escaped, tooltip } from "./axes";
import { Chart } from "./Chart";
import type { Palette } from "./palette";

const LARGE = 2000;

interface Props {
  layers: readonly Layer[];
  selected?: string;
  onSelect: (layer: Layer) => void;
}

/** Time of every layer in the order in which they run. */
export function OrderChart({ layers, selected, onSelect }: Props) {
  const ordered = useMemo(() => [...layers].sort((a, b) => a.order - b.order), [layers]);
  const draw = useCallback(
    (palette: Palette) => {
      const chosen = ordered.find((layer) => layer.name === selected);
      return {
        grid: { left: 52, right: 16, top: 10, bottom: 40 },
        tooltip: tooltip(palette, {
          formatter: (hit: { dataIndex: number }) => {
            const layer = ordered[hit.dataIndex];
            return layer ? `<b>${escaped(layer.name)}</b><br/>${layer.type}, ${microseconds(layer.time_us.value)}` : "";
          },
        }),
        xAxis: axis(palette, "order of execution", { type: "value", nameGap: 24, min: -1, max: (ordered.at(-1)?.order ?? 0) + 1, splitLine: { show: false } }),
        yAxis: axis(palette, "", { type: "value" }),
        series: [
          {
            id: "layers",
            type: "bar",
            large: ordered.length > LARGE,
            barMinWidth: 1,
            barMaxWidth: 12,
            itemStyle: { color: palette.accent },
            data: ordered.map((layer) => [layer.order, layer.time_us.value]),
          },
          {
            id: "chosen",
            type: "scatter",
            symbol: "triangle",
            symbolSize: 11,
            symbolRotate: 180,
            symbolOffset: [0, -8],
            silent: true,
            color: palette.sample,
            data: chosen ? [[chosen.order, chosen.time_us.value]] : [],
          },
        ],
      };
    },
    [ordered, selected],
  );
  return (
    <Chart
      title="µs of each layer, in order of execution"
      draw={draw}
      height="fill"
      onPick={(series, index) => {
        const layer = ordered[index];
        if (series === "layers" && layer) onSelect(layer);
      }}
      table={() => ({ head: ["Layer", "Order", "Type", "Time, µs"], rows: ordered.map((layer) => [layer.name, layer.order, layer.type, figure(layer.time_us.value)]) })}
    />
  );
}
