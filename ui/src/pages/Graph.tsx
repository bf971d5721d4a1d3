import { SegmentedControl, Select } from "@mantine/core";
import { IconStack3 } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { UNFINISHED, useModel, useOverlay, useProfile, useRun, useRuns } from "../api/queries";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { GraphPane } from "../components/GraphPane";
import { GraphSelection } from "../components/GraphSelection";
import { JobCard } from "../components/JobCard";
import { Legend } from "../components/Legend";
import { Panel } from "../components/Panel";
import { ProfileButton } from "../components/ProfileButton";
import { ago, formatName } from "../format";
import type { GraphColour, GraphSource, GraphView } from "../views";
import { configWords, withRun } from "../runs";
import classes from "./Graph.module.css";

/** The model before and after the engine's work, side by side, coloured, with one selection for both. */
export function Graph() {
  const { id } = useParams({ from: "/models/$id" });
  const search = useSearch({ from: "/models/$id/graph" });
  const { view = "both", by = "type", source = "ir", layer, node } = search;
  const navigate = useNavigate();
  const { data: model } = useModel(id);
  const list = useRuns({ kind: ["profile"], model: [id], limit: 100 });
  const chosen = useRun(search.run); // also one that is older than the list, or a part of another run and so not in it
  // The graph as executed stays where it was profiled.
  const profiled = useMemo(() => list.data?.runs.filter((run) => run.state === "succeeded" && run.imported_from === null) ?? [], [list.data]);
  const asked = search.run === undefined ? profiled[0] : chosen.data;
  const run = asked?.kind === "profile" && asked.state === "succeeded" ? asked : undefined;
  const working = (search.run === undefined ? list.data?.runs : chosen.data && [chosen.data])?.find((one) => UNFINISHED.includes(one.state));
  const settled = search.run === undefined ? list.isFetched : !chosen.isPending;
  const profile = useProfile(run).data;
  const overlay = useOverlay(id, by, run?.id, settled);
  const choices = run ? withRun(profiled, run) : profiled;
  const error = list.error ?? chosen.error ?? overlay.error;
  const set = (part: Partial<typeof search>) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true });
  if (!model) return null;
  // A name that the address has only for one graph is found in the other by what was fused into what.
  const originalName = node ?? (layer ? (overlay.data?.to_original[layer]?.[0] ?? null) : null);
  const runtimeName = layer ?? (node ? (overlay.data?.to_runtime[node]?.[0] ?? null) : null);
  return (
    <div className={classes.page}>
      <div className={classes.tools}>
        <SegmentedControl
          aria-label="Which graph"
          value={view}
          onChange={(value) => set({ view: value as GraphView })}
          data={[
            { value: "both", label: "Side by side" },
            { value: "original", label: "Original" },
            { value: "runtime", label: "As executed" },
          ]}
        />
        <Select
          aria-label="Colour by"
          w={168}
          value={by}
          onChange={(value) => set({ by: (value ?? "type") as GraphColour })}
          data={[
            { value: "type", label: "Colour by type" },
            { value: "time", label: "Colour by time", disabled: !run },
            { value: "precision", label: "Colour by precision", disabled: !run },
          ]}
        />
        {view !== "runtime" && (
          <Select
            aria-label="Original as"
            w={216}
            value={source}
            onChange={(value) => set({ source: (value ?? "ir") as GraphSource, node: undefined })}
            data={[
              { value: "ir", label: "Original, as converted" },
              { value: "original", label: `Original, as ${formatName(model.format)} file` },
            ]}
          />
        )}
        {choices.length > 1 && view !== "original" && (
          <Select
            aria-label="Which profile"
            w={220}
            value={run?.id ?? null}
            onChange={(value) => set({ run: value ?? undefined })}
            data={choices.map((one) => ({ value: one.id, label: `${ago(one.created)}: ${configWords(one.config)}` }))}
          />
        )}
        <Legend entries={overlay.data?.legend ?? []} />
      </div>
      {error && <ErrorNote error={error} />}
      <div className={classes.panes}>
        {view !== "runtime" && (
          <GraphPane
            key={source}
            title={source === "ir" ? "Original, as converted" : `Original, as ${formatName(model.format)} file`}
            query={`graph=${source}&model=${encodeURIComponent(id)}`}
            colours={overlay.data?.original}
            selected={originalName}
            onSelect={(name) => set({ node: name ?? undefined, layer: name ? overlay.data?.to_runtime[name]?.[0] : undefined })}
          />
        )}
        {view !== "original" && run && run.imported_from === null && (
          <GraphPane
            key={run.id}
            title="As executed"
            query={`graph=runtime&run=${encodeURIComponent(run.id)}`}
            colours={overlay.data?.runtime}
            selected={runtimeName}
            onSelect={(name) => set({ layer: name ?? undefined, node: name ? overlay.data?.to_original[name]?.[0] : undefined })}
          />
        )}
        {view !== "original" && run?.imported_from && (
          <Panel className="grow">
            <EmptyState icon={<IconStack3 />} title="Its graph is elsewhere" action={<ProfileButton model={model} />}>
              This profile was imported from {run.imported_from.host}. Times and layers came along, the graph as executed did not.
            </EmptyState>
          </Panel>
        )}
        {view !== "original" && settled && !run && !chosen.error && (
          <Panel className="grow">
            {working ? (
              <JobCard run={working} />
            ) : (
              <EmptyState icon={<IconStack3 />} title="Not executed yet" action={<ProfileButton model={model} />}>
                What the engine makes of the model appears after a profile: which operations it fused, which it inserted, and where the time goes.
              </EmptyState>
            )}
          </Panel>
        )}
        <GraphSelection model={model} run={run} profile={profile} overlay={overlay.data} node={originalName} layer={runtimeName} />
      </div>
    </div>
  );
}
