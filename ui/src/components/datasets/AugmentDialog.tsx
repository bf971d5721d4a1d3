import { Button, Checkbox, Modal, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useDatasets } from "../../api/datasets";
import { problemOf } from "../../api/errors";
import { counted } from "../../format";
import dialog from "../Dialog.module.css";
import { ErrorNote } from "../ErrorNote";
import classes from "./MakeDialog.module.css";
import { useMakeDataset } from "./useMakeDataset";

type Strength = "noise" | "erase" | "colour";

/** With how strong a change is where nothing is typed. */
const STRENGTHS: readonly { field: Strength; what: string; label: string; usual: number }[] = [
  { field: "noise", what: "Add noise, as a fraction of the full range", label: "Noise", usual: 0.03 },
  { field: "erase", what: "Cover a rectangle, as a share of the picture", label: "Covered share", usual: 0.1 },
  { field: "colour", what: "Change brightness, contrast and saturation by up to", label: "Most change of colour", usual: 0.2 },
];
const USUAL_COPIES = 1;
const FIELDS = ["noise", "erase", "colour", "copies", "seed", "changes"];
const SHOWN = ["name", "options.name", ...FIELDS.flatMap((field) => [field, `augment.${field}`, `augment.changes.${field}`])];

/** Makes changed copies of a dataset's pictures, for people who have too few. */
export function AugmentDialog({ dataset, onClose }: { dataset?: string; onClose: () => void }) {
  const datasets = useDatasets().data?.datasets ?? [];
  const [parent, setParent] = useState(dataset ?? datasets[0]?.id ?? null);
  const [flip, setFlip] = useState(true);
  const [chosen, setChosen] = useState<ReadonlySet<Strength>>(new Set());
  const [strength, setStrength] = useState<Record<Strength, number | string>>({ noise: "", erase: "", colour: "" });
  const [copies, setCopies] = useState<number | string>("");
  const [seed, setSeed] = useState<number | string>("");
  const [originals, setOriginals] = useState(true);
  const [name, setName] = useState("");
  const make = useMakeDataset(onClose);
  const problem = (field: string) =>
    problemOf(make.error, field) ?? problemOf(make.error, `augment.${field}`) ?? problemOf(make.error, `augment.changes.${field}`) ?? problemOf(make.error, `options.${field}`);
  const found = datasets.find(({ id }) => id === parent);
  const total = found && found.samples * (given(copies, USUAL_COPIES) + (originals ? 1 : 0));
  const toggle = (field: Strength, on: boolean) => setChosen(new Set(on ? [...chosen, field] : [...chosen].filter((one) => one !== field)));
  const submit = () => {
    const changes = { flip, ...Object.fromEntries(STRENGTHS.map(({ field, usual }) => [field, chosen.has(field) ? given(strength[field], usual) : 0])) };
    make.mutate({ augment: { dataset: parent ?? "", changes, copies: given(copies, USUAL_COPIES), originals, seed: given(seed, 0) }, options: { name: name.trim() || null } });
  };
  return (
    <Modal opened onClose={onClose} title="Augment a dataset" size={560}>
      <form
        className={dialog.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className={classes.lead}>Changed copies with their labels, as a dataset of their own. It is marked, and so is every result on it.</p>
        <Select
          label="Dataset"
          searchable
          value={parent}
          onChange={setParent}
          data={datasets.map((one) => ({ value: one.id, label: `${one.name}, ${counted(one.samples, "picture")}` }))}
          error={problem("dataset")}
        />
        <fieldset className={classes.changes}>
          <legend>Changes, each drawn by itself</legend>
          <Checkbox label="Mirror half of the copies left to right" checked={flip} onChange={(event) => setFlip(event.currentTarget.checked)} />
          <span />
          {STRENGTHS.map(({ field, what, label, usual }) => (
            <StrengthRow
              key={field}
              what={what}
              label={label}
              usual={usual}
              on={chosen.has(field)}
              value={strength[field]}
              error={problem(field)}
              onToggle={(on) => toggle(field, on)}
              onChange={(value) => setStrength({ ...strength, [field]: value })}
            />
          ))}
        </fieldset>
        {problem("changes") && <p className={classes.problem}>Changes: {problem("changes")}</p>}
        <div className={classes.fields}>
          <NumberInput label="Copies of each picture" placeholder={String(USUAL_COPIES)} allowDecimal={false} value={copies} error={problem("copies")} onChange={setCopies} />
          <NumberInput label="Seed" placeholder="0" allowDecimal={false} value={seed} error={problem("seed")} onChange={setSeed} />
        </div>
        <Checkbox label="Keep the pictures themselves beside the copies" checked={originals} onChange={(event) => setOriginals(event.currentTarget.checked)} />
        <TextInput label="Name" placeholder={found ? `${found.name}, augmented` : ""} value={name} error={problem("name")} onChange={(event) => setName(event.currentTarget.value)} />
        {make.error && <ErrorNote error={make.error} shown={SHOWN} />}
        <div className="spread">
          <span className="quiet-text num" role="status">
            {total !== undefined && `That makes ${counted(total, "picture")}.`}
          </span>
          <div className={dialog.buttons}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending} disabled={parent === null}>
              Augment
            </Button>
          </div>
        </div>
      </form>
    </Modal>
  );
}

/** What was typed, or what is usual where nothing was. */
function given(typed: number | string, usual: number): number {
  return typeof typed === "number" ? typed : usual;
}

interface StrengthProps {
  what: string;
  label: string;
  usual: number;
  on: boolean;
  value: number | string;
  error: string | undefined;
  onToggle: (on: boolean) => void;
  onChange: (value: number | string) => void;
}

function StrengthRow({ what, label, usual, on, value, error, onToggle, onChange }: StrengthProps) {
  return (
    <>
      <Checkbox label={what} checked={on} onChange={(event) => onToggle(event.currentTarget.checked)} />
      <NumberInput aria-label={label} placeholder={String(usual)} value={value} disabled={!on} error={on ? error : undefined} onChange={onChange} />
    </>
  );
}
