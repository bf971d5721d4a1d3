// Short names for the documents of the generated client. Nothing is defined here, only named.
import type { useDevices, useModel, useModels, useTune } from "./queries";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Model = NonNullable<ReturnType<typeof useModel>["data"]>; // as the client gives it
export type ModelEntry = NonNullable<ReturnType<typeof useModels>["data"]>["models"][number];
export type Analysis = Schemas["AnalysisDocument"];
export type LayerCost = Schemas["LayerCostDocument"];
export type Run = Schemas["RunDocument"];
export type RunState = Run["state"];
export type Benchmark = Schemas["BenchmarkDocument"];
export type Profile = Schemas["ProfileDocument"];
export type Layer = Profile["layers"][number];
export type Share = Profile["by_type"][number];
export type Search = Schemas["SearchDocument"];
export type SearchPoint = Search["points"][number];
export type Tune = NonNullable<ReturnType<typeof useTune>["data"]>; // as the client gives it
export type Headline = NonNullable<Run["headline"]>;
export type Estimate = Schemas["Estimate"];
export type Latency = Benchmark["latency_ms"];
export type Verdict = Schemas["Verdict"];
export type Effective = Schemas["EffectiveConfig"];
export type Environment = Schemas["Environment"];
export type Ceilings = Schemas["Ceilings"];
export type Device = NonNullable<ReturnType<typeof useDevices>["data"]>["devices"][number]; // as the client gives it
export type Machine = Schemas["MachineDocument"];
export type Progress = Schemas["Progress"];
export type Config = NonNullable<Run["config"]>;
export type Plan = NonNullable<Run["plan"]>;
export type TensorSpec = Model["inputs"][number];
export type Shape = NonNullable<TensorSpec["shape"]>;
/** What to type in the terminal is not for the page. */
export type ErrorBody = Omit<Schemas["ErrorBody"], "terminal">;
export type Failure = NonNullable<Run["failure"]>;
