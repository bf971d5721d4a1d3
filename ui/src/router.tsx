// Every page and every state of it has an address; this is the list.
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { root } from "./api/client";
import {
  COMPARE_VIEWS,
  EXPERIMENT_WAYS,
  GRAPH_COLOURS,
  GRAPH_SOURCES,
  GRAPH_VIEWS,
  HISTORY_FIGURES,
  LAYER_PANES,
  LOSS_AXES,
  PICTURE_ORDERS,
  PICTURE_OUTCOMES,
  type CompareView,
  type ExperimentWay,
  type GraphColour,
  type GraphSource,
  type GraphView,
  type HistoryFigure,
  type LayerPane,
  type RunListKey,
} from "./views";
import type { AccuracyViewState } from "./components/accuracy/useAccuracyView";
import { Accuracy } from "./pages/Accuracy";
import { Compare } from "./pages/Compare";
import { DatasetPage } from "./pages/Dataset";
import { Datasets } from "./pages/Datasets";
import { Devices } from "./pages/Devices";
import { Experiments } from "./pages/Experiments";
import { Graph } from "./pages/Graph";
import { History } from "./pages/History";
import { Home } from "./pages/Home";
import { Layers } from "./pages/Layers";
import { ModelPage } from "./pages/Model";
import { Models } from "./pages/Models";
import { NotFoundPage } from "./pages/NotFound";
import { Overview } from "./pages/Overview";
import type { QuantizeViewState } from "./components/quantize/QuantizeView";
import { PageError } from "./pages/PageError";
import { Quantize } from "./pages/Quantize";
import { RunPage } from "./pages/Run";
import { Runs } from "./pages/Runs";
import { Settings } from "./pages/Settings";
import { Shell } from "./pages/Shell";
import { Try } from "./pages/Try";

type Raw = Record<string, unknown>;
type Words<Key extends string> = Partial<Record<Key, string>>;

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** A whole number of an address, as it is written there. */
function digits(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{1,9}$/.test(value) ? value : undefined;
}

/** A key that may stand in the address several times; empty means that it does not. */
function several(value: unknown): string[] | undefined {
  const found = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string" && one !== "");
  return found.length > 0 ? found : undefined;
}

function oneOf<T extends string>(value: unknown, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value);
}

type SearchViewWords = Words<"point" | "limit" | "points">;

/** The view of a search: the chosen point, another latency limit in milliseconds, the order of its points. */
function searchViewWords(raw: Raw): SearchViewWords {
  const limit = text(raw.limit);
  return { point: text(raw.point), limit: Number(limit) > 0 ? limit : undefined, points: text(raw.points) };
}

/** The view of an accuracy run: what it is compared with, which pictures are shown, and how. */
function accuracyViewWords(raw: Raw): AccuracyViewState {
  const threshold = text(raw.threshold);
  return {
    against: text(raw.against),
    label: text(raw.label),
    given: text(raw.given),
    outcome: oneOf(raw.outcome, PICTURE_OUTCOMES),
    sort: oneOf(raw.sort, PICTURE_ORDERS),
    threshold: Number(threshold) >= 0 && Number(threshold) <= 1 ? threshold : undefined,
    picture: Number(digits(raw.picture)) > 0 ? digits(raw.picture) : undefined,
    classes: text(raw.classes),
  };
}

/** The view of a quantization: the chosen attempt, the order of attempts and of operations, and what attempts are drawn over. */
function quantizeViewWords(raw: Raw): QuantizeViewState {
  return { attempt: digits(raw.attempt), attempts: text(raw.attempts), ranking: text(raw.ranking), over: oneOf(raw.over, LOSS_AXES) };
}

const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  validateSearch: (raw: Raw): { jobs?: string } => ({ jobs: text(raw.jobs) }),
});

const home = createRoute({ getParentRoute: () => rootRoute, path: "/", component: Home });

const models = createRoute({
  getParentRoute: () => rootRoute,
  path: "/models",
  validateSearch: (raw: Raw): Words<"q" | "sort"> => ({ q: text(raw.q), sort: text(raw.sort) }),
  component: Models,
});

const model = createRoute({
  getParentRoute: () => rootRoute,
  path: "/models/$id",
  component: ModelPage,
});

const overview = createRoute({
  getParentRoute: () => model,
  path: "/",
  validateSearch: (raw: Raw): Words<"shapes" | "q" | "sort"> => ({ shapes: text(raw.shapes), q: text(raw.q), sort: text(raw.sort) }),
  component: Overview,
});

const experiments = createRoute({
  getParentRoute: () => model,
  path: "/experiments",
  validateSearch: (raw: Raw): Words<"run" | "sort" | "from"> & SearchViewWords & { way?: ExperimentWay } => ({
    run: text(raw.run),
    sort: text(raw.sort),
    from: text(raw.from),
    way: oneOf(raw.way, EXPERIMENT_WAYS),
    ...searchViewWords(raw),
  }),
  component: Experiments,
});


const layers = createRoute({
  getParentRoute: () => model,
  path: "/layers",
  validateSearch: (raw: Raw): Words<"run" | "layer" | "q" | "sort"> & { pane?: LayerPane } => ({
    run: text(raw.run),
    layer: text(raw.layer),
    q: text(raw.q),
    sort: text(raw.sort),
    pane: oneOf(raw.pane, LAYER_PANES),
  }),
  component: Layers,
});


