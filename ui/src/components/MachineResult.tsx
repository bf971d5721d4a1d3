import type { Machine } from "../api/types";
import { figure, seconds } from "../format";
import { RooflineChart } from "./charts/RooflineChart";
import { EnvironmentPanel } from "./EnvironmentPanel";
import { FitnessList } from "./FitnessList";
import classes from "./MachineResult.module.css";
import { Panel } from "./Panel";
import { Readout } from "./Readout";
import { Tag } from "./Tag";

/** A look at the machine: is it fit to measure, how fast can it be, what is it. */
export function MachineResult({ machine }: { machine: Machine }) {
  const { ceilings } = machine;
  return (
    <div className={classes.grid}>
      <Panel title="Fit to measure?" actions={<Tag tone={machine.fit ? "ok" : "warn"}>{machine.fit ? "Fit" : "Look at this"}</Tag>}>
        <FitnessList checks={machine.checks} />
      </Panel>
      {ceilings && (
        <Panel title={`The best ${ceilings.device} does here`} note={`Measured in ${seconds(ceilings.seconds)}, not looked up`}>
          <div className={classes.figures}>
            {Object.entries(ceilings.gflops).map(([precision, gflops]) => (
              <Readout key={precision} size="small" label={`Arithmetic, ${precision}`} value={figure(gflops)} unit={precision.startsWith("i") || precision.startsWith("u") ? "GOP/s" : "GFLOP/s"} />
            ))}
            <Readout size="small" label="Memory" value={figure(ceilings.bandwidth_gbs)} unit="GB/s" />
            <Readout size="small" label="Cache" value={figure(ceilings.cache_bandwidth_gbs)} unit="GB/s" />
          </div>
          <RooflineChart title="Ceilings" layers={NO_LAYERS} ceilings={ceilings} height={250} />
        </Panel>
      )}
      <EnvironmentPanel environment={machine.environment} title="This machine" />
    </div>
  );
}

const NO_LAYERS: [] = [];
