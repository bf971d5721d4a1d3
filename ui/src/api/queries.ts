// Every question the page asks, by one name each.
import { keepPreviousData, QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { answer, ApiError } from "./errors";
import type { components } from "./schema";
import type { Run, RunState } from "./types";

type Schemas = components["schemas"];
export type ImportRequest = Schemas["ImportRequest"];
export type ImportAnswer = Schemas["ImportAnswer"];
export type BenchmarkRequest = Schemas["BenchmarkRequest"];
export type ProfileRequest = Schemas["ProfileRequest"];
export type Overlay = Schemas["OverlayDocument"];
export type ColourBy = Overlay["by"];

export const UNFINISHED: RunState[] = ["queued", "starting", "running"];

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.status === 0,
    },
  },
});

export interface RunQuery {
  kind?: string[];
  state?: RunState[];
  model?: string;
  limit?: number;
}

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
    queryFn: () => answer(api.GET("/api/v1/runs", { params: { query: filter } })),
    enabled,
  });

export const useRun = (id: string | undefined) =>
  useQuery({
    queryKey: ["run", id],
    queryFn: () => answer(api.GET("/api/v1/runs/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== undefined,
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

export const useBrowse = (path: string, enabled: boolean) =>
  useQuery({
    queryKey: ["browse", path],
    queryFn: () => answer(api.GET("/api/v1/browse", { params: { query: { path } } })),
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

/** Ask for the import of a model; the answer is the model, or the run that imports it. */
export const importModel = (body: ImportRequest): Promise<ImportAnswer> => answer(api.POST("/api/v1/models", { body }));

/** A change on the server, after which the named queries are asked again. */
function useChange<In, Out>(change: (input: In) => Promise<Out>, stale: string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      for (const key of stale) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export const useImport = () => useChange(importModel, ["models", "runs", "status"]);

export const useRenameModel = () =>
  useChange(
    ({ id, name }: { id: string; name: string }) =>
      answer(api.PATCH("/api/v1/models/{id}", { params: { path: { id } }, body: { name } })),
    ["models", "model", "runs"],
  );

export const useRemoveModel = () =>
  useChange(
    (id: string) => answer(api.DELETE("/api/v1/models/{id}", { params: { path: { id } } })),
    ["models", "runs"],
  );

export const useStartBenchmark = () =>
  useChange((body: BenchmarkRequest) => answer(api.POST("/api/v1/runs/benchmark", { body })), ["runs", "status"]);

export const useStartProfile = () =>
  useChange((body: ProfileRequest) => answer(api.POST("/api/v1/runs/profile", { body })), ["runs", "status"]);

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
  useChange((id: string) => answer(api.DELETE("/api/v1/runs/{id}", { params: { path: { id } } })), ["runs", "models"]);

/** Look for devices again. */
export const useRefreshDevices = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.GET("/api/v1/devices", { params: { query: { refresh: true } } })),
    onSuccess: (found) => client.setQueryData(["devices"], found),
  });
};
