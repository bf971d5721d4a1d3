import { Kbd } from "@mantine/core";
import type { Accuracy } from "../../api/accuracy";
import { useStore } from "../../state/store";
import { LAYERS, layersShown, toggleLayer } from "./layers";
import classes from "./LayerToggles.module.css";

/** What is drawn over the pictures; the same as the keys 1, 2, 3. */
export function LayerToggles({ result, against }: { result: Accuracy; against?: string }) {
  const layers = useStore(layersShown);
  if (result.task === null || result.task === "classification") return null; // nothing to draw: the words below say it
  return (
    <div className={classes.toggles} role="group" aria-label="What is drawn over the pictures">
      {LAYERS.filter(({ layer }) => layer !== "other" || against !== undefined).map(({ key, layer, name }) => (
        <button key={key} type="button" aria-pressed={layers.has(layer)} onClick={() => toggleLayer(layer)} className={classes.toggle} title={layer === "other" ? against : undefined}>
          <span className={`${classes.mark} ${classes[layer]}`} aria-hidden />
          {name}
          <Kbd size="xs">{key}</Kbd>
        </button>
      ))}
    </div>
  );
}
