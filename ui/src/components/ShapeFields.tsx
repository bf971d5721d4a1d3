import { TextInput } from "@mantine/core";
import { problemOf } from "../api/errors";
import type { Model } from "../api/types";
import { shape } from "../format";

interface Props {
  model: Model;
  texts: Record<string, string>;
  onChange: (texts: Record<string, string>) => void;
  error: unknown;
}

/** The input's own sizes with 1 where any size will do: the form of the answer, never a value that is used. */
const example = (dims: Model["inputs"][number]["shape"]) => `e.g. ${dims?.map((dim) => (typeof dim === "number" ? dim : dim.low || 1)).join(",") || "1,128"}`;

/** One field for the shape of each input, for models that take many. */
export function ShapeFields({ model, texts, onChange, error }: Props) {
  return model.inputs.map(({ name, shape: dims }) => (
    <TextInput
      key={name}
      label={`Shape of ${name}`}
      description={`takes ${shape(dims)}`}
      placeholder={example(dims)}
      value={texts[name] ?? ""}
      error={problemOf(error, name) ?? problemOf(error, `shapes.${name}`) ?? problemOf(error, `config.shapes.${name}`) ?? problemOf(error, "shapes")}
      onChange={(event) => onChange({ ...texts, [name]: event.currentTarget.value })}
    />
  ));
}
