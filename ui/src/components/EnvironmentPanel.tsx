import type { Environment } from "../api/types";
import { bytes, percent, withUnit } from "../format";
import { Facts } from "./Facts";
import { Panel } from "./Panel";

/** The state of the machine around a measurement: everything that can explain a figure. */
export function EnvironmentPanel({ environment: env, title = "Conditions" }: { environment: Environment; title?: string }) {
  const kind = [env.virtual_machine && "virtual machine", env.container && "container"].filter(Boolean).join(", ");
  return (
    <Panel title={title} note={env.host}>
      <Facts
        facts={[
          ["Processor", env.cpu],
          ["Cores", `${env.cores_usable} usable of ${env.cores_logical}${env.cores_physical ? ` (${env.cores_physical} physical)` : ""}`],
          env.smt !== null && ["Hyper-threading", env.smt ? "on" : "off"],
          ["Governor", env.governor],
          env.frequency_mhz !== null && ["Frequency", withUnit(env.frequency_mhz / 1000, "GHz")],
          ["Instructions", env.isa.join(", ")],
          ["Memory", bytes(env.memory_bytes)],
          ["Host noise", percent(env.noise)],
          env.foreign_cpu !== null && ["Other processes", `${percent(env.foreign_cpu)} of a core`],
          env.steal !== null && ["Taken by the host", `${percent(env.steal)} of a core`],
          env.throttled_periods !== null && env.throttled_periods > 0 && ["Throttled periods", env.throttled_periods],
          env.load_1min !== null && ["Load, 1 min", env.load_1min.toFixed(2)],
          ["System", `${env.os}, ${env.kernel}`],
          kind !== "" && ["Runs in", kind],
          ["Software", Object.entries({ python: env.python, ...env.versions }).map(([name, version]) => `${name} ${version}`).join(", ")],
        ]}
      />
    </Panel>
  );
}
