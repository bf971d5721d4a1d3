import { SegmentedControl } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { Layer, Model, Profile, Run } from "../api/types";
import { filterLayers } from "../layerFilter";
import { LAYER_PANES, type LayerPane } from "../views";
import { OrderChart } from "./charts/OrderChart";
import { RooflineChart } from "./charts/RooflineChart";
import { LayerDetail } from "./LayerDetail";
import { LayerHead } from "./LayerHead";
import { LayerTable } from "./LayerTable";
import classes from "./LayerWorkbench.module.css";
import { Panel } from "./Panel";
import { SharePane } from "./SharePane";
import { TransitionPane } from "./TransitionPane";

const PANE_NAMES: Record<LayerPane, string> = { order: "In order", shares: "Shares", transitions: "Precision changes" };

interface Props {
  model: Model;
  run: Run;
  profile: Profile;
  runs: readonly Run[];
}

/** Table, roofline, order and shares of one profile; a layer chosen in one is chosen in all, and in the address. */
export function LayerWorkbench({ model, run, profile, runs }: Props) {
  const { layer: chosen, q = "", sort = "-time", pane = "order" } = useSearch({ from: "/models/$id/layers" });
  const navigate = useNavigate();
  const rows = useMemo(() => filterLayers(profile.layers, q), [profile, q]);
  const most = useMemo(() => profile.layers.reduce((share, layer) => Math.max(share, layer.share), 0), [profile]);
  const selected = useMemo(() => profile.layers.find((layer) => layer.name === chosen), [profile, chosen]);
  const set = useCallback(
    (part: Partial<Record<"layer" | "q" | "sort" | "run", string>> & { pane?: LayerPane }) =>
      void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true }),
    [navigate],
  );
  const select = useCallback((layer: Layer) => set({ layer: layer.name }), [set]);
  return (
    <div className={classes.page}>
      <LayerHead model={model} run={run} runs={runs} profile={profile} rows={rows} q={q} onFilter={(text) => set({ q: text || undefined })} />
      <div className={classes.panes}>
        <div className={classes.left}>
          <Panel flush className="grow">
            <LayerTable rows={rows} most={most} sort={sort} onSort={(next) => set({ sort: next })} selected={chosen} onSelect={select} onClearFilter={() => set({ q: undefined })} q={q} />
          </Panel>
          {selected && <LayerDetail model={model} run={run} layer={selected} onClose={() => set({ layer: undefined })} />}
        </div>
        <div className={classes.right}>
          <Panel className={classes.pane}>
            <RooflineChart layers={rows} ceilings={profile.ceilings} selected={chosen} onSelect={select} />
          </Panel>
          <Panel className={classes.pane}>
            <SegmentedControl
              size="xs"
              value={pane}
              onChange={(value) => set({ pane: value as LayerPane })}
              aria-label="What to show"
              data={LAYER_PANES.map((value) => ({ value, label: PANE_NAMES[value] }))}
            />
            {pane === "order" && <OrderChart layers={rows} selected={chosen} onSelect={select} />}
            {pane === "shares" && <SharePane profile={profile} q={q} onFilter={(text) => set({ q: text || undefined })} />}
            {pane === "transitions" && <TransitionPane profile={profile} />}
          </Panel>
        </div>
      </div>
    </div>
  );
}
