import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from "@mantine/spotlight";
import {
  IconActivity,
  IconArrowsMinimize,
  IconBinaryTree2,
  IconChartDots,
  IconCpu,
  IconFileImport,
  IconHistory,
  IconHome,
  IconListDetails,
  IconMoon,
  IconPhoto,
  IconPhotoPlus,
  IconRuler2,
  IconScale,
  IconSearch,
  IconSettings,
  IconStack2,
  IconTable,
  IconTarget,
} from "@tabler/icons-react";
import { useMantineColorScheme } from "@mantine/core";
import { useNavigate, useParams, useLocation } from "@tanstack/react-router";
import { useDatasets } from "../api/datasets";
import { useDefaults, useExamineMachine, useModels, useRuns } from "../api/queries";
import { layoutName } from "../datasets";
import { ago, counted, formatName } from "../format";
import { runFigure, runTitle } from "../runs";
import { paletteStore } from "../state/palette";

const SHOWN = 9;

/** Everything one can go to or do, found by typing. */
export function Palette() {
  const actions = useActions();
  return (
    <Spotlight
      store={paletteStore}
      actions={actions}
      shortcut={["mod + K"]}
      tagsToIgnore={[]} // also from inside an input
      limit={SHOWN}
      scrollable
      transitionProps={{ duration: 0 }}
      maxHeight={420}
      highlightQuery
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      nothingFound="Nothing fits. Try a name of a model or dataset, a page, or “measure”."
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: "Go to or do…", "aria-label": "Go to or do" }}
    />
  );
}

function useActions(): (SpotlightActionData | SpotlightActionGroupData)[] {
  const navigate = useNavigate();
  const { setColorScheme, colorScheme } = useMantineColorScheme();
  const models = useModels().data?.models ?? [];
  const datasets = useDatasets().data?.datasets ?? [];
  const runs = useRuns({ limit: 30 }).data?.runs ?? [];
  const examine = useExamineMachine();
  const defaults = useDefaults();
  const { id } = useParams({ strict: false });
  const here = useLocation().pathname.includes("/models/") ? models.find(({ model }) => model.id === id)?.model : undefined;
  const go = (name: string, icon: React.ReactNode, onClick: () => void, description?: string): SpotlightActionData => ({
    id: name + (description ?? ""),
    label: name,
    description,
    leftSection: icon,
    onClick,
  });
  const tabs = here
    ? [
        go("Overview", <IconRuler2 size={18} />, () => void navigate({ to: "/models/$id", params: { id: here.id } }), here.name),
        go("Experiments", <IconChartDots size={18} />, () => void navigate({ to: "/models/$id/experiments", params: { id: here.id } }), here.name),
        go("Layers", <IconTable size={18} />, () => void navigate({ to: "/models/$id/layers", params: { id: here.id } }), here.name),
        go("Graph", <IconBinaryTree2 size={18} />, () => void navigate({ to: "/models/$id/graph", params: { id: here.id } }), here.name),
        go("Accuracy", <IconTarget size={18} />, () => void navigate({ to: "/models/$id/accuracy", params: { id: here.id } }), here.name),
        go("Quantize", <IconArrowsMinimize size={18} />, () => void navigate({ to: "/models/$id/quantize", params: { id: here.id } }), here.name),
        go("History", <IconHistory size={18} />, () => void navigate({ to: "/models/$id/history", params: { id: here.id } }), here.name),
        go("Compare this model", <IconScale size={18} />, () => void navigate({ to: "/compare", search: { run: [here.id] } }), here.name),
      ]
    : [];
  return [
    ...(tabs.length > 0 ? [{ group: "This model", actions: tabs }] : []),
    {
      group: "Pages",
      actions: [
        go("Home", <IconHome size={18} />, () => void navigate({ to: "/" })),
        go("Models", <IconStack2 size={18} />, () => void navigate({ to: "/models" })),
        go("Datasets", <IconPhoto size={18} />, () => void navigate({ to: "/datasets" })),
        go("Runs", <IconListDetails size={18} />, () => void navigate({ to: "/runs" })),
        go("Compare", <IconScale size={18} />, () => void navigate({ to: "/compare" })),
        go("Devices", <IconCpu size={18} />, () => void navigate({ to: "/devices" })),
        go("Settings", <IconSettings size={18} />, () => void navigate({ to: "/settings" })),
      ],
    },
    {
      group: "Do",
      actions: [
        go("Import a model", <IconFileImport size={18} />, () => void navigate({ to: "/" })),
        go("Import a dataset", <IconPhotoPlus size={18} />, () => void navigate({ to: "/datasets", search: { import: "open" } })),
        go("Show jobs", <IconActivity size={18} />, () => void navigate({ to: ".", search: (old) => ({ ...old, jobs: "open" }) })),
        go("Measure this machine", <IconCpu size={18} />, () => {
          examine.mutate({ device: defaults?.config.device, ceilings: true });
          void navigate({ to: "/devices" });
        }),
        go("Switch between light and dark", <IconMoon size={18} />, () => setColorScheme(colorScheme === "dark" ? "light" : "dark")),
      ],
    },
    {
      group: "Models",
      actions: models.map(({ model }) =>
        go(
          model.name,
          <IconStack2 size={18} />,
          () => void navigate({ to: "/models/$id", params: { id: model.id } }),
          `${formatName(model.format)} · ${model.precision} · ${model.id.slice(0, 8)}`,
        ),
      ),
    },
    {
      group: "Datasets",
      actions: datasets.map((dataset) =>
        go(
          dataset.name,
          <IconPhoto size={18} />,
          () => void navigate({ to: "/datasets/$id", params: { id: dataset.id } }),
          `${layoutName(dataset.format)} · ${counted(dataset.samples, "picture")} · ${dataset.id.slice(0, 8)}`,
        ),
      ),
    },
    {
      group: "Runs",
      actions: runs.map((run) =>
        go(
          runTitle(run),
          <IconListDetails size={18} />,
          () => void navigate({ to: "/runs/$id", params: { id: run.id } }),
          `${[ago(run.created), runFigure(run)].filter(Boolean).join(" · ")} · ${run.id.slice(0, 8)}`,
        ),
      ),
    },
  ];
}
