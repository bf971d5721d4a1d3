// Every page and every state of it has an address; this is the list.
import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { root } from "./api/client";
import { GRAPH_COLOURS, GRAPH_SOURCES, GRAPH_VIEWS, LAYER_PANES, type GraphColour, type GraphSource, type GraphView, type LayerPane } from "./views";
import { Devices } from "./pages/Devices";
import { Experiments } from "./pages/Experiments";
import { Graph } from "./pages/Graph";
import { Home } from "./pages/Home";
import { Layers } from "./pages/Layers";
import { ModelPage } from "./pages/Model";
import { Models } from "./pages/Models";
import { NotFoundPage } from "./pages/NotFound";
import { Overview } from "./pages/Overview";
import { PageError } from "./pages/PageError";
import { RunPage } from "./pages/Run";
import { Runs } from "./pages/Runs";
import { Settings } from "./pages/Settings";
import { Shell } from "./pages/Shell";

type Raw = Record<string, unknown>;
type Words<Key extends string> = Partial<Record<Key, string>>;

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

function oneOf<T extends string>(value: unknown, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value);
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
  validateSearch: (raw: Raw): Words<"run" | "sort"> => ({ run: text(raw.run), sort: text(raw.sort) }),
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

const runs = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs",
  validateSearch: (raw: Raw): Words<"q" | "sort" | "kind" | "state"> => ({ q: text(raw.q), sort: text(raw.sort), kind: text(raw.kind), state: text(raw.state) }),
  component: Runs,
});

const run = createRoute({
  getParentRoute: () => rootRoute,
  path: "/runs/$id",
  component: RunPage,
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
  model.addChildren([overview, experiments, layers, graph]),
  runs,
  run,
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
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const words = new URLSearchParams();
    for (const [key, value] of Object.entries(search)) if (value !== undefined && value !== "") words.set(key, String(value));
    const written = words.toString();
    return written ? `?${written}` : "";
  },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
