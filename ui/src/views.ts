// The choices of a view that stand in its address.
export const LAYER_PANES = ["order", "shares", "transitions"] as const;
export type LayerPane = (typeof LAYER_PANES)[number];
export const GRAPH_VIEWS = ["both", "original", "runtime"] as const;
export type GraphView = (typeof GRAPH_VIEWS)[number];
export const GRAPH_COLOURS = ["type", "time", "precision"] as const;
export type GraphColour = (typeof GRAPH_COLOURS)[number];
export const GRAPH_SOURCES = ["ir", "original"] as const;
export type GraphSource = (typeof GRAPH_SOURCES)[number];
