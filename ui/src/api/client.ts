import createClient from "openapi-fetch";
import type { paths } from "./schema";

/** Where the workbench lives; a reverse proxy may have put it under a path of its own. */
export const root = new URL("./", document.baseURI);

/** The address of anything that the server serves. */
export function address(path: string): string {
  return new URL(path.replace(/^\//, ""), root).toString();
}

/** Every call of the REST API, typed from its OpenAPI document. */
export const api = createClient<paths>({ baseUrl: root.toString().replace(/\/$/, "") });
