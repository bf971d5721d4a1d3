import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Accuracy } from "../../api/accuracy";
import { className } from "../../accuracy";
import { count as compact, percent, whole } from "../../format";
import { Panel } from "../Panel";
import { ShareBar } from "../ShareBar";
import classes from "./ConfusionTable.module.css";

type Cell = Accuracy["confusion"][number];
type Label = Cell["truth"];

interface Props {
  result: Accuracy;
  chosen?: { truth: Label; given: Label };
  onChoose: (truth: Label, given: Label) => void;
}

/** With more classes than these a matrix cannot be read, and the commonest confusions say more. */
const MOST_CLASSES = 24;
/** A matrix of more classes than these needs the whole width. */
const NARROW_CLASSES = 9;
const LISTED = 30;

/** What was taken for what: as a matrix of heat, or the commonest confusions; a click shows the pictures. */
export function ConfusionTable({ result, chosen, onChoose }: Props) {
  const labels = useMemo(() => labelsOf(result.confusion), [result]);
  const [wanted, setWanted] = useState<"matrix" | "list">();
  const matrix = labels.length <= MOST_CLASSES;
  const form = matrix ? (wanted ?? "matrix") : "list";
  if (result.confusion.length === 0) return null;
  const unit = result.task === "classification" ? "pictures" : result.task === "segmentation" ? "pixels" : "objects";
  return (
    <Panel
      title="What was taken for what"
      note={`In ${unit}. ${form === "matrix" ? "Rows: truth. Columns: what the model said. " : ""}Click: the pictures.`}
      actions={
        matrix && (
          <SegmentedControl
            size="xs"
            aria-label="Confusions as"
            value={form}
            onChange={(next) => setWanted(next as "matrix" | "list")}
            data={[
              { value: "matrix", label: "Matrix" },
              { value: "list", label: "Commonest" },
            ]}
          />
        )
      }
    >
      {form === "matrix" ? <Matrix result={result} labels={labels} chosen={chosen} onChoose={onChoose} /> : <Commonest result={result} chosen={chosen} onChoose={onChoose} />}
    </Panel>
  );
}

/** Whether the confusions of a result need the whole width of the page. */
export function isWide({ confusion }: Accuracy): boolean {
  const classCount = labelsOf(confusion).length;
  return classCount > NARROW_CLASSES && classCount <= MOST_CLASSES;
}

/** All classes that occur, by number, and last what no class stands for. */
function labelsOf(cells: readonly Cell[]): Label[] {
  const found = new Set<Label>(cells.flatMap(({ truth, given }) => [truth, given]));
  const nothing = found.delete(null);
  return [...[...found].sort((a, b) => (a ?? 0) - (b ?? 0)), ...(nothing ? [null] : [])];
}

const keyOf = (truth: Label, given: Label) => `${truth}:${given}`;

function Matrix({ result, labels, chosen, onChoose }: Props & { labels: readonly Label[] }) {
  const { counts, rows } = useMemo(() => {
    const counts = new Map(result.confusion.map(({ truth, given, count }) => [keyOf(truth, given), count]));
    const rows = new Map<Label, number>();
    for (const { truth, count } of result.confusion) rows.set(truth, (rows.get(truth) ?? 0) + count);
    return { counts, rows };
  }, [result]);
  return (
    <div className={classes.scroll}>
      <table className={classes.matrix} aria-label="Confusions: rows are the truth, columns what the model said">
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              truth ↓ said →
            </th>
            {labels.map((label) => (
              <th key={String(label)} scope="col" className={classes.column}>
                <span title={className(result, label, "not found")}>{className(result, label, "not found")}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((truth) => (
            <tr key={String(truth)}>
              <th scope="row" title={className(result, truth, "nothing there")}>
                {className(result, truth, "nothing there")}
              </th>
              {labels.map((given) => {
                const count = counts.get(keyOf(truth, given)) ?? 0;
                const share = count / Math.max(1, rows.get(truth) ?? 1);
                return (
                  <td key={String(given)} className={truth === given ? classes.right : classes.wrong}>
                    {count > 0 && (
                      <button
                        type="button"
                        style={{ "--heat": `${Math.round(8 + 62 * share)}%` } as React.CSSProperties}
                        aria-pressed={chosen?.truth === truth && chosen.given === given}
                        title={`${cellWords(result, truth, given)}: ${whole(count)} of ${whole(rows.get(truth) ?? 0)} (${percent(share)})`}
                        onClick={() => onChoose(truth, given)}
                      >
                        {result.task === "segmentation" ? Math.round(share * 100) || "<1" : compact(count)}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {result.task === "segmentation" && <p className="quiet-text">Figures: per cent of the class’s pixels.</p>}
    </div>
  );
}

function Commonest({ result, chosen, onChoose }: Props) {
  const cells = useMemo(() => result.confusion.filter(({ truth, given }) => truth !== given).sort((a, b) => b.count - a.count), [result]);
  const most = cells[0]?.count ?? 1;
  if (cells.length === 0) return <p className="quiet-text">Nothing was taken for anything else.</p>;
  return (
    <>
      <ul className={classes.list}>
        {cells.slice(0, LISTED).map(({ truth, given, count }) => (
          <li key={keyOf(truth, given)}>
            <button type="button" aria-pressed={chosen?.truth === truth && chosen.given === given} onClick={() => onChoose(truth, given)}>
              <span className="clip" title={cellWords(result, truth, given)}>
                {cellWords(result, truth, given)}
              </span>
              <ShareBar share={count} most={most} colour="var(--series-2)" />
              <span className="num">{compact(count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {cells.length > LISTED && <p className="quiet-text">{whole(cells.length - LISTED)} more, none of them commoner, are in the CSV file.</p>}
    </>
  );
}

function cellWords(result: Accuracy, truth: Label, given: Label): string {
  if (given === null) return `${className(result, truth)} not found`;
  if (truth === null) return `${className(result, given)} where nothing was`;
  return truth === given ? `${className(result, truth)} right` : `${className(result, truth)} taken for ${className(result, given)}`;
}
