import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { importForm } from "../api/importForm";
import { importFiles, importPath, importSample, modelImports } from "../api/imports";
import { useSamples } from "../api/queries";
import { useStore } from "../state/store";
import { DropPanel } from "./DropPanel";
import { ImportOptionsForm, OPTION_FIELDS } from "./ImportOptionsForm";
import { SampleMenu } from "./SampleMenu";

/** Models come in here; pictures that were taken for one lead on to the datasets. */
export function ImportPanel() {
  const form = useStore(importForm);
  const { error, existing, elsewhere } = useStore(modelImports.state);
  const samples = useSamples().data?.samples ?? [];
  const navigate = useNavigate();
  const open = (model: string) => void navigate({ to: "/models/$id", params: { id: model } });

  const missed = useRef(Boolean(existing ?? elsewhere)); // answered while another page was open
  useEffect(() => {
    const led = !missed.current;
    if (!existing && !elsewhere) missed.current = false;
    else modelImports.forget();
    if (!led) return; // nobody is taken away from a page that they came to for something else
    if (existing) void navigate({ to: "/models/$id", params: { id: existing } });
    else if (elsewhere) void navigate({ to: "/datasets" });
  }, [existing, elsewhere, navigate]);

  return (
    <DropPanel
      kind="model"
      title={<h1>Drop a model here</h1>}
      formats="ONNX · OpenVINO .xml + .bin · TensorFlow · SavedModel folder · TFLite · Paddle · Keras · PyTorch, or a .zip or .tar of one"
      ways={<SampleMenu samples={samples} onChoose={(sample) => void importSample(sample)} />}
      desk={modelImports}
      browsed="models"
      onFiles={(files) => void importFiles(files)}
      onPath={(path) => void importPath(path)}
      onDone={(run) => run.model && open(run.model)}
      options={{
        summary: "name, shapes, layouts, colours, mean and scale, FP16",
        fields: <ImportOptionsForm form={form} onChange={(next) => importForm.set(next)} error={error} />,
        shown: OPTION_FIELDS,
      }}
    />
  );
}
