import { address } from "../api/client";
import type { Model } from "../api/types";
import { bytes, formatName, moment, shape } from "../format";
import { Facts, type Fact } from "./Facts";
import classes from "./OriginPanel.module.css";
import { Panel } from "./Panel";

/** How this model came to be, its files, and what it says about itself. */
export function OriginPanel({ model }: { model: Model }) {
  const { recipe } = model;
  const { options } = recipe;
  const said: Fact[] = [
    ...Object.entries(options.shapes ?? {}).map(([name, dims]): Fact => [`Shape ${name}`, shape(dims)]),
    ...Object.entries(options.layouts ?? {}).map(([name, layout]): Fact => [`Layout ${name}`, layout]),
  ];
  return (
    <div className={classes.two}>
      <Panel title="How it was made">
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
