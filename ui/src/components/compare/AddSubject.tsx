import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconListDetails, IconSearch, IconStack2 } from "@tabler/icons-react";
import { useState } from "react";
import { useModels, useRuns } from "../../api/queries";
import { ago, formatName } from "../../format";
import { COMPARABLE, configWords, runFigure, runTitle } from "../../runs";
import { ErrorNote } from "../ErrorNote";
import classes from "./AddSubject.module.css";

const MODELS_SHOWN = 5;
const RUNS_SHOWN = 30;

/** Choose a run, or a model by its best, to compare. */
export function AddSubject({ taken, onChoose, onClose }: { taken: readonly string[]; onChoose: (id: string) => void; onClose: () => void }) {
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), 150);
  const runs = useRuns({ kind: [...COMPARABLE], state: ["succeeded"], search: q, limit: RUNS_SHOWN });
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const models = (useModels().data?.models ?? []).filter(
    ({ model, best_throughput_fps: best }) => best !== null && !taken.includes(model.id) && words.every((word) => `${model.name} ${model.format} ${model.precision}`.toLowerCase().includes(word)),
  );
  const shown = runs.data?.runs.filter((run) => !taken.includes(run.id)) ?? [];
  return (
    <Modal opened onClose={onClose} title="What to compare with" size={640}>
      <TextInput aria-label="Search runs and models" placeholder="Model, device, tag, note, id" data-autofocus leftSection={<IconSearch size={16} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {runs.error && <ErrorNote error={runs.error} />}
      <ul className={classes.list} aria-label="What can be compared">
        {models.slice(0, MODELS_SHOWN).map(({ model }) => (
          <li key={model.id}>
            <button type="button" onClick={() => onChoose(model.id)}>
              <IconStack2 size={18} aria-hidden />
              <span className="grow">
                <b>{model.name}</b>
                <small>Model, by its fastest benchmark · {[formatName(model.format), model.precision].join(" · ")}</small>
              </span>
            </button>
          </li>
        ))}
        {shown.map((run) => (
          <li key={run.id}>
            <button type="button" onClick={() => onChoose(run.id)}>
              <IconListDetails size={18} aria-hidden />
              <span className="grow">
                <b>{runTitle(run)}</b>
                <small>{[configWords(run.config), runFigure(run), ago(run.created), run.headline?.host, ...run.tags].filter(Boolean).join(" · ")}</small>
              </span>
            </button>
          </li>
        ))}
        {runs.data && shown.length + models.length === 0 && <li className={classes.none}>{q ? `“${q}” is in no finished benchmark, search or profile.` : "Nothing else was measured yet."}</li>}
      </ul>
    </Modal>
  );
}
