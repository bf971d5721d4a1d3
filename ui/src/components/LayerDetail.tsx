import { ActionIcon } from "@mantine/core";
import { IconBinaryTree2, IconSnowflake, IconX } from "@tabler/icons-react";
import type { Layer, Model, Run } from "../api/types";
import { bytes, figure, giga, microseconds, percent, shape, spread, words } from "../format";
import { Facts } from "./Facts";
import classes from "./LayerDetail.module.css";
import { LinkButton } from "./LinkButton";

/** Everything that is known of the chosen layer. */
export function LayerDetail({ model, run, layer, onClose }: { model: Model; run: Run; layer: Layer; onClose: () => void }) {
  return (
    <section className={classes.detail} aria-label="Chosen layer">
      <header className="row">
        <h2 className="grow clip mono" title={layer.name}>
          {layer.name}
        </h2>
        <LinkButton variant="default" leftSection={<IconBinaryTree2 size={16} />} to="/models/$id/graph" params={{ id: model.id }} search={{ run: run.id, layer: layer.name }}>
          Show in graph
        </LinkButton>
        {layer.origin.length > 0 && (
          <LinkButton variant="default" leftSection={<IconSnowflake size={16} />} to="/models/$id/quantize" params={{ id: model.id }} search={{ keep: [...layer.origin] }} title="Quantize the model, the operations of this layer left in floating point">
            Leave in float
          </LinkButton>
        )}
        <ActionIcon aria-label="Choose no layer" onClick={onClose}>
          <IconX size={17} />
        </ActionIcon>
      </header>
      <Facts columns={2} facts={layerFacts(layer)} />
    </section>
  );
}

export function layerFacts(layer: Layer) {
  return [
    ["Time", layer.status === "executed" ? `${microseconds(layer.time_us.value)} ${spread(layer.time_us)}, ${percent(layer.share)} of all layers` : words(layer.status)],
    ["Speed", layer.gflops ? `${figure(layer.gflops)} GFLOP/s${layer.roofline == null ? "" : `, ${percent(layer.roofline, 0)} of attainable`}` : null],
    ["Limited by", layer.bound],
    ["Intensity", layer.intensity ? `${figure(layer.intensity)} FLOP per byte` : null],
    ["Cost", layer.gflop > 0 ? `${giga(layer.gflop, "FLOP")}, ${bytes(layer.bytes_moved)} moved` : `${bytes(layer.bytes_moved)} moved`],
    ["Kernel", layer.kernel],
    ["Precision", layer.precision === layer.output_precision ? layer.precision : `${layer.precision}, gives ${layer.output_precision}`],
    ["Output", `${shape(layer.output_shape)} ${layer.output_layout}`],
    ["Made from", layer.origin.length > 0 ? layer.origin.join(", ") : "inserted by the engine"],
    ["Belongs to", layer.consumer],
  ] as const;
}
