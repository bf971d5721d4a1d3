// The one event stream of this tab. It sleeps while the tab is hidden; the server holds changes back to a rate that
// does not disturb a measurement, so each one is drawn as it comes.
import { address } from "./client";
import { OF_DATASETS } from "./datasets";
import { askAgain, OF_MODELS, queryClient, runsChanged } from "./queries";
import type { components } from "./schema";
import type { Run } from "./types";
import { connection, measuring } from "../state/live";

type Schemas = components["schemas"];
type RunList = Schemas["RunListDocument"];

const RETRY_MS = 3000;
const FINAL = new Set(["succeeded", "failed", "cancelled", "lost"]);

/** What another tab, or the terminal, may have made stale. */
const LISTS: Record<Schemas["ChangedDocument"]["list"], () => void> = {
  runs: () => runsChanged(),
  models: () => askAgain(OF_MODELS),
  datasets: () => askAgain(OF_DATASETS),
};

let source: EventSource | undefined;
let lastId = "";
const endWatchers = new Set<(run: Run) => void>();

/** Whether a run can never change again. */
export function isFinished(run: Run): boolean {
  return FINAL.has(run.state);
}

/** Be told of every run that this tab saw working and that has now ended. */
export function onRunEnd(watcher: (run: Run) => void): () => void {
  endWatchers.add(watcher);
  return () => endWatchers.delete(watcher);
}

/** Open the stream, and keep it in step with the visibility of the tab. Returns what closes it. */
export function listen(): () => void {
  const follow = () => (document.hidden ? close("asleep") : open());
  document.addEventListener("visibilitychange", follow);
  follow();
  return () => {
    document.removeEventListener("visibilitychange", follow);
    close("connecting");
  };
}

function open(): void {
  if (source) return;
  const stream = new EventSource(address(`/api/v1/events${lastId ? `?last=${encodeURIComponent(lastId)}` : ""}`));
  source = stream;
  stream.addEventListener("hello", (event: MessageEvent<string>) => {
    const hello = JSON.parse(event.data) as { measuring: boolean };
    connection.set("live");
    measuring.set(hello.measuring);
    if (lastId) void queryClient.invalidateQueries(); // whatever was missed meanwhile
    lastId = event.lastEventId || "seen";
  });
  stream.addEventListener("run", (event: MessageEvent<string>) => {
    lastId = event.lastEventId || lastId;
    take(JSON.parse(event.data) as Run);
  });
  stream.addEventListener("measuring", (event: MessageEvent<string>) => {
    measuring.set((JSON.parse(event.data) as { measuring: boolean }).measuring);
  });
  stream.addEventListener("changed", (event: MessageEvent<string>) => {
    LISTS[(JSON.parse(event.data) as Schemas["ChangedDocument"]).list]();
  });
  stream.addEventListener("error", () => {
    connection.set("reconnecting");
    if (stream.readyState === EventSource.CLOSED) reopenLater(stream);
  });
}

/** The browser gives up for good after an answer that is no stream, such as a proxy's error page. */
function reopenLater(stream: EventSource): void {
  window.setTimeout(() => {
    if (source !== stream) return;
    source = undefined;
    open();
  }, RETRY_MS);
}

function close(state: "asleep" | "connecting"): void {
  source?.close();
  source = undefined;
  measuring.set(false);
  connection.set(state);
}

function take(run: Run): void {
  const before = queryClient.getQueryData<Run>(["run", run.id]) ?? findListed(run.id);
  queryClient.setQueryData(["run", run.id], run);
  const ended = isFinished(run);
  if (before && !ended && before.state === run.state) {
    queryClient.setQueriesData<RunList>({ queryKey: ["runs"] }, (list) => list && withRun(list, run));
    return;
  }
  void queryClient.invalidateQueries({ queryKey: ["runs"] });
  void queryClient.invalidateQueries({ queryKey: ["status"] });
  if (!ended || (before && isFinished(before))) return;
  void queryClient.invalidateQueries({ queryKey: ["models"] });
  void queryClient.invalidateQueries({ queryKey: ["measured", run.model] });
  for (const key of ["history", "advice"]) void queryClient.invalidateQueries({ queryKey: [key, run.model] });
  if (run.kind === "dataset_import") for (const key of ["datasets", "dataset", "dataset samples"]) void queryClient.invalidateQueries({ queryKey: [key] });
  if (run.kind === "machine") void queryClient.invalidateQueries({ queryKey: ["machine"] });
  for (const key of ["version", "attempts"]) void queryClient.invalidateQueries({ queryKey: [key] });
  if (run.kind === "profile") void queryClient.invalidateQueries({ queryKey: ["analysis", run.model] });
  if (before) for (const watcher of endWatchers) watcher(run);
}

function findListed(id: string): Run | undefined {
  for (const [, list] of queryClient.getQueriesData<RunList>({ queryKey: ["runs"] })) {
    const found = list?.runs.find((run) => run.id === id);
    if (found) return found;
  }
  return undefined;
}

function withRun(list: RunList, run: Run): RunList {
  return { ...list, runs: list.runs.map((listed) => (listed.id === run.id ? run : listed)) };
}
