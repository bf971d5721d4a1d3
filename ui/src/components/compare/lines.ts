import type { Comparison } from "../../api/comparison";
import { deltasOf, subjectWords } from "../../compare";
import { ago, counted, words } from "../../format";
import type { VerdictLine } from "./VerdictLines";

/** One line for each subject of a comparison. */
export function linesOf(comparison: Comparison): VerdictLine[] {
  return comparison.subjects.map((subject, index) => ({
    name: subject.label || subject.model_name,
    about: subjectWords(subject),
    run: subject.run,
    deltas: deltasOf(comparison, index),
  }));
}

/** What a paired answer rests on. */
export function pairedNote({ paired }: Comparison, ended: string | null): string {
  if (!paired) return "";
  return `${counted(paired.pairs, "pair")} of windows in turns (ABBA), ${ago(ended)}; stopped: ${words(paired.stop_reason).toLowerCase()}. What the machine did meanwhile met all of them alike.`;
}
