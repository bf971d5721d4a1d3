/** The colours of charts: those of the page, read from its tokens, so that both always agree. */
export interface Palette {
  ink: string;
  soft: string;
  line: string;
  panel: string;
  accent: string;
  accentSoft: string;
  sample: string;
  series: string[];
  font: string;
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token("ink"),
    soft: token("ink-3"),
    line: token("line"),
    panel: token("panel"),
    accent: token("accent-2"),
    accentSoft: token("accent-line"),
    sample: token("sample"),
    series: [1, 2, 3, 4, 5, 6].map((index) => token(`series-${index}`)),
    font: token("font"),
  };
}
