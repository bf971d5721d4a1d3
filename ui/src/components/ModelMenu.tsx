import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useRemoveModel, useRenameModel } from "../api/queries";
import type { Model } from "../api/types";
import { DeleteDialog } from "./DeleteDialog";
import { DownloadItems } from "./DownloadMenu";
import { RenameDialog } from "./RenameDialog";

/** What can be done with a model besides looking at it. */
export function ModelMenu({ model, onDeleted }: { model: Model; onDeleted?: () => void }) {
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null);
  const rename = useRenameModel();
  const remove = useRemoveModel();
  return (
    // Clicks in the menu and its dialogs are not clicks on the row that they stand in.
    <span onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`More about ${model.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog("rename")}>
            Rename
          </Menu.Item>
          <Menu.Label>Download</Menu.Label>
          <DownloadItems model={model} />
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDialog("delete")}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === "rename" && <RenameDialog what="model" named={model} rename={rename} onClose={() => setDialog(null)} />}
      {dialog === "delete" && (
        <DeleteDialog named={model} remove={remove} onClose={() => setDialog(null)} onDeleted={onDeleted}>
          The model, its files in the workspace and all finished runs of it are deleted. The file it was imported from stays where it is.
        </DeleteDialog>
      )}
    </span>
  );
}
