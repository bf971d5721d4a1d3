import type { Model, TensorSpec } from "../api/types";
import { shape } from "../format";
import { Facts } from "./Facts";
import classes from "./InterfacePanel.module.css";
import { Panel } from "./Panel";

/** What goes in, what comes out, and what has to happen to a picture before. */
export function InterfacePanel({ model }: { model: Model }) {
  const { color_order, mean, scale, layout, origin } = model.preprocessing;
  const known = color_order || mean || scale || layout;
  return (
    <Panel title="Inputs and outputs">
      <Tensors title="Inputs" tensors={model.inputs} />
      <Tensors title="Outputs" tensors={model.outputs} />
      <h3 className={classes.head}>Preprocessing</h3>
      {known ? (
        <Facts
          facts={[
            ["Colours", color_order],
            ["Layout", layout],
            ["Mean", mean?.join(", ")],
            ["Scale", scale?.join(", ")],
            ["Known from", origin === "options" ? "what you said at import" : origin === "mixed" ? "the model and what you said" : origin && "the model's metadata"],
          ]}
        />
      ) : (
        <p className="quiet-text">Nobody said, and it is not guessed. It does not matter for speed.</p>
      )}
    </Panel>
  );
}

function Tensors({ title, tensors }: { title: string; tensors: readonly TensorSpec[] }) {
  return (
    <>
      <h3 className={classes.head}>{title}</h3>
      <ul className={classes.tensors}>
        {tensors.map((tensor) => (
          <li key={tensor.name}>
            <span className="mono clip" title={tensor.name}>
              {tensor.name}
            </span>
            <span className="num">{shape(tensor.shape)}</span>
            <span className="quiet-text">{[tensor.dtype, tensor.layout].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
