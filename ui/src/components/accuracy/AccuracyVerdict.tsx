import { IconAlertTriangle, IconDownload, IconFileText, IconTarget } from "@tabler/icons-react";
import { Button } from "@mantine/core";
import { accuracyFileAddress, type Accuracy, type Against } from "../../api/accuracy";
import { counted } from "../../format";
import { Note } from "../Note";
import classes from "./AccuracyVerdict.module.css";

/** The answer in a sentence, what has to be said with it, and the ways to take it away. */
export function AccuracyVerdict({ result, against }: { result: Accuracy; against?: Against }) {
  const caveats = [...new Set([...result.caveats, ...(against?.caveats ?? [])])];
  return (
    <div className="stack">
      <div className={classes.verdict}>
        <IconTarget size={26} stroke={1.6} className={classes.icon} aria-hidden />
        <div className="grow" role="status">
          <p className={classes.sentence}>{against?.verdict ?? result.verdict}</p>
          {against && <p className="quiet-text">{result.verdict}</p>}
        </div>
        <div className={classes.files}>
          <Button component="a" variant="default" leftSection={<IconFileText size={16} />} href={accuracyFileAddress(result.run, "html", against?.first)} download>
            HTML report
          </Button>
          <Button component="a" variant="default" leftSection={<IconDownload size={16} />} href={accuracyFileAddress(result.run, "csv", against?.first)} download>
            CSV
          </Button>
        </div>
      </div>
      {caveats.length > 0 && (
        <Note tone="warn" head={<IconAlertTriangle size={18} color="var(--warn)" aria-hidden />}>
          {caveats.map((caveat) => (
            <p key={caveat}>{caveat}</p>
          ))}
        </Note>
      )}
      {result.left_out > 0 && (
        <details className={classes.broken}>
          <summary>{counted(result.left_out, result.sample_kind)} {result.left_out === 1 ? "was" : "were"} left out</summary>
          <ul>
            {result.broken.map(({ path, reason }) => (
              <li key={path}>
                <span className="mono">{path}</span>: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
