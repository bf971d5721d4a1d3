import type { PictureRecord } from "../../api/accuracy";

/** One detection: its class, its score and its corners in pixels of the stored picture. */
export interface Found {
  label: number | null;
  score: number;
  box: readonly [x0: number, y0: number, x1: number, y1: number];
}

/** The detections of a record of at least this score, the surest first; none of other records. */
export function found(record: PictureRecord, threshold: number): Found[] {
  if (record.kind !== "objects") return [];
  const { boxes = [], scores = [], labels = [] } = record.detected;
  return boxes.flatMap(([x0 = 0, y0 = 0, x1 = 0, y1 = 0], index) => {
    const score = scores[index] ?? 0;
    return score >= threshold ? [{ label: labels[index] ?? null, score, box: [x0, y0, x1, y1] as const }] : [];
  });
}
