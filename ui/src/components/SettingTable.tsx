import type { components } from "../api/schema";
import { words } from "../format";
import classes from "./SettingTable.module.css";
import { Tag } from "./Tag";

type Setting = components["schemas"]["SettingEntry"];

/** Every setting, its value, and where that comes from. */
export function SettingTable({ settings }: { settings: readonly Setting[] }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Setting</th>
          <th scope="col">Value</th>
          <th scope="col">From</th>
        </tr>
      </thead>
      <tbody>
        {settings.map((setting) => (
          <tr key={setting.name}>
            <th scope="row">
              {words(setting.name)}
              <span className="mono">{setting.variable}</span>
            </th>
            <td className="mono">{setting.value}</td>
            <td>
              <Tag tone={setting.origin === "default" ? "plain" : "accent"}>{words(setting.origin)}</Tag>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
