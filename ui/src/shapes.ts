// Shapes of inputs that a model leaves open, as they are typed and as the API takes them.
import { dims } from "./api/importForm";
import type { Config, Model } from "./api/types";

/** Whether an input has a dimension of which nobody has said the size. */
export function hasOpenInputs(model: Model): boolean {
  return model.inputs.some((input) => !input.shape?.every((dim) => typeof dim === "number"));
}

/** The typed shapes by input as the API takes them; those left empty are left out. */
export function shapesOf(texts: Readonly<Record<string, string>>): Config["shapes"] {
  const given = Object.entries(texts).filter(([, text]) => text.trim() !== "");
  return Object.fromEntries(given.map(([name, text]) => [name, dims(text)])) as Config["shapes"];
}