const graph = createRoute({
  getParentRoute: () => model,
  path: "/graph",
  validateSearch: (raw: Raw): Words<"run" | "layer" | "node"> & { view?: GraphView; by?: GraphColour; source?: GraphSource } => ({
    run: text(raw.run),
    layer: text(raw.layer),
    node: text(raw.node),
    view: oneOf(raw.view, GRAPH_VIEWS),
    by: oneOf(raw.by, GRAPH_COLOURS),
    source: oneOf(raw.source, GRAPH_SOURCES),
  }),
  component: Graph,
});

const accuracy = createRoute({
  getParentRoute: () => model,
  path: "/accuracy",
  // `dataset`: the pictures that the form starts with; `list`: the order of the runs below.
  validateSearch: (raw: Raw): Words<"run" | "dataset" | "list"> & AccuracyViewState => ({ run: text(raw.run), dataset: text(raw.dataset), list: text(raw.list), ...accuracyViewWords(raw) }),
  component: Accuracy,
});

const tryPicture = createRoute({
  getParentRoute: () => model,
  path: "/try",
  validateSearch: (raw: Raw): Words<"run" | "beside"> => ({ run: text(raw.run), beside: text(raw.beside) }),
  component: Try,
});

const quantize = createRoute({
  getParentRoute: () => model,
  path: "/quantize",
  // `keep`: operations that are to stay in floating point, as the form begins with them; `list`: the order of earlier runs.
  validateSearch: (raw: Raw): Words<"run" | "dataset" | "list"> & QuantizeViewState & { keep?: string[] } => ({ run: text(raw.run), dataset: text(raw.dataset), list: text(raw.list), keep: several(raw.keep), ...quantizeViewWords(raw) }),
  component: Quantize,
});

const history = createRoute({
  getParentRoute: () => model,
  path: "/history",
  validateSearch: (raw: Raw): Words<"series" | "sort" | "points"> & { figure?: HistoryFigure; axis?: "date" } => ({
    series: text(raw.series),
    sort: text(raw.sort),
    points: text(raw.points),
    figure: oneOf(raw.figure, HISTORY_FIGURES),
    axis: oneOf(raw.axis, ["date"] as const),
  }),
  component: History,
});

const datasets = createRoute({
  getParentRoute: () => rootRoute,
  path: "/datasets",
  validateSearch: (raw: Raw): Words<"q" | "sort"> & { import?: "open" } => ({ q: text(raw.q), sort: text(raw.sort), import: oneOf(raw.import, ["open"] as const) }),
  component: Datasets,
});

const dataset = createRoute({
  getParentRoute: () => rootRoute,
  path: "/datasets/$id",
  // `class`: the number of the class that all pictures show; `picture`: the one that is shown large, by its place in the list, from 1.
  validateSearch: (raw: Raw): Words<"class" | "picture" | "sort"> => ({ class: digits(raw.class), picture: Number(digits(raw.picture)) > 0 ? digits(raw.picture) : undefined, sort: text(raw.sort) }),
  component: DatasetPage,
});

const runs = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs",
  validateSearch: (raw: Raw): Words<"q" | "sort" | "model"> & Partial<Record<RunListKey, string[]>> => ({
    q: text(raw.q),
    sort: text(raw.sort),
    model: text(raw.model),
    kind: several(raw.kind),
    state: several(raw.state),
    verdict: several(raw.verdict),
    device: several(raw.device),
    host: several(raw.host),
    tag: several(raw.tag),
  }),
  component: Runs,
});

const run = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/$id",
  validateSearch: (raw: Raw): SearchViewWords & AccuracyViewState & QuantizeViewState => ({ ...searchViewWords(raw), ...accuracyViewWords(raw), ...quantizeViewWords(raw) }),
  component: RunPage,
});

const compare = createRoute({
  getParentRoute: () => rootRoute,
  path: "/compare",
  // `run`: ids of runs and models, the reference first; `beside`: the place of the subject that stands beside it.
  validateSearch: (raw: Raw): Words<"beside" | "q" | "sort" | "group" | "alone" | "paired"> & { run?: string[]; view?: CompareView } => ({
    run: several(raw.run),
    view: oneOf(raw.view, COMPARE_VIEWS),
    beside: text(raw.beside),
    q: text(raw.q),
    sort: text(raw.sort),
    group: text(raw.group),
    alone: text(raw.alone),
    paired: text(raw.paired),
  }),
  component: Compare,
});

const devices = createRoute({
  getParentRoute: () => rootRoute,
  path: "/devices",
  component: Devices,
});

const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: "/settings",
  component: Settings,
});

const routeTree = rootRoute.addChildren([
  home,
  models,
  model.addChildren([overview, experiments, layers, graph, accuracy, tryPicture, quantize, history]),
  datasets,
  dataset,
  runs,
  run,
  compare,
  devices,
  settings,
]);

export const router = createRouter({
  routeTree,
  basepath: root.pathname,
  defaultPreload: "intent",
  defaultErrorComponent: PageError,
  scrollRestoration: true,
  // Plain words in the address: an id of digits must not become a number, as the default would make it.
  parseSearch: (search) => {
    const words = new URLSearchParams(search);
    return Object.fromEntries([...new Set(words.keys())].map((key) => [key, words.getAll(key).length > 1 ? words.getAll(key) : words.get(key)]));
  },
  stringifySearch: (search) => {
    const words = new URLSearchParams();
    for (const [key, value] of Object.entries(search)) {
      for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== "") words.append(key, String(one));
    }
    const written = words.toString();
    return written ? `?${written}` : "";
  },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
