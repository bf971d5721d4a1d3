import { IconSnowflake, IconTable } from "@tabler/icons-react";
import type { Overlay } from "../api/queries";
import type { Model, Profile, Run } from "../api/types";
import { Facts } from "./Facts";
import classes from "./GraphSelection.module.css";
import { layerFacts } from "./LayerDetail";
import { LinkButton } from "./LinkButton";

interface Props {
  model: Model;
  run: Run | undefined;
  profile: Profile | undefined;
  overlay: Overlay | undefined;
  node: string | null;
  layer: string | null;
}

/** What is selected, in words: which operations became which layer, and what that layer cost. */
export function GraphSelection({ model, run, profile, overlay, node, layer }: Props) {
  const found = profile?.layers.find((one) => one.name === layer);
  const origins = (layer && overlay?.to_original[layer]) || (node ? [node] : []);
  const layers = (node && overlay?.to_runtime[node]) || (layer ? [layer] : []);
  return (
    <aside className={classes.side} aria-label="Selected">
      <h2>Selected</h2>
      {!node && !layer && <p className="quiet-text">Click a node in a graph, or come here from a layer: what belongs together is selected in both.</p>}
      {origins.length > 0 && (
        <>
          <h3>{origins.length > 1 ? `${origins.length} operations of the model` : "Operation of the model"}</h3>
          <Names names={origins} />
        </>
      )}
      {layers.length > 0 && run && (
        <>
          <h3>{layers.length > 1 ? `Executed as ${layers.length} layers` : "Executed as"}</h3>
          <Names names={layers} />
        </>
      )}
      {origins.length > 0 && (
        <LinkButton variant="default" leftSection={<IconSnowflake size={16} />} to="/models/$id/quantize" params={{ id: model.id }} search={{ keep: [...origins] }}>
          Quantize, this left in float
        </LinkButton>
      )}
      {node && layers.length === 0 && run && <p className="quiet-text">No executed layer carries this operation: it was folded away.</p>}
      {found && <Facts facts={layerFacts(found).filter(([name]) => name !== "Made from")} />}
      {found && run && (
        <LinkButton variant="default" leftSection={<IconTable size={16} />} to="/models/$id/layers" params={{ id: model.id }} search={{ run: run.id, layer: found.name }}>
          Show in layers
        </LinkButton>
      )}
    </aside>
  );
}

function Names({ names }: { names: readonly string[] }) {
  return (
    <ul className={classes.names}>
      {names.map((name) => (
        <li key={name} className="mono">
          {name}
        </li>
      ))}
    </ul>
  );
}
