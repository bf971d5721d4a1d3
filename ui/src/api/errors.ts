import type { ErrorBody } from "./types";

/** An error of the server, as fact and next step; `problems` are wrong fields of a form. */
export class ApiError extends Error {
  readonly body: ErrorBody;
  readonly status: number;

  constructor(body: ErrorBody, status: number) {
    super(body.message);
    this.body = body;
    this.status = status;
  }
}

/** Give the data of an API answer, or throw its error. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let result: { data?: T; error?: unknown; response: Response };
  try {
    result = await call;
  } catch {
    throw new ApiError(unreachable, 0);
  }
  if (result.response.ok) return result.data as T;
  throw errorOf(result.error, result.response.status);
}

/** Whatever was thrown or sent, as an `ApiError`. */
export function errorOf(sent: unknown, status: number): ApiError {
  if (typeof sent === "object" && sent !== null && "error" in sent) {
    return new ApiError((sent as { error: ErrorBody }).error, status);
  }
  return new ApiError({ type: "HttpError", message: `The workbench answered with status ${status}.`, hint: "", problems: [] }, status);
}

const unreachable: ErrorBody = {
  type: "Unreachable",
  message: "The workbench does not answer.",
  hint: "Is `dlwb serve` still running? The page goes on by itself as soon as it is.",
  problems: [],
};

/** The fact and the next step of anything that was thrown. */
export function describe(error: unknown): { message: string; hint: string } {
  if (error instanceof ApiError) return { message: error.body.message, hint: error.body.hint ?? "" };
  return { message: error instanceof Error ? error.message : String(error), hint: "" };
}

/** The complaint about one field of a form, or nothing. */
export function problemOf(error: unknown, option: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const found = (error.body.problems ?? []).filter((p) => p.option === option);
  return found.length > 0 ? found.map((p) => p.message).join(" ") : undefined;
}
