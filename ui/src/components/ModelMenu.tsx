import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconDownload, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { address } from "../api/client";
import type { Model } from "../api/types";
import { bytes } from "../format";
import { DeleteModelDialog } from "./DeleteModelDialog";
import { RenameDialog } from "./RenameDialog";

/** What can be done with a model besides looking at it. */
export function ModelMenu({ model, onDeleted }: { model: Model; onDeleted?: () => void }) {
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null);
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
          {model.files.map((file) => (
            <Menu.Item
              key={file.name}
              leftSection={<IconDownload size={16} />}
              component="a"
              href={address(`/api/v1/models/${model.id}/files/${file.name.split("/").map(encodeURIComponent).join("/")}`)}
              download
            >
              {file.name} <span className="quiet-text">{bytes(file.size)}</span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDialog("delete")}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === "rename" && <RenameDialog model={model} onClose={() => setDialog(null)} />}
      {dialog === "delete" && <DeleteModelDialog model={model} onClose={() => setDialog(null)} onDeleted={onDeleted} />}
    </span>
  );
}
