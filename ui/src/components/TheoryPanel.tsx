import { Button } from "@mantine/core";
import type { Analysis } from "../api/types";
import { bytes, count, giga, percent, shape } from "../format";
import { Note } from "./Note";
import { Panel } from "./Panel";
import { Readout } from "./Readout";
import classes from "./TheoryPanel.module.css";

/** What the model costs on paper, whatever runs it. */
export function TheoryPanel({ analysis, onOtherShapes }: { analysis: Analysis; onOtherShapes?: () => void }) {
  const shapes = Object.entries(analysis.input_shapes).map(([name, dims]) => `${name} ${shape(dims)}`);
  const weights = Object.entries(analysis.weights_bytes_by_precision).sort((a, b) => b[1] - a[1]);
  return (
    <Panel
      title="Cost in theory"
      note={`One inference at ${shapes.join(", ")}`}
      actions={
        onOtherShapes && (
          <Button variant="default" onClick={onOtherShapes}>
            Other shapes
          </Button>
        )
      }
    >
      <div className={classes.grid}>
        <Readout size="small" label="Arithmetic" value={giga(analysis.gflop, "FLOP")} note={`${giga(analysis.gmac, "MAC")}, two FLOP each`} />
        <Readout size="small" label="8-bit arithmetic" value={giga(analysis.giop, "IOP")} note={analysis.giop === 0 ? "nothing is quantized" : "after quantization"} />
        <Readout size="small" label="Parameters" value={count(analysis.parameters)} note={`${percent(analysis.sparsity, 1)} are exactly zero`} />
        <Readout
          size="small"
          label="Weights"
          value={bytes(analysis.weights_bytes)}
          note={weights.map(([precision, size]) => `${precision} ${bytes(size)}`).join(", ")}
        />
        <Readout size="small" label="Activations, at least" value={bytes(analysis.memory_min_bytes)} note="peak of what lives at once" />
        <Readout size="small" label="Activations, at most" value={bytes(analysis.memory_max_bytes)} note="all of them at once" />
      </div>
      {analysis.assumed && (
        <div className={classes.note}>
          <Note>The batch is dynamic and was counted as one.</Note>
        </div>
      )}
      {analysis.notes.map((note) => (
        <div key={note} className={classes.note}>
          <Note>{note}</Note>
        </div>
      ))}
    </Panel>
  );
}
