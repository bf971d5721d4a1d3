import { ActionIcon, Menu, Modal } from "@mantine/core";
import { IconDots, IconPencil, IconTags, IconTrash, IconWand } from "@tabler/icons-react";
import { useState } from "react";
import { useRemoveDataset, useRenameDataset, type Dataset } from "../../api/datasets";
import { DeleteDialog } from "../DeleteDialog";
import { RenameDialog } from "../RenameDialog";
import { AugmentDialog } from "./AugmentDialog";
import { LabelsForm } from "./LabelsForm";

/** What can be done with a dataset besides looking at it. */
export function DatasetMenu({ dataset, onDeleted }: { dataset: Dataset; onDeleted?: () => void }) {
  const [dialog, setDialog] = useState<"rename" | "labels" | "augment" | "delete" | null>(null);
  const rename = useRenameDataset();
  const remove = useRemoveDataset();
  const close = () => setDialog(null);
  return (
    // Clicks in the menu and its dialogs are not clicks on the row that they stand in.
    <span onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`More about ${dataset.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog("rename")}>
            Rename
          </Menu.Item>
          {dataset.class_count > 0 && (
            <Menu.Item leftSection={<IconTags size={16} />} onClick={() => setDialog("labels")}>
              Names of classes…
            </Menu.Item>
          )}
          {dataset.sample_kind === "picture" && (
            <Menu.Item leftSection={<IconWand size={16} />} onClick={() => setDialog("augment")}>
              Augment…
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDialog("delete")}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === "rename" && <RenameDialog what="dataset" named={dataset} rename={rename} onClose={close} />}
      {dialog === "labels" && (
        <Modal opened onClose={close} title="Names of classes" size={560}>
          <LabelsForm dataset={dataset} onDone={close} />
        </Modal>
      )}
      {dialog === "augment" && <AugmentDialog dataset={dataset.id} onClose={close} />}
      {dialog === "delete" && (
        <DeleteDialog named={dataset} remove={remove} onClose={close} onDeleted={onDeleted}>
          {dataset.owned
            ? "The dataset and its files in the workspace are deleted. What it was imported from stays where it is."
            : `The dataset is forgotten. Its files stay in ${dataset.folder}.`}{" "}
          Results that were measured on it stay.
        </DeleteDialog>
      )}
    </span>
  );
}
