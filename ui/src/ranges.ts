// Lists and ranges of whole numbers as they are typed; the command line reads the same (`dlwb sweep --batch 1,2,4-16x2`).

const MOST_VALUES = 10_000;
const RANGE = /^(\d+)-(\d+)(?:([x+])(\d+))?$/;

export interface Ranges {
  values: number[];
  /** What cannot be read, in words. */
  problem?: string;
}

/** `1,2,4-16x2` → 1, 2, 4, 8, 16: numbers, ranges, ranges by a factor or in steps; each value once. */
export function parseRanges(text: string): Ranges {
  const values = new Set<number>();
  for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
    const found = valuesOf(part);
    if (found === undefined) return { values: [], problem: `'${part}' is neither a number nor a range. Write 1,2,4 or 1-4 or 4-16x2 or 4-16+4.` };
    for (const value of found) {
      values.add(value);
      if (values.size > MOST_VALUES) return { values: [], problem: `More than ${MOST_VALUES.toLocaleString("en-US")} values.` };
    }
  }
  return { values: [...values] };
}

/** Numbers as a list that `parseRanges` reads. */
export function writeRanges(values: readonly number[]): string {
  return values.join(", ");
}

function valuesOf(part: string): Iterable<number> | undefined {
  if (/^\d+$/.test(part)) return [Number(part)];
  const found = RANGE.exec(part);
  if (!found) return undefined;
  const [low, high, by] = [Number(found[1]), Number(found[2]), Number(found[4] ?? 1)];
  const isFactor = found[3] === "x";
  if (low > high || by < 1 || (isFactor && (by < 2 || low < 1))) return undefined;
  return steps(low, high, (value) => (isFactor ? value * by : value + by));
}

function* steps(low: number, high: number, next: (value: number) => number): Generator<number> {
  for (let value = low; value <= high; value = next(value)) yield value;
}
