import { Button } from "@mantine/core";
import { IconShape, IconWand } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { datasetForm } from "../../api/datasetForm";
import { datasetImports, importDataset, importDatasetFiles, importDatasetPath } from "../../api/datasetImports";
import { useDatasets } from "../../api/datasets";
import { useStore } from "../../state/store";
import { DropPanel } from "../DropPanel";
import { SampleMenu } from "../SampleMenu";
import { AugmentDialog } from "./AugmentDialog";
import { DATASET_FIELDS, DatasetOptionsForm } from "./DatasetOptionsForm";
import { GenerateDialog } from "./GenerateDialog";

/** Labelled pictures come in here, or are made. */
export function DatasetImportPanel() {
  const form = useStore(datasetForm);
  const { error } = useStore(datasetImports.state);
  const { data } = useDatasets();
  const [making, setMaking] = useState<"generate" | "augment" | null>(null);
  const navigate = useNavigate();
  const follow = (asked: Parameters<typeof importDataset>[0]) => void datasetImports.follow(importDataset(asked));
  return (
    <>
      <DropPanel
        kind="dataset"
        title={<h2>Drop pictures here</h2>}
        formats="A folder of pictures with their labels, or a .zip or .tar of one: ImageNet · Pascal VOC · COCO · YOLO · pictures without labels · recorded inputs (.npz, .npy). The layout is found out."
        ways={
          <>
            <SampleMenu samples={data?.shipped ?? []} onChoose={(sample) => follow({ sample })} />
            <Button variant="default" leftSection={<IconShape size={17} />} onClick={() => setMaking("generate")}>
              Generate…
            </Button>
            {data !== undefined && data.datasets.length > 0 && (
              <Button variant="default" leftSection={<IconWand size={17} />} onClick={() => setMaking("augment")}>
                Augment…
              </Button>
            )}
          </>
        }
        desk={datasetImports}
        browsed="datasets"
        onFiles={(files) => void importDatasetFiles(files)}
        onPath={(path) => void importDatasetPath(path)}
        onDone={(run) => run.dataset && void navigate({ to: "/datasets/$id", params: { id: run.dataset } })}
        options={{
          summary: "name, layout, set of labels, numbers of classes, label map",
          fields: <DatasetOptionsForm form={form} onChange={(next) => datasetForm.set(next)} error={error} />,
          shown: DATASET_FIELDS,
        }}
      />
      {making === "generate" && <GenerateDialog onClose={() => setMaking(null)} />}
      {making === "augment" && <AugmentDialog onClose={() => setMaking(null)} />}
    </>
  );
}
