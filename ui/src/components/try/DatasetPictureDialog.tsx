import { Modal } from "@mantine/core";
import { useState } from "react";
import { useDataset, useSamplePages, type Dataset } from "../../api/datasets";
import { DatasetChoice } from "../accuracy/DatasetChoice";
import { PictureGrid } from "../datasets/PictureGrid";
import classes from "./DatasetPictureDialog.module.css";

interface Props {
  onClose: () => void;
  onChoose: (dataset: string, position: number) => void;
}

/** One picture out of a dataset. */
export function DatasetPictureDialog({ onClose, onChoose }: Props) {
  const [id, setId] = useState("");
  const { data: dataset } = useDataset(id || undefined);
  return (
    <Modal opened onClose={onClose} title="A picture from a dataset" size={860}>
      <div className={classes.body}>
        <DatasetChoice value={id} onChange={setId} />
        {dataset && <Pictures key={dataset.id} dataset={dataset} onChoose={(position) => onChoose(dataset.id, position)} />}
      </div>
    </Modal>
  );
}

function Pictures({ dataset, onChoose }: { dataset: Dataset; onChoose: (position: number) => void }) {
  const [label, setLabel] = useState<number>();
  const pages = useSamplePages(dataset.id, label);
  return (
    <div className={classes.grid}>
      <PictureGrid
        dataset={dataset}
        pages={pages}
        label={label}
        onAll={() => setLabel(undefined)}
        onOpen={(index) => {
          const sample = pages.rowAt(index);
          if (sample) onChoose(sample.position);
        }}
      />
    </div>
  );
}
