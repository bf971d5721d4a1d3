/** What files label maps are in. */
export const LINES_OF_FILE = ".txt,.names,.csv,.json";

/** The lines of a label map as it was typed, without the empty ones at its end. */
export function labelLines(text: string): string[] {
  const trimmed = text.trimEnd();
  return trimmed === "" ? [] : trimmed.split(/\r?\n/);
}
