import type { Palette } from "./palette";

/** What all axes of the page look like. */
export function axis(palette: Palette, name: string, extra: object = {}): object {
  return {
    name,
    nameLocation: "middle",
    nameTextStyle: { color: palette.soft, fontSize: 12 },
    axisLabel: { color: palette.soft, fontSize: 11.5, hideOverlap: true },
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.line, opacity: 0.55 } },
    ...extra,
  };
}

/** What all hover boxes look like. */
export function tooltip(palette: Palette, extra: object = {}): object {
  return {
    confine: true,
    transitionDuration: 0,
    backgroundColor: palette.panel,
    borderColor: palette.line,
    padding: [6, 10],
    textStyle: { color: palette.ink, fontSize: 12.5, fontFamily: palette.font },
    extraCssText: "box-shadow: 0 4px 16px rgb(0 0 0 / 14%); border-radius: 6px;",
    ...extra,
  };
}

/** A tick of a logarithmic axis: 1000 as 1 k. */
export function logTick(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (value >= 1e3) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}

/** Text for a hover box; names come from model files and must not become markup. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
