import { Button, Checkbox, Modal, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useDatasets } from "../../api/datasets";
import { problemOf } from "../../api/errors";
import { counted } from "../../datasets";
import dialog from "../Dialog.module.css";
import { ErrorNote } from "../ErrorNote";
import classes from "./MakeDialog.module.css";
import { useMakeDataset } from "./useMakeDataset";

type Strength = "noise" | "erase" | "colour";

const STRENGTHS: readonly { field: Strength; what: string; label: string }[] = [
  { field: "noise", what: "Add noise, as a fraction of the full range", label: "Noise" },
  { field: "erase", what: "Cover a rectangle, as a share of the picture", label: "Covered share" },
  { field: "colour", what: "Change brightness, contrast and saturation by up to", label: "Most change of colour" },
];
const FIELDS = ["noise", "erase", "colour", "copies", "seed", "changes"];
const SHOWN = ["name", "options.name", ...FIELDS.flatMap((field) => [field, `augment.${field}`, `augment.changes.${field}`])];

/** Makes changed copies of a dataset's pictures, for people who have too few. */
export function AugmentDialog({ dataset, onClose }: { dataset?: string; onClose: () => void }) {
  const datasets = useDatasets().data?.datasets ?? [];
  const [parent, setParent] = useState(dataset ?? datasets[0]?.id ?? null);
  const [flip, setFlip] = useState(true);
  const [chosen, setChosen] = useState<ReadonlySet<Strength>>(new Set());
  const [strength, setStrength] = useState<Record<Strength, number | string>>({ noise: 0.03, erase: 0.1, colour: 0.2 });
  const [copies, setCopies] = useState<number | string>(1);
  const [seed, setSeed] = useState<number | string>(0);
  const [originals, setOriginals] = useState(true);
  const [name, setName] = useState("");
  const make = useMakeDataset(onClose);
  const problem = (field: string) =>
    problemOf(make.error, field) ?? problemOf(make.error, `augment.${field}`) ?? problemOf(make.error, `augment.changes.${field}`) ?? problemOf(make.error, `options.${field}`);
  const found = datasets.find(({ id }) => id === parent);
  const total = found && typeof copies === "number" ? found.samples * (copies + (originals ? 1 : 0)) : undefined;
  const toggle = (field: Strength, on: boolean) => setChosen(new Set(on ? [...chosen, field] : [...chosen].filter((one) => one !== field)));
  const submit = () => {
    const changes = { flip, ...Object.fromEntries(STRENGTHS.map(({ field }) => [field, chosen.has(field) ? (strength[field] as number) : 0])) };
    make.mutate({ augment: { dataset: parent ?? "", changes, copies: copies as number, originals, seed: seed as number }, options: { name: name.trim() || null } });
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
          {STRENGTHS.map(({ field, what, label }) => (
            <StrengthRow key={field} what={what} label={label} on={chosen.has(field)} value={strength[field]} error={problem(field)} onToggle={(on) => toggle(field, on)} onChange={(value) => setStrength({ ...strength, [field]: value })} />
          ))}
        </fieldset>
        {problem("changes") && <p className={classes.problem}>Changes: {problem("changes")}</p>}
        <div className={classes.fields}>
          <NumberInput label="Copies of each picture" allowDecimal={false} value={copies} error={problem("copies")} onChange={setCopies} />
          <NumberInput label="Seed" allowDecimal={false} value={seed} error={problem("seed")} onChange={setSeed} />
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

interface StrengthProps {
  what: string;
  label: string;
  on: boolean;
  value: number | string;
  error: string | undefined;
  onToggle: (on: boolean) => void;
  onChange: (value: number | string) => void;
}

function StrengthRow({ what, label, on, value, error, onToggle, onChange }: StrengthProps) {
  return (
    <>
      <Checkbox label={what} checked={on} onChange={(event) => onToggle(event.currentTarget.checked)} />
      <NumberInput aria-label={label} step={0.01} value={value} disabled={!on} error={on ? error : undefined} onChange={onChange} />
    </>
  );
}
