import type { Dataset } from "../../api/datasets";
import { counted } from "../../format";
import { Panel } from "../Panel";
import classes from "./LeftOutPanel.module.css";

/** Pictures and labels that cannot be used, each with the reason. */
export function LeftOutPanel({ dataset }: { dataset: Dataset }) {
  if (dataset.left_out === 0) return null;
  const more = dataset.left_out - dataset.broken.length;
  return (
    <Panel title={`Left out: ${counted(dataset.left_out, "file")}`} note="Not counted in any measurement">
      <ul className={classes.list} aria-label="What is left out">
        {dataset.broken.map(({ path, reason }) => (
          <li key={path + reason}>
            <span className="mono">{path}</span>
            <p>{reason}</p>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="quiet-text">and {counted(more, "more", "more")}.</p>}
    </Panel>
  );
}
