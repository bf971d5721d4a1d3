import { NumberInput, Select, Switch } from "@mantine/core";
import type { QuantizeEstimate } from "../../api/quantize";
import type { QuantizeAsk } from "../../api/quantizeForm";
import { whole } from "../../format";
import form from "../BenchmarkForm.module.css";
import type { ProblemOf } from "./QuantizeForm";
import classes from "./QuantizeForm.module.css";

const PARTS = ["calibration", "validation", "accuracy.subset"];

/** The fields whose problems `PictureFields` shows itself, as the server names them. */
export const PICTURE_FIELDS = ["calibration", "validation", ...PARTS.flatMap((part) => ["count", "percent", "seed"].map((field) => `${part}.${field}`))];

interface Props {
  ask: QuantizeAsk;
  set: (part: Partial<QuantizeAsk>) => void;
  problem: ProblemOf;
  estimate: QuantizeEstimate | undefined;
}

/** Which pictures find the ranges, and which say how right a candidate is. */
export function PictureFields({ ask, set, problem, estimate }: Props) {
  const of = (...parts: string[]) => problem(...parts, ...parts.flatMap((part) => ["count", "percent", "seed"].map((field) => `${part}.${field}`)));
  return (
    <div className={form.form}>
      <Part
        name="For calibration"
        about="They find the ranges of activations; a few hundred are enough."
        usual={estimate?.calibration_pictures}
        amount={ask.calibration}
        part={ask.calibrationPart}
        seed={ask.calibrationSeed}
        error={of("calibration")}
        onChange={(amount, part, seed) => set({ calibration: amount, calibrationPart: part, calibrationSeed: seed })}
      />
      <Part
        name="For validation"
        about="They say how right a candidate is; the more, the surer."
        usual={estimate?.validation_pictures}
        amount={ask.validation}
        part={ask.validationPart}
        seed={ask.validationSeed}
        error={of("validation", "accuracy.subset")}
        onChange={(amount, part, seed) => set({ validation: amount, validationPart: part, validationSeed: seed })}
      />
      <Switch label="A picture may serve for both" description="Makes the loss look smaller than it is on other pictures." checked={ask.overlap} onChange={(event) => set({ overlap: event.currentTarget.checked })} />
      <Switch label="Compare with the model itself, not with labels" description="How like its outputs stay; needs no labels." checked={ask.likeParent} onChange={(event) => set({ likeParent: event.currentTarget.checked, metric: "" })} />
    </div>
  );
}

interface PartProps {
  name: string;
  about: string;
  /** How many it would be if nothing is typed. */
  usual: number | undefined;
  amount: string | number;
  part: QuantizeAsk["calibrationPart"];
  seed: string | number;
  error: string | undefined;
  onChange: (amount: string | number, part: QuantizeAsk["calibrationPart"], seed: string | number) => void;
}

function Part({ name, about, usual, amount, part, seed, error, onChange }: PartProps) {
  return (
    <div role="group" aria-label={name}>
      <div className={classes.parts}>
        <NumberInput label={name} placeholder={usual === undefined ? "auto" : whole(usual)} value={amount} error={error !== undefined} onChange={(next) => onChange(next, part, seed)} />
        <Select
          aria-label={`${name}: unit`}
          value={part}
          onChange={(next) => onChange(amount, next as QuantizeAsk["calibrationPart"], seed)}
          data={[
            { value: "count", label: "pictures" },
            { value: "percent", label: "%" },
          ]}
        />
        <NumberInput label="Seed" aria-label={`${name}: seed`} placeholder="0" value={seed} onChange={(next) => onChange(amount, part, next)} />
      </div>
      {error ? <p className={form.problem}>{error}</p> : <p className={form.about}>{about}</p>}
    </div>
  );
}
