import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { Device } from "../api/types";
import { bytes } from "../format";
import classes from "./DeviceCard.module.css";
import { Facts } from "./Facts";
import { Tag } from "./Tag";

/** One device: what it is and can, or why it cannot be used. */
export function DeviceCard({ device }: { device: Device }) {
  const range = (pair: Device["streams"]) => pair && `${pair[0]} to ${pair[1]}`;
  const properties = Object.entries(device.properties);
  return (
    <section className={classes.card} data-available={device.available}>
      <header className="spread">
        <h2>{device.name}</h2>
        {device.available ? (
          <Tag tone="ok" icon={<IconCheck />}>
            Usable
          </Tag>
        ) : (
          <Tag tone="warn" icon={<IconAlertTriangle />}>
            Not usable
          </Tag>
        )}
      </header>
      <p className={classes.name}>{device.full_name}</p>
      {device.problem && <p className={classes.problem}>{device.problem}</p>}
      <Facts
        facts={[
          ["Precisions", device.precisions.map((name) => (name === device.default_precision ? `${name} (default)` : name)).join(", ")],
          ["Streams", range(device.streams)],
          ["Requests", range(device.requests)],
          ["Optimal requests", device.optimal_requests],
          ["Memory", device.memory_bytes == null ? null : bytes(device.memory_bytes)],
          ["Architecture", device.architecture],
          ["Driver", device.driver],
          ["Capabilities", device.capabilities.join(", ")],
        ]}
      />
      {properties.length > 0 && (
        <details className={classes.details}>
          <summary>Properties ({properties.length})</summary>
          <Facts facts={properties.map(([name, value]) => [<span key={name} className="mono">{name}</span>, <span key={value} className="mono">{value}</span>])} />
        </details>
      )}
    </section>
  );
}
