import { Button } from "@mantine/core";
import { useState } from "react";
import { useModels } from "../../api/queries";
import { triedPicture } from "../../api/tries";
import type { Run } from "../../api/types";
import { ago, moment } from "../../format";
import { Panel } from "../Panel";
import classes from "./EarlierPictures.module.css";

interface Props {
  runs: readonly Run[];
  selected: string | undefined;
  onSelect: (run: Run) => void;
}

const SHOWN = 4;
const ASKED = { rise: "where it looks, by random masks", occlusion: "where it looks, by covered places" } as const;

/** Pictures that this model was shown before: which, beside what, and what else was asked. */
export function EarlierPictures({ runs, selected, onSelect }: Props) {
  const [all, setAll] = useState(false);
  const models = useModels().data?.models;
  const done = runs.filter(({ state }) => state === "succeeded");
  if (done.length < 2) return null;
  const nameOf = (id: string) => models?.find(({ model }) => model.id === id)?.model.name ?? "a deleted model";
  const shown = all || done.length <= SHOWN + 1 ? done : done.slice(0, SHOWN);
  return (
    <Panel title="Earlier">
      <ul className={classes.list}>
        {shown.map((run) => {
          const words = asked(run, nameOf);
          return (
            <li key={run.id}>
              <button type="button" aria-current={run.id === selected || undefined} title={`${run.tried?.picture ?? ""}: ${words}, ${moment(run.created)}`} onClick={() => onSelect(run)}>
                <img src={triedPicture(run.id)} alt="" loading="lazy" decoding="async" />
                <span className={classes.words}>
                  <b className="clip">{run.tried?.picture}</b>
                  <small className="clip">
                    {ago(run.created)}, {words}
                  </small>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {shown.length < done.length && (
        <Button variant="subtle" color="gray" size="xs" mt={6} onClick={() => setAll(true)}>
          Show {done.length - shown.length} more
        </Button>
      )}
    </Panel>
  );
}

/** What sets a try apart from another of the same picture. */
function asked({ tried }: Run, nameOf: (model: string) => string): string {
  const beside = tried?.models.slice(1).map(nameOf) ?? [];
  return [beside.length > 0 && `beside ${beside.join(", ")}`, tried?.saliency && ASKED[tried.saliency]].filter(Boolean).join(", ") || "alone";
}
