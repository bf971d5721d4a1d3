/** What ECharts hands to the function that draws a custom item. */
export interface DrawTools {
  coord: (point: [number, number]) => number[];
  value: (dimension: number) => number;
  visual: (name: string) => string;
}

export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** A series of crosses, each of two intervals, drawn as one path: hundreds of lines of their own would cost a redraw ten times as much. */
export function whiskers(id: string, crosses: readonly (readonly [Interval, Interval])[], color: string): object {
  const [first] = crosses;
  return {
    id,
    type: "custom",
    silent: true,
    clip: true,
    itemStyle: { color },
    encode: { x: 0, y: 1 },
    data: first ? [[first[0].value, first[1].value]] : [], // one item, which draws all of them
    renderItem: (_: unknown, tools: DrawTools): object => {
      const line = (from: [number, number], to: [number, number]) => {
        const [x1 = 0, y1 = 0] = tools.coord(from);
        const [x2 = 0, y2 = 0] = tools.coord(to);
        return `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`;
      };
      const pathData = crosses.map(([x, y]) => line([x.low, y.value], [x.high, y.value]) + line([x.value, y.low], [x.value, y.high])).join("");
      return { type: "path", shape: { pathData }, style: { stroke: tools.visual("color"), fill: "none", lineWidth: 1.2, opacity: 0.75 } };
    },
  };
}
