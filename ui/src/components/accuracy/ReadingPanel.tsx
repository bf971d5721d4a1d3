import type { Accuracy } from "../../api/accuracy";
import { familyName, originWords, preprocessingWords, subsetWords } from "../../accuracy";
import { figure, percent, seconds, whole } from "../../format";
import { Facts } from "../Facts";
import { Panel } from "../Panel";
import classes from "./ReadingPanel.module.css";

/** How the model was read: what went in, what its outputs were taken for, how both were found, and what else was tried. */
export function ReadingPanel({ result }: { result: Accuracy }) {
  const { adapter, preprocessing, reasons, tried } = result;
  return (
    <Panel title="How the model was read" note={originWords(preprocessing)}>
      <Facts
        facts={[
          ["Outputs", adapter ? familyName(adapter) : "compared with those of another model, whatever they mean"],
          ["Settings", adapter && <span className="mono">{settingsWords(adapter)}</span>],
          ["Pictures", result.sample_kind === "picture" && preprocessingWords(preprocessing)],
          result.model_classes.length > 0 && ["Classes", `${whole(result.model_classes.length)}: ${result.model_classes.slice(0, 6).join(", ")}${result.model_classes.length > 6 ? ", …" : ""}`],
          ["Part", subsetWords(result.subset)],
          ["Speed", `${figure(result.pictures_per_s, 3)} ${result.sample_kind}s/s, ${seconds(result.wall_s)}`],
        ]}
      />
      {reasons.map((reason) => (
        <p key={reason} className={classes.reason}>
          {reason}
        </p>
      ))}
      {result.notes.map((note) => (
        <p key={note} className="quiet-text">
          {note}
        </p>
      ))}
      {tried.length > 1 && (
        <details className={classes.tried}>
          <summary>All {whole(tried.length)} ways that were thought of</summary>
          <table>
            <thead>
              <tr>
                <th scope="col">Outputs</th>
                <th scope="col">Pictures</th>
                <th scope="col">Right</th>
                <th scope="col">On</th>
              </tr>
            </thead>
            <tbody>
              {tried.map(({ reading, score, pictures }, index) => (
                <tr key={index}>
                  <td>{familyName(reading.adapter)}</td>
                  <td>{preprocessingWords(reading.preprocessing)}</td>
                  <td className="num">{score === null ? "not tried" : percent(score, 0)}</td>
                  <td className="num">{pictures > 0 && whole(pictures)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </Panel>
  );
}

/** The settings of an adapter in a line, as the command line takes them. */
function settingsWords(adapter: NonNullable<Accuracy["adapter"]>): string {
  const { kind, ...rest } = adapter;
  return Object.entries(rest)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value).replaceAll('"', "")}`)
    .join(" ");
}
