import { triedPicture } from "../../api/tries";
import type { Run } from "../../api/types";
import { ago } from "../../format";
import { Panel } from "../Panel";
import classes from "./EarlierPictures.module.css";

interface Props {
  runs: readonly Run[];
  selected: string | undefined;
  onSelect: (run: Run) => void;
}

/** Pictures that this model was shown before. */
export function EarlierPictures({ runs, selected, onSelect }: Props) {
  const done = runs.filter(({ state }) => state === "succeeded");
  if (done.length < 2) return null;
  return (
    <Panel title="Earlier">
      <ul className={classes.list}>
        {done.map((run) => (
          <li key={run.id}>
            <button type="button" aria-current={run.id === selected || undefined} title={`${run.model_name}, ${ago(run.created)}`} onClick={() => onSelect(run)}>
              <img src={triedPicture(run.id)} alt={`Tried ${ago(run.created)} with ${run.model_name}`} loading="lazy" decoding="async" />
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
