// The choices of a view that stand in its address.
export const LAYER_PANES = ["order", "shares", "transitions"] as const;
export type LayerPane = (typeof LAYER_PANES)[number];
export const GRAPH_VIEWS = ["both", "original", "runtime"] as const;
export type GraphView = (typeof GRAPH_VIEWS)[number];
export const GRAPH_COLOURS = ["type", "time", "precision"] as const;
export type GraphColour = (typeof GRAPH_COLOURS)[number];
export const GRAPH_SOURCES = ["ir", "original"] as const;
export type GraphSource = (typeof GRAPH_SOURCES)[number];

/** What the list of runs can be narrowed to, several values of each. */
export const RUN_LIST_KEYS = ["kind", "state", "verdict", "device", "host", "tag"] as const;
export type RunListKey = (typeof RUN_LIST_KEYS)[number];

/** The ways to measure a model. */
export const EXPERIMENT_WAYS = ["best", "sweep", "single"] as const;
export type ExperimentWay = (typeof EXPERIMENT_WAYS)[number];

export const COMPARE_VIEWS = ["figures", "points", "layers", "graphs"] as const;
export type CompareView = (typeof COMPARE_VIEWS)[number];
export const HISTORY_FIGURES = ["throughput_fps", "latency_ms"] as const;
export type HistoryFigure = (typeof HISTORY_FIGURES)[number];

/** The order of an accuracy run's pictures, and what became of them. */
export const PICTURE_ORDERS = ["worst", "best", "change", "class"] as const;
export type PictureOrder = (typeof PICTURE_ORDERS)[number];
export const PICTURE_OUTCOMES = ["wrong", "right", "missed", "extra"] as const;
export type PictureOutcome = (typeof PICTURE_OUTCOMES)[number];

/** What candidates of a quantization are drawn over: their order, or how fast they are. */
export const LOSS_AXES = ["order", "speed"] as const;
export type LossAxis = (typeof LOSS_AXES)[number];
