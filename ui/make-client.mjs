// `npm run client`: write src/api/schema.d.ts from the REST API's OpenAPI document.
// The hash on its second line lets a test without node tell that it is stale (tests/web/test_client_fresh.py).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const python = process.platform === "win32" ? "../.venv/Scripts/python.exe" : "../.venv/bin/python";
const document = execFileSync(python, ["-m", "dlwb.web.openapi"], { maxBuffer: 64 * 1024 * 1024 });
const hash = createHash("sha256").update(document).digest("hex");

// The client's types turn tuples into arrays in answers and in requests, so they are arrays from the start.
function withoutTuples(node) {
  if (Array.isArray(node)) return node.map(withoutTuples);
  if (node === null || typeof node !== "object") return node;
  const { prefixItems, ...rest } = node;
  const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutTuples(value)]));
  if (!prefixItems) return plain;
  const kinds = [...new Map(prefixItems.map((item) => [JSON.stringify(item), withoutTuples(item)])).values()];
  delete plain.minItems;
  delete plain.maxItems;
  return { ...plain, items: kinds.length === 1 ? kinds[0] : { anyOf: kinds } };
}

// Not `defaultNonNullable`: what has a default may be left out of a request. Answers say themselves what is required.
const types = astToString(await openapiTS(withoutTuples(JSON.parse(document.toString("utf8"))), { defaultNonNullable: false }));
writeFileSync("src/api/schema.d.ts", `// Written by \`npm run client\` from the OpenAPI document; change the Python documents, not this file.\n// sha256 ${hash}\n\n${types}`);
