// Every question the page asks, by one name each.
import { keepPreviousData, QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "./client";
import { answer, ApiError } from "./errors";
import type { components, paths } from "./schema";
import { withPoints } from "./points";
import type { Run, RunState, Search } from "./types";

type Schemas = components["schemas"];
export type ImportRequest = Schemas["ImportRequest"];
export type ImportAnswer = Awaited<ReturnType<typeof importModel>>; // as the client gives it
export type BenchmarkRequest = Schemas["BenchmarkRequest"];
export type ProfileRequest = Schemas["ProfileRequest"];
export type SweepRequest = Schemas["SweepRequest"];
export type TuneRequest = Schemas["TuneRequest"];
export type Overlay = Schemas["OverlayDocument"];
export type ColourBy = Overlay["by"];

export const UNFINISHED: RunState[] = ["queued", "starting", "running"];

/** Kinds of runs whose points are runs of their own. */
export const SEARCHES = ["sweep", "tune"];

/** Kinds of runs that measure how fast a model is. */
export const EXPERIMENTS = ["benchmark", ...SEARCHES];

const MEASURED_SHOWN = 1000;
const READ_AT_ONCE = 1000;

/** Points of a search are asked for and drawn this seldom while it measures: that takes a processor that is measured with. */
const POINTS_EVERY_MS = 5000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.status === 0,
    },
  },
});

export type RunQuery = NonNullable<paths["/api/v1/runs"]["get"]["parameters"]["query"]>;

/** One page of runs. */
export const readRuns = (query: RunQuery) => answer(api.GET("/api/v1/runs", { params: { query } }));

export const useStatus = () =>
  useQuery({ queryKey: ["status"], queryFn: () => answer(api.GET("/api/v1/status")), staleTime: 5_000 });

export const useModels = () => useQuery({ queryKey: ["models"], queryFn: () => answer(api.GET("/api/v1/models")) });

export const useModel = (id: string) =>
  useQuery({
    queryKey: ["model", id],
    queryFn: () => answer(api.GET("/api/v1/models/{id}", { params: { path: { id } } })),
  });

