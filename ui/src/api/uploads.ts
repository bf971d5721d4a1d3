// Sending files to the server: raw, one request for each, with progress, and out of any page's life.
import { address, api } from "./client";
import { answer, ApiError, errorOf } from "./errors";
import { queryClient } from "./queries";
import { Store } from "../state/store";

/** One upload that is on its way, or that failed. */
export interface Upload {
  key: number;
  kind: "model" | "dataset";
  name: string;
  sent: number;
  total: number;
  error?: ApiError;
  stop: () => void;
}

/** A file and its place among the others: `saved_model/variables/variables.index`. */
export interface NamedFile {
  path: string;
  file: File;
}

export const uploads = new Store<Upload[]>([]);

let nextKey = 1;

/** Send files and use them together; null when the user stopped it or it failed (then `uploads` says why). */
export async function sendFiles<T>(kind: Upload["kind"], files: NamedFile[], use: (upload: string) => Promise<T>): Promise<T | null> {
  const key = nextKey++;
  const abort = new AbortController();
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const name = files.length === 1 ? (files[0]?.path ?? "") : `${files[0]?.path.split("/")[0]} and ${files.length - 1} more`;
  uploads.update((all) => [...all, { key, kind, name, sent: 0, total, stop: () => abort.abort() }]);
  let upload: string | undefined;
  let sent = false;
  try {
    upload = (await answer(api.POST("/api/v1/uploads"))).id;
    let before = 0;
    for (const { path, file } of files) {
      await put(upload, path, file, abort.signal, (sent) => change(key, { sent: before + sent }));
      before += file.size;
    }
    sent = true; // from here on the server removes what was sent, whatever comes of it
    const result = await use(upload);
    dismiss(key);
    void queryClient.invalidateQueries({ queryKey: ["runs"] });
    return result;
  } catch (error) {
    if (upload && !sent) void api.DELETE("/api/v1/uploads/{id}", { params: { path: { id: upload } } });
    if (abort.signal.aborted) dismiss(key);
    else change(key, { error: error instanceof ApiError ? error : errorOf(error, 0) });
    return null;
  }
}

/** Take an upload off the list. */
export function dismiss(key: number): void {
  uploads.update((all) => all.filter((upload) => upload.key !== key));
}

/** Take uploads that failed off the list. */
export function dismissFailed(kind: Upload["kind"]): void {
  uploads.update((all) => all.filter((upload) => upload.kind !== kind || upload.error === undefined));
}

function change(key: number, part: Partial<Upload>): void {
  uploads.update((all) => all.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)));
}

/** Send one file to an upload. XMLHttpRequest, because `fetch` does not tell how much of a body has been sent. */
export function put(id: string, path: string, file: File, signal?: AbortSignal, onSent?: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const place = path.split("/").map(encodeURIComponent).join("/");
    request.open("PUT", address(`/api/v1/uploads/${id}/${place}`));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => onSent?.(event.loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(errorOf(parsed(request.responseText), request.status)));
    request.onerror = () =>
      reject(new ApiError({ type: "Unreachable", message: "The connection broke off while sending.", hint: "Send the file again.", problems: [] }, 0));
    const stop = () => reject(new DOMException("stopped", "AbortError"));
    request.onabort = stop;
    if (signal?.aborted) return stop(); // before there was anything to send to
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
