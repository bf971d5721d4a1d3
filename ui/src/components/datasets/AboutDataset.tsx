import { Link } from "@tanstack/react-router";
import type { Dataset } from "../../api/datasets";
import { moment, whole } from "../../format";
import { layoutName, taskWords } from "../../datasets";
import { Facts } from "../Facts";
import { Panel } from "../Panel";

/** What was found out about a dataset, and from where it is. */
export function AboutDataset({ dataset }: { dataset: Dataset }) {
  const { made } = dataset;
  return (
    <Panel title="About this dataset">
      <Facts
        facts={[
          ["Layout", layoutName(dataset.format)],
          ["Because", dataset.reason],
          ["Labels for", taskWords(dataset)],
          [dataset.sample_kind === "sample" ? "Samples" : "Pictures", whole(dataset.samples)],
          ["Left out", dataset.left_out > 0 ? whole(dataset.left_out) : "none"],
          dataset.tasks.includes("segmentation") && ["Ignored", `pixels of value ${dataset.ignore} in masks`],
          made?.kind === "augmented" && [
            "Made from",
            <Link key="parent" to="/datasets/$id" params={{ id: made.parent }}>
              {made.parent_name}
            </Link>,
          ],
          made && ["Seed", whole(made.seed ?? 0)],
          ["Folder", <span key="folder" className="mono">{dataset.folder}</span>],
          ["Kept by", dataset.owned ? "the workspace; deleted with the dataset" : "you; it is only read"],
          ["Imported", moment(dataset.created)],
          ["Id", <span key="id" className="mono">{dataset.id}</span>],
        ]}
      />
    </Panel>
  );
}