export const useAnalysis = (id: string, shapes: string[]) =>
  useQuery({
    queryKey: ["analysis", id, shapes],
    queryFn: () => answer(api.GET("/api/v1/models/{id}/analysis", { params: { path: { id }, query: { shape: shapes } } })),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

export const useRuns = (filter: RunQuery = {}, enabled = true) =>
  useQuery({
    queryKey: ["runs", filter],
    queryFn: () => readRuns(filter),
    enabled,
  });

export const useRun = (id: string | undefined) =>
  useQuery({
    queryKey: ["run", id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== undefined,
  });

/** These runs as they are now, newest first of each thousand: always asked for anew. What is gone is not among them. */
export const useFreshRuns = (ids: readonly string[]) =>
  useQuery({
    queryKey: ["fresh runs", ids],
    queryFn: async () => {
      const found: Run[] = [];
      for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
        const body = { ids: ids.slice(from, from + READ_AT_ONCE) };
        found.push(...(await answer(api.POST("/api/v1/runs/read", { body }))).runs);
      }
      return found;
    },
    staleTime: 0,
    gcTime: 0,
  });

/** The result of a finished benchmark; it never changes. */
export const useBenchmark = (run: Run | undefined) =>
  useQuery({
    queryKey: ["benchmark", run?.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/benchmark", { params: { path: { id: run?.id ?? "" } } })),
    enabled: run?.kind === "benchmark" && run.state === "succeeded",
    staleTime: Infinity,
  });

/** The result of a finished profile; it never changes. */
export const useProfile = (run: Run | undefined) =>
  useQuery({
    queryKey: ["profile", run?.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/profile", { params: { path: { id: run?.id ?? "" } } })),
    enabled: run?.kind === "profile" && run.state === "succeeded",
    staleTime: Infinity,
  });

export const useDevices = () =>
  useQuery({ queryKey: ["devices"], queryFn: () => answer(api.GET("/api/v1/devices")), staleTime: Infinity });

/** What a finished look at the machine found; it never changes. */
export const useMachineOf = (run: Run | undefined) =>
  useQuery({
    queryKey: ["machine of", run?.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/machine", { params: { path: { id: run?.id ?? "" } } })),
    enabled: run?.kind === "machine" && run.state === "succeeded",
    staleTime: Infinity,
  });

/** The newest look at this machine. */
export const useMachine = () => useQuery({ queryKey: ["machine"], queryFn: () => answer(api.GET("/api/v1/machine")) });

export const usePlans = () =>
  useQuery({ queryKey: ["plans"], queryFn: () => answer(api.GET("/api/v1/plans")), staleTime: Infinity });

/** What the workbench would do by itself, on a device that is here. */
export function useDefaults(): { plans: Schemas["PlansDocument"]; config: Schemas["PlansDocument"]["default_config"] } | undefined {
  const plans = usePlans().data;
  const devices = useDevices();
  if (!plans || devices.isPending) return undefined;
  const usable = (devices.data?.devices ?? []).filter((device) => device.available);
  const wanted = plans.default_config.device;
  const device = usable.some(({ name }) => name === wanted) ? wanted : (usable[0]?.name ?? wanted);
  return { plans, config: { ...plans.default_config, device } };
}

export const useSamples = () =>
  useQuery({ queryKey: ["samples"], queryFn: () => answer(api.GET("/api/v1/samples")), staleTime: Infinity });

export const useSettings = () =>
  useQuery({ queryKey: ["settings"], queryFn: () => answer(api.GET("/api/v1/settings")), staleTime: Infinity });

export const useBrowse = (path: string, what: "models" | "datasets", enabled: boolean) =>
  useQuery({
    queryKey: ["browse", what, path],
    queryFn: () => answer(api.GET("/api/v1/browse", { params: { query: { path, what } } })),
    enabled,
    placeholderData: keepPreviousData,
  });

export const useOverlay = (id: string, by: ColourBy, run: string | undefined, enabled = true) =>
  useQuery({
    queryKey: ["overlay", id, by, run],
    queryFn: () =>
      answer(api.GET("/api/v1/models/{id}/overlay", { params: { path: { id }, query: { by, run: run ?? null } } })),
    enabled,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

/** Figures of everything that was ever measured of a model, the points of searches too, newest first. */
export const useMeasured = (model: string) =>
  useQuery({
    queryKey: ["measured", model],
    queryFn: () => readRuns({ model: [model], kind: ["benchmark"], state: ["succeeded"], points: true, limit: MEASURED_SHOWN }),
  });

/** The run of a model that was measured here, points of searches too, with the highest throughput or the lowest latency. */
export const useBestRun = (model: string, at: "throughput" | "latency") =>
  useQuery({
    queryKey: ["measured", model, at],
    queryFn: () => readRuns({ model: [model], kind: ["benchmark"], state: ["succeeded"], points: true, own: true, sort: at, order: at === "latency" ? "asc" : "desc", limit: 1 }),
  }).data?.runs[0];

/** Ask again for what a run has so far (queries that begin with `key` and its id) when it says that it moved, but not too often. */
export function useAskedAsItMoves(key: string, run: Run | undefined): void {
  const client = useQueryClient();
  const id = run?.id;
  const state = run?.state;
  const moved = `${run?.progress.phase} ${run?.progress.fraction}`;
  const askedAt = useRef(0);
  useEffect(() => {
    if (id === undefined) return undefined;
    const ask = () => {
      askedAt.current = Date.now();
      void client.invalidateQueries({ queryKey: [key, id] }, { cancelRefetch: false });
    };
    const wait = state === "running" ? askedAt.current + POINTS_EVERY_MS - Date.now() : 0;
    const timer = window.setTimeout(ask, Math.max(0, wait));
    return () => window.clearTimeout(timer);
  }, [client, key, id, state, moved]);
}

/**
 * How a search stands; `limitMs` is another latency limit than its own. Asked again when the search says that it moved, and
 * then only for what is new.
 */
export const usePoints = (run: Run | undefined, limitMs?: number) => {
  const client = useQueryClient();
  const isSearch = run !== undefined && SEARCHES.includes(run.kind);
  const id = isSearch ? run.id : undefined;
  useAskedAsItMoves("points", isSearch ? run : undefined);
  return useQuery({
    queryKey: ["points", id, limitMs],
    queryFn: async ({ queryKey }) => {
      const before = client.getQueryData<Search>(queryKey);
      const query = { limit_ms: limitMs, from: before?.next };
      const now = await answer(api.GET("/api/v1/runs/{id}/points", { params: { path: { id: id ?? "" }, query } }));
      return before ? { ...now, points: withPoints(before.points, now.points) } : now;
    },
    enabled: isSearch,
    placeholderData: keepPreviousData,
  });
};

/** What a sweep would take. The same question is asked once. */
export const useSweepEstimate = (body: SweepRequest | undefined) =>
  useQuery({
    queryKey: ["estimate", body],
    queryFn: () => answer(api.POST("/api/v1/runs/sweep/estimate", { body: body as SweepRequest })),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
  });

/** What a search for the best would look at. */
export const useTuneEstimate = (body: TuneRequest | undefined) =>
  useQuery({
    queryKey: ["tune estimate", body],
    queryFn: () => answer(api.POST("/api/v1/runs/tune/estimate", { body: body as TuneRequest })),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
  });

/** What a finished search for the best found; it never changes. */
export const useTune = (run: Run | undefined) =>
  useQuery({
    queryKey: ["tune", run?.id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}/tune", { params: { path: { id: run?.id ?? "" } } })),
    enabled: run?.kind === "tune" && run.state === "succeeded",
    staleTime: Infinity,
  });

/** Ask for the import of a model; the answer is the model, or the run that imports it. */
export const importModel = (body: ImportRequest) => answer(api.POST("/api/v1/models", { body }));

/** A change on the server, after which the named queries are asked again; or what is to be done then. */
export function useChange<In, Out>(change: (input: In) => Promise<Out>, stale: readonly string[] | ((input: In) => void)) {
  return useMutation({
    mutationFn: change,
    onSuccess: (_, input) => (typeof stale === "function" ? stale(input) : askAgain(stale)),
  });
}

/** The named queries are not to be trusted any longer. */
export function askAgain(names: readonly string[]): void {
  for (const name of names) void queryClient.invalidateQueries({ queryKey: [name] });
}

/** What is said of models, with their names. */
export const OF_MODELS = ["models", "model", "runs"];

/** What is told of runs as a whole, and so is another when some come or go. */
const OF_RUNS = ["runs", "run-choices", "models", "status", "measured", "history", "advice", "version", "attempts", "comparison", "machine"];

/** Runs came, or those with these ids went: nothing that was said of them is shown any longer. */
export function runsChanged(gone: readonly string[] = []): void {
  const ids = new Set<unknown>(gone);
  queryClient.removeQueries({ predicate: ({ queryKey: [name, id], state }) => ids.has(id) || (name === "run" && ids.has((state.data as Run | undefined)?.parent)) });
  void queryClient.resetQueries({ queryKey: ["points"] }); // only what is new is asked for, so what went would stay
  askAgain(OF_RUNS);
}

export const useImport = () => useChange(importModel, ["models", "runs", "status"]);

export const useRenameModel = () =>
  useChange(
    ({ id, name }: { id: string; name: string }) =>
      answer(api.PATCH("/api/v1/models/{id}", { params: { path: { id } }, body: { name } })),
    OF_MODELS,
  );

export const useRemoveModel = () =>
  useChange(
    (id: string) => answer(api.DELETE("/api/v1/models/{id}", { params: { path: { id } } })),
    () => runsChanged(), // those of the model went with it
  );

export const useStartBenchmark = () =>
  useChange((body: BenchmarkRequest) => answer(api.POST("/api/v1/runs/benchmark", { body })), ["runs", "status"]);

export const useStartProfile = () =>
  useChange((body: ProfileRequest) => answer(api.POST("/api/v1/runs/profile", { body })), ["runs", "status"]);

export const useStartSweep = () =>
  useChange((body: SweepRequest) => answer(api.POST("/api/v1/runs/sweep", { body })), ["runs", "status"]);

export const useStartTune = () =>
  useChange((body: TuneRequest) => answer(api.POST("/api/v1/runs/tune", { body })), ["runs", "status"]);

/** Do what is left of a sweep that was stopped. */
export const useContinueSearch = () =>
  useChange((id: string) => answer(api.POST("/api/v1/runs/{id}/continue", { params: { path: { id } } })), ["runs", "status"]);

export const useExamineMachine = () =>
  useChange(
    (body: Schemas["MachineRequest"]) => answer(api.POST("/api/v1/runs/machine", { body })),
    ["runs", "status"],
  );

export const useCancelRun = () =>
  useChange(
    (id: string) => answer(api.POST("/api/v1/runs/{id}/cancel", { params: { path: { id } } })),
    ["runs", "run", "status"],
  );

export const useRemoveRun = () =>
  useChange(
    (id: string) => answer(api.DELETE("/api/v1/runs/{id}", { params: { path: { id } } })),
    (id) => runsChanged([id]),
  );

/** Look for devices again. */
export const useRefreshDevices = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.GET("/api/v1/devices", { params: { query: { refresh: true } } })),
    onSuccess: (found) => client.setQueryData(["devices"], found),
  });
};
