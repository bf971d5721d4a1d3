import { Store } from "../../state/store";

/** What can be drawn over a picture, each by its key. */
export const LAYERS = [
  { key: "1", layer: "truth", name: "Truth" },
  { key: "2", layer: "own", name: "This run" },
  { key: "3", layer: "other", name: "Other run" },
] as const;

export type Layer = (typeof LAYERS)[number]["layer"];

/** Which layers are drawn; one choice for all pictures, kept while one looks elsewhere. */
export const layersShown = new Store<ReadonlySet<Layer>>(new Set<Layer>(["truth", "own", "other"]));

/** Draw a layer, or no longer. */
export function toggleLayer(layer: Layer): void {
  layersShown.update((now) => {
    const next = new Set(now);
    if (!next.delete(layer)) next.add(layer);
    return next;
  });
}

/** Toggle a layer by its key; whether the key was one. */
export function layerKey(key: string): boolean {
  const found = LAYERS.find((one) => one.key === key);
  if (found) toggleLayer(found.layer);
  return found !== undefined;
}
