import { SegmentedControl, Skeleton, useMantineColorScheme } from "@mantine/core";
import { useSettings, useStatus } from "../api/queries";
import { ErrorNote } from "../components/ErrorNote";
import { Facts } from "../components/Facts";
import { KeyList } from "../components/KeyList";
import { Mark } from "../components/Mark";
import { PageHead } from "../components/PageHead";
import { Panel } from "../components/Panel";
import { SettingTable } from "../components/SettingTable";
import { seconds } from "../format";
import classes from "./Settings.module.css";
import page from "./page.module.css";

/** How the workbench looks here, what is set and where it comes from, and all keys. */
export function Settings() {
  const settings = useSettings();
  const status = useStatus().data;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={page.page}>
      <PageHead title="Settings" />
      <div className={classes.two}>
        <div className="stack">
          <Panel title="Appearance" note="Kept in this browser">
            <SegmentedControl
              aria-label="Theme"
              value={colorScheme}
              onChange={(value) => setColorScheme(value as typeof colorScheme)}
              data={[
                { value: "light", label: "Light" },
                { value: "dark", label: "Dark" },
                { value: "auto", label: "As the system" },
              ]}
            />
            <p className={`${classes.note} quiet-text`}>
              While something is measured, the page draws at most every 2 seconds and moves nothing, so that it does not take the processor it looks at.
            </p>
          </Panel>
          <Panel title="What is in force" note={settings.data && `Set in ${settings.data.file} or by variables; read when the workbench starts`} flush>
            {settings.isPending && <Skeleton height={200} m={16} w="auto" />}
            {settings.error && <ErrorNote error={settings.error} />}
            {settings.data && <SettingTable settings={settings.data.settings} />}
          </Panel>
        </div>
        <div className="stack">
          <Panel title="Keyboard">
            <KeyList />
          </Panel>
          <Panel title="About">
            <div className={classes.about}>
              <Mark size={40} />
              <div>
                <strong>dlwb</strong>, the Deep Learning Workbench
                <p className="quiet-text">Nothing leaves this machine: no account, no telemetry, no other host.</p>
              </div>
            </div>
            {status && (
              <Facts
                facts={[
                  ["Version", status.version],
                  ["Engine", status.engine],
                  ["Workspace", <span key="path" className="mono">{status.workspace}</span>],
                  ["Processor", status.cpu],
                  ["Up for", seconds(status.uptime_s)],
                  ["Licence", "Apache-2.0"],
                ]}
              />
            )}
          </Panel>
        </div>
      </div>
    </div>
  );
}
