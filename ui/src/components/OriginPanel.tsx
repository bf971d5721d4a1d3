import { Link } from "@tanstack/react-router";
import { address } from "../api/client";
import { useDatasets } from "../api/datasets";
import type { QuantizedRecipe } from "../api/quantize";
import { useModels } from "../api/queries";
import type { Model } from "../api/types";
import { bytes, formatName, moment, shape } from "../format";
import { boundWords, someNames } from "../quantize";
import { Facts, type Fact } from "./Facts";
import classes from "./OriginPanel.module.css";
import { Panel } from "./Panel";
import { OutcomeTag } from "./quantize/OutcomeTag";
import { optionFacts } from "./quantize/options";

/** How this model came to be, its files, and what it says about itself. */
export function OriginPanel({ model }: { model: Model }) {
  const { recipe } = model;
  return (
    <div className={classes.two}>
      <Panel title="How it was made">
        {recipe.kind === "quantized" ? <QuantizedFacts model={model} recipe={recipe} /> : <ConvertedFacts model={model} recipe={recipe} />}
        {Object.keys(model.metadata).length > 0 && (
          <details className={classes.details}>
            <summary>What the model says about itself ({Object.keys(model.metadata).length})</summary>
            <Facts facts={Object.entries(model.metadata).map(([key, value]) => [key, <span key={key} className="mono">{value}</span>])} />
          </details>
        )}
      </Panel>
      <Panel title="Files">
        <ul className={classes.files}>
          {model.files.map((file) => (
            <li key={file.name}>
              <a
                className="mono clip"
                href={address(`/api/v1/models/${model.id}/files/${file.name.split("/").map(encodeURIComponent).join("/")}`)}
                download
              >
                {file.name}
              </a>
              <span className="num quiet-text">{bytes(file.size)}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function ConvertedFacts({ model, recipe }: { model: Model; recipe: Extract<Model["recipe"], { kind: "converted" }> }) {
  const { options } = recipe;
  const said: Fact[] = [
    ...Object.entries(options.shapes ?? {}).map(([name, dims]): Fact => [`Shape ${name}`, shape(dims)]),
    ...Object.entries(options.layouts ?? {}).map(([name, layout]): Fact => [`Layout ${name}`, layout]),
  ];
  return (
    <Facts
      facts={[
        ["From", formatName(recipe.source_format)],
        ["By", recipe.tool],
        ["Imported", moment(model.created)],
        ...said,
        ["Weights", options.compress_to_fp16 ? "stored as FP16" : "as in the source"],
        ["Id", <span key="id" className="mono">{model.id}</span>],
        ["Source hash", <span key="hash" className="mono">{recipe.source_sha256}</span>],
      ]}
    />
  );
}

/** A version with smaller numbers: from which model, by which run, within which bound, with what left in floating point. */
function QuantizedFacts({ model, recipe }: { model: Model; recipe: QuantizedRecipe }) {
  const parent = useModels().data?.models.find((entry) => entry.model.id === model.parent)?.model;
  const dataset = useDatasets().data?.datasets.find(({ id }) => id === recipe.dataset);
  const { kept_float: kept, bound } = recipe;
  return (
    <>
      <Facts
        facts={[
          ["Made from", parent ? <Link key="parent" to="/models/$id" params={{ id: parent.id }}>{parent.name}</Link> : "a model that was deleted since"],
          ["By", <Link key="run" to="/runs/$id" params={{ id: recipe.run }}>{recipe.tool}</Link>],
          ["Made", moment(model.created)],
          ["Largest loss", <span key="bound" className="row">{boundWords(bound)} {bound && <OutcomeTag outcome={recipe.outcome} />}</span>],
          recipe.dataset ? ["Pictures", dataset ? <Link key="dataset" to="/datasets/$id" params={{ id: dataset.id }}>{dataset.name}</Link> : "deleted since"] : null,
          ...optionFacts(recipe.options),
          ["Put back to float", kept.length === 0 ? "nothing" : someNames(kept, 3)],
          ["Id", <span key="id" className="mono">{model.id}</span>],
        ]}
      />
      {kept.length > 3 && (
        <details className={classes.details}>
          <summary>All operations in floating point ({kept.length})</summary>
          <p className="mono">{kept.join(", ")}</p>
        </details>
      )}
    </>
  );
}
