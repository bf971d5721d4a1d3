import { Button, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { problemOf } from "../api/errors";
import type { Model } from "../api/types";
import { shape } from "../format";
import { ErrorNote } from "./ErrorNote";
import { Panel } from "./Panel";
import classes from "./ShapePanel.module.css";

interface Props {
  model: Model;
  /** `name:1,3,224,224` of each input that was asked for. */
  asked: readonly string[];
  error: unknown;
}

/** The shapes of an analysis, where the model leaves them open. They stand in the address. */
export function ShapePanel({ model, asked, error }: Props) {
  const navigate = useNavigate();
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(
      model.inputs.map((input) => {
        const found = asked.find((text) => text.startsWith(`${input.name}:`));
        return [input.name, found?.slice(input.name.length + 1) ?? (input.shape ?? []).map((dim) => (typeof dim === "number" ? dim : "?")).join(",")];
      }),
    ),
  );
  const submit = () => {
    const given = model.inputs.map((input) => `${input.name}:${(texts[input.name] ?? "").replace(/\s/g, "")}`);
    void navigate({ to: ".", search: (old) => ({ ...old, shapes: given.join(";") }) });
  };
  const first = asked.length === 0;
  return (
    <Panel title="This model takes inputs of many sizes" note={error === undefined && !first ? "The analysis below is of these shapes." : "Say which to analyse; nothing is guessed."}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {model.inputs.map((input) => (
          <TextInput
            key={input.name}
            label={input.name}
            description={`takes ${shape(input.shape)}`}
            value={texts[input.name]}
            error={first ? undefined : (problemOf(error, input.name) ?? problemOf(error, `shapes.${input.name}`))}
            onChange={(event) => setTexts({ ...texts, [input.name]: event.currentTarget.value })}
          />
        ))}
        <Button type="submit" variant={first && error !== undefined ? "filled" : "default"}>
          Analyse these shapes
        </Button>
      </form>
      {error !== undefined && !first && <ErrorNote error={error} shown={model.inputs.flatMap(({ name }) => [name, `shapes.${name}`])} />}
    </Panel>
  );
}
