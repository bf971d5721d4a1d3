import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconDownload } from "@tabler/icons-react";
import { address } from "../api/client";
import type { Model } from "../api/types";
import { bytes } from "../format";

/** The files of a model as entries of a menu, each a download. */
export function DownloadItems({ model }: { model: Model }) {
  return model.files.map((file) => (
    <Menu.Item
      key={file.name}
      leftSection={<IconDownload size={16} />}
      component="a"
      href={address(`/api/v1/models/${model.id}/files/${file.name.split("/").map(encodeURIComponent).join("/")}`)}
      download
    >
      {file.name} <span className="quiet-text">{bytes(file.size)}</span>
    </Menu.Item>
  ));
}

/** A button that offers the files of a model. */
export function DownloadMenu({ model }: { model: Model }) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} rightSection={<IconChevronDown size={14} />}>
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <DownloadItems model={model} />
      </Menu.Dropdown>
    </Menu>
  );
}
