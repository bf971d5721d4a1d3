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

/** Sizes that the network takes, else its own with 1 where any will do: the form of the answer, never a value that is used. */
const exampleOf = ({ example, shape: dims }: Model["inputs"][number]) =>
  `e.g. ${(example?.sizes ?? dims?.map((dim) => (typeof dim === "number" ? dim : dim.low || 1)))?.join(",") || "1,128"}`;

/** One field for the shape of each input, for models that take many. */
export function ShapeFields({ model, texts, onChange, error }: Props) {
  return model.inputs.map((input) => (
    <TextInput
      key={input.name}
      label={`Shape of ${input.name}`}
      description={`takes ${shape(input.shape)}`}
      placeholder={exampleOf(input)}
      value={texts[input.name] ?? ""}
      error={problemOf(error, input.name) ?? problemOf(error, `shapes.${input.name}`) ?? problemOf(error, `config.shapes.${input.name}`) ?? problemOf(error, "shapes")}
      onChange={(event) => onChange({ ...texts, [input.name]: event.currentTarget.value })}
    />
  ));
}
