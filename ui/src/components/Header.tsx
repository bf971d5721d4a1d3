import { ActionIcon, Kbd, Menu, Tooltip, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconKeyboard, IconMoon, IconSearch, IconSun, IconWaveSine } from "@tabler/icons-react";
import { palette } from "../state/palette";
import { measuring } from "../state/live";
import { useStore } from "../state/store";
import { Breadcrumbs } from "./Breadcrumbs";
import { JobsButton } from "./JobsButton";
import { Tag } from "./Tag";
import classes from "./Header.module.css";

/** The bar above every page: where one is, the way to everywhere, and what is being done. */
export function Header({ onKeys }: { onKeys: () => void }) {
  const quiet = useStore(measuring);
  return (
    <header className={classes.header}>
      <Breadcrumbs />
      <div className={classes.tools}>
        {quiet && (
          <Tag tone="accent" icon={<IconWaveSine />} title="A measurement runs on this machine: the page draws at most every 2 seconds and moves nothing.">
            Measuring, page is quiet
          </Tag>
        )}
        <button type="button" className={classes.search} onClick={palette.open}>
          <IconSearch size={16} aria-hidden />
          <span>Go to or do…</span>
          <Kbd size="xs">Ctrl K</Kbd>
        </button>
        <JobsButton />
        <SchemeMenu />
        <Tooltip label="Keyboard shortcuts (?)">
          <ActionIcon aria-label="Keyboard shortcuts" onClick={onKeys} className={classes.keys}>
            <IconKeyboard size={19} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}

function SchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const icons = { light: <IconSun size={19} stroke={1.7} />, dark: <IconMoon size={19} stroke={1.7} />, auto: <IconDeviceDesktop size={19} stroke={1.7} /> };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Theme: ${colorScheme}`}>{icons[colorScheme]}</ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={icons.light} onClick={() => setColorScheme("light")}>
          Light
        </Menu.Item>
        <Menu.Item leftSection={icons.dark} onClick={() => setColorScheme("dark")}>
          Dark
        </Menu.Item>
        <Menu.Item leftSection={icons.auto} onClick={() => setColorScheme("auto")}>
          As the system
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
