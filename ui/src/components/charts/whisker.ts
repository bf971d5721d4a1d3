/** What ECharts hands to the function that draws a custom item. */
export interface DrawTools {
  coord: (point: [number, number]) => number[];
  value: (dimension: number) => number;
  visual: (name: string) => string;
}

/** A cross of two intervals; dimensions: x, y, low x, high x, low y, high y. */
export function whisker(_: unknown, tools: DrawTools): object {
  const [x, y, left, right, low, high] = [0, 1, 2, 3, 4, 5].map((dimension) => tools.value(dimension)) as [number, number, number, number, number, number];
  const line = (from: [number, number], to: [number, number]) => {
    const [x1 = 0, y1 = 0] = tools.coord(from);
    const [x2 = 0, y2 = 0] = tools.coord(to);
    return { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: tools.visual("color"), lineWidth: 1.2, opacity: 0.75 } };
  };
  return { type: "group", children: [line([left, y], [right, y]), line([x, low], [x, high])] };
}
