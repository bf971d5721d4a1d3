import { IconShape, IconWand } from "@tabler/icons-react";
import type { Dataset } from "../../api/datasets";
import { Tag } from "../Tag";

/** The mark of pictures that were drawn or changed by the workbench. */
export function MadeTag({ dataset }: { dataset: Dataset }) {
  if (!dataset.made) return null;
  const augmented = dataset.made.kind === "augmented";
  return (
    <Tag tone="warn" icon={augmented ? <IconWand /> : <IconShape />} title={dataset.caveat}>
      {augmented ? "Augmented" : "Generated"}
    </Tag>
  );
}
