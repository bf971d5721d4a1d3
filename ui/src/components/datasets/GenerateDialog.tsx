import { Button, Modal, NumberInput, SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import type { DatasetRequest } from "../../api/datasetImports";
import { problemOf } from "../../api/errors";
import dialog from "../Dialog.module.css";
import { ErrorNote } from "../ErrorNote";
import classes from "./MakeDialog.module.css";
import { useMakeDataset } from "./useMakeDataset";

type Recipe = NonNullable<DatasetRequest["generate"]>;
type Figure = "count" | "width" | "height" | "seed";

/** With what the server takes where nothing is typed. */
const FIGURES: readonly (readonly [Figure, string, string])[] = [
  ["count", "Pictures", "100"],
  ["seed", "Seed", "0"],
  ["width", "Width, pixels", "224"],
  ["height", "Height, pixels", "224"],
];
const SHOWN = ["name", "options.name", ...FIGURES.flatMap(([field]) => [field, `generate.${field}`])];

/** Draws pictures from a seed, for people who have none. */
export function GenerateDialog({ onClose }: { onClose: () => void }) {
  const [recipe, setRecipe] = useState<Recipe>({ motif: "shapes", kind: "generated" });
  const [name, setName] = useState("");
  const make = useMakeDataset(onClose);
  const problem = (field: string) => problemOf(make.error, field) ?? problemOf(make.error, `generate.${field}`) ?? problemOf(make.error, `options.${field}`);
  return (
    <Modal opened onClose={onClose} title="Generate pictures" size={520}>
      <form
        className={dialog.form}
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate({ generate: recipe, options: { name: name.trim() || null } });
        }}
      >
        <p className={classes.lead}>
          To try things out. Figures on drawn pictures say nothing about real ones, and every result on them says so.
        </p>
        <SegmentedControl
          fullWidth
          aria-label="What is drawn"
          value={recipe.motif ?? "shapes"}
          onChange={(motif) => setRecipe({ ...recipe, motif: motif as Recipe["motif"] })}
          data={[
            { value: "shapes", label: "Shapes, labels for every task" },
            { value: "noise", label: "Noise, no labels" },
          ]}
        />
        <div className={classes.fields}>
          {FIGURES.map(([field, label, usual]) => (
            <NumberInput
              key={field}
              label={label}
              placeholder={usual}
              allowDecimal={false}
              value={recipe[field] ?? ""}
              error={problem(field)}
              onChange={(value) => setRecipe({ ...recipe, [field]: value === "" ? undefined : value })}
            />
          ))}
        </div>
        <TextInput label="Name" placeholder={`generated ${recipe.motif}`} value={name} error={problem("name")} onChange={(event) => setName(event.currentTarget.value)} />
        {make.error && <ErrorNote error={make.error} shown={SHOWN} />}
        <div className={dialog.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={make.isPending}>
            Generate
          </Button>
        </div>
      </form>
    </Modal>
  );
}
