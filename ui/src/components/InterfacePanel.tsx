import { familyName, originWords, resizeWords } from "../accuracy";
import type { Model, TensorSpec } from "../api/types";
import { shape } from "../format";
import { Facts } from "./Facts";
import classes from "./InterfacePanel.module.css";
import { Panel } from "./Panel";

/** What goes in, what comes out, and what has to happen to a picture before. */
export function InterfacePanel({ model }: { model: Model }) {
  const { color_order, mean, scale, layout, resize } = model.preprocessing;
  const known = color_order || mean || scale || layout || resize;
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
            ["Pixels", resizeWords(resize)],
            ["Known from", originWords(model.preprocessing)],
          ]}
        />
      ) : (
        <p className="quiet-text">Nobody said. It does not matter for speed; before an accuracy is measured it is found out, and shown to you.</p>
      )}
      {model.adapter && (
        <>
          <h3 className={classes.head}>What the outputs mean</h3>
          <p>{familyName(model.adapter)}, as was confirmed.</p>
        </>
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
