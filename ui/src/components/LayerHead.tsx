import { ActionIcon, Button, Select, Tooltip } from "@mantine/core";
import { IconDownload, IconHelp } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { Layer, Model, Profile, Run } from "../api/types";
import { ago, percent, whole } from "../format";
import { saveLayers } from "../layerCsv";
import { LAYER_FILTER_HELP } from "../layerFilter";
import { configWords, withRun } from "../runs";
import { FilterBox } from "./FilterBox";
import classes from "./LayerHead.module.css";
import { ProfileButton } from "./ProfileButton";
import { Readout } from "./Readout";

interface Props {
  model: Model;
  run: Run;
  runs: readonly Run[];
  profile: Profile;
  rows: readonly Layer[];
  q: string;
  onFilter: (text: string) => void;
}

/** Which profile, its figures as a whole, and the filter of everything below. */
export function LayerHead({ model, run, runs, profile, rows, q, onFilter }: Props) {
  const navigate = useNavigate();
  const done = withRun(runs.filter((one) => one.state === "succeeded"), run);
  return (
    <div className={classes.head}>
      <div className={classes.figures}>
        <Readout size="small" label="Latency, not profiled" value={profile.latency_ms} unit="ms" />
        <Readout size="small" label={<Explained label="Probe factor" about="Latency with counters on, divided by the latency without: what looking costs." />} value={`×${profile.probe_factor.toFixed(2)}`} />
        <Readout
          size="small"
          label={<Explained label="Unexplained" about="The part of the profiled latency that no layer accounts for; negative when layers overlap." />}
          value={percent(profile.unexplained_share)}
        />
        <Readout size="small" label="Layers" value={rows.length === profile.layers.length ? whole(rows.length) : `${whole(rows.length)} of ${whole(profile.layers.length)}`} />
        <Readout size="small" label={<Explained label="Fused away" about="Operations of the model that the engine made part of others." />} value={whole(profile.fused_away)} />
      </div>
      <div className={classes.tools}>
        <FilterBox label="Filter layers" placeholder="type:Conv prec:f32 >1%" value={q} onChange={onFilter} width={250} />
        <Tooltip label={LAYER_FILTER_HELP}>
          <ActionIcon aria-label="How to filter">
            <IconHelp size={18} />
          </ActionIcon>
        </Tooltip>
        {done.length > 1 && (
          <Select
            aria-label="Which profile"
            w={210}
            value={run.id}
            onChange={(value) => void navigate({ to: ".", search: (old) => ({ ...old, run: value ?? undefined }) })}
            data={done.map((one) => ({ value: one.id, label: `${ago(one.created)}: ${configWords(one.config)}` }))}
          />
        )}
        <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => saveLayers(profile, rows)}>
          CSV
        </Button>
        <ProfileButton model={model} config={profile.config} variant="default" label="Profile again" />
      </div>
    </div>
  );
}

function Explained({ label, about }: { label: string; about: string }) {
  return (
    <Tooltip label={about}>
      <span className={classes.explained}>{label}</span>
    </Tooltip>
  );
}
