import { Button } from "@mantine/core";
import { IconScale } from "@tabler/icons-react";
import { useRivals, useStartRivals } from "../../api/versions";
import { UNFINISHED, useDevices, useRuns } from "../../api/queries";
import type { Model } from "../../api/types";
import { ago } from "../../format";
import { ErrorNote } from "../ErrorNote";
import { JobCard } from "../JobCard";
import { Panel } from "../Panel";
import { RunEnding } from "../RunEnding";
import { RivalsView } from "./RivalsView";

interface Props {
  model: Model;
  dataset: string;
  device: string;
}

const PREVIOUS = 5;

/** What reduced floating point does, before anybody quantizes: shown where the device has it, or where it was measured. */
export function RivalsPanel({ model, dataset, device }: Props) {
  const start = useStartRivals();
  const runs = useRuns({ kind: ["rivals"], model: [model.id], limit: PREVIOUS }).data?.runs ?? [];
  const [newest] = runs;
  const done = runs.find(({ state }) => state === "succeeded");
  const { data: found, error } = useRivals(done);
  const precisions = useDevices().data?.devices.find(({ name }) => name === device)?.precisions ?? [];
  const offered = precisions.filter((precision) => precision !== "f32");
  const working = newest && UNFINISHED.includes(newest.state);
  if (offered.length === 0 && !newest) return null;
  return (
    <Panel
      title="Reduced floating point instead"
      note={done ? `Measured ${ago(done.ended)}` : `${device} also runs ${offered.join(" and ")}: faster without quantizing, maybe as right.`}
      actions={
        !working && (
          <Button
            variant="default"
            leftSection={<IconScale size={16} />}
            loading={start.isPending}
            disabled={dataset === ""}
            title={dataset === "" ? "Choose pictures first" : undefined}
            onClick={() => start.mutate({ model: model.id, dataset, accuracy: { settings: {}, config: { device } } })}
          >
            {done ? "Measure again" : "Hold it against f32"}
          </Button>
        )
      }
    >
      <div className="stack">
        {(start.error ?? error) && <ErrorNote error={start.error ?? error} />}
        {working && <JobCard run={newest} />}
        {newest && !working && <RunEnding run={newest} />}
        {found && <RivalsView found={found} />}
        {!done && !working && <p className="quiet-text">How right and how fast the model is as it stands, in fewer bits: nothing is calibrated, nothing is stored.</p>}
      </div>
    </Panel>
  );
}
