import { Button, Skeleton } from "@mantine/core";
import { IconGauge, IconRefresh } from "@tabler/icons-react";
import { UNFINISHED, useDefaults, useDevices, useExamineMachine, useMachine, useRefreshDevices, useRuns } from "../api/queries";
import { DeviceCard } from "../components/DeviceCard";
import { ErrorNote } from "../components/ErrorNote";
import { JobCard } from "../components/JobCard";
import { MachineResult } from "../components/MachineResult";
import { Note } from "../components/Note";
import { PageHead } from "../components/PageHead";
import classes from "./Devices.module.css";
import page from "./page.module.css";

/** What the engine can run on, what is missing and why, and what this machine can do at best. */
export function Devices() {
  const devices = useDevices();
  const refresh = useRefreshDevices();
  const machine = useMachine();
  const examine = useExamineMachine();
  const defaults = useDefaults();
  const looking = useRuns({ kind: ["machine"], state: UNFINISHED }).data?.runs[0];
  const error = devices.error ?? refresh.error ?? machine.error ?? examine.error;
  const known = devices.data?.devices ?? [];
  const real = known.filter((device) => !device.virtual);
  const virtual = known.filter((device) => device.virtual);
  return (
    <div className={page.page}>
      <PageHead
        title="Devices"
        note="Everything the engine knows, also what it cannot use here"
        actions={
          <>
            <Button variant="default" leftSection={<IconRefresh size={16} />} loading={refresh.isPending} onClick={() => refresh.mutate()}>
              Look for devices again
            </Button>
            <Button leftSection={<IconGauge size={16} />} loading={examine.isPending} disabled={looking !== undefined} onClick={() => examine.mutate({ device: defaults?.config.device, ceilings: true })}>
              Measure this machine
            </Button>
          </>
        }
      />
      {error && <ErrorNote error={error} />}
      {looking && <JobCard run={looking} />}
      {devices.isPending && <Skeleton height={180} />}
      <div className={classes.cards}>
        {real.map((device) => (
          <DeviceCard key={device.name} device={device} />
        ))}
      </div>
      {virtual.length > 0 && (
        <>
          <h2>Ways to use several devices</h2>
          <div className={classes.cards}>
            {virtual.map((device) => (
              <DeviceCard key={device.name} device={device} />
            ))}
          </div>
        </>
      )}
      {machine.data === null && !looking && (
        <Note tone="accent">
          <strong>This machine was not measured yet.</strong> A look takes some seconds. It checks what would disturb measurements, and measures the
          ceilings that the layer view compares with.
        </Note>
      )}
      {machine.data && <MachineResult machine={machine.data} />}
    </div>
  );
}
