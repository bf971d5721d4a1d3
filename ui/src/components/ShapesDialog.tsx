import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import type { Config, Model } from "../api/types";
import { shapesOf } from "../shapes";
import classes from "./Dialog.module.css";
import { ErrorNote } from "./ErrorNote";
import { ShapeFields } from "./ShapeFields";

interface Props {
  model: Model;
  error: unknown;
  busy: boolean;
  onStart: (shapes: Config["shapes"]) => void;
  onClose: () => void;
}

/** Asks for the shapes of the inputs, when the server said that it needs them. */
export function ShapesDialog({ model, error, busy, onStart, onClose }: Props) {
  const [texts, setTexts] = useState<Record<string, string>>({});
  const shapes = shapesOf(texts);
  return (
    <Modal opened onClose={onClose} title="Which input shapes?">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onStart(shapes);
        }}
      >
        {Boolean(error) && <ErrorNote error={error} />}
        <ShapeFields model={model} texts={texts} onChange={setTexts} error={undefined} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={Object.keys(shapes).length === 0}>
            Start
          </Button>
        </div>
      </form>
    </Modal>
  );
}
