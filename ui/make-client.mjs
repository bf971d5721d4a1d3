// `npm run client`: write src/api/schema.d.ts from the REST API's OpenAPI document.
// The hash on its second line lets a test without node tell that it is stale (tests/web/test_client_fresh.py).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const python = process.platform === "win32" ? "../.venv/Scripts/python.exe" : "../.venv/bin/python";
const document = execFileSync(python, ["-m", "dlwb.web.openapi"], { maxBuffer: 64 * 1024 * 1024 });
const hash = createHash("sha256").update(document).digest("hex");
// Not `defaultNonNullable`: what has a default may be left out of a request. Answers say themselves what is required.
const types = astToString(await openapiTS(JSON.parse(document.toString("utf8")), { defaultNonNullable: false }));
writeFileSync("src/api/schema.d.ts", `// Written by \`npm run client\` from the OpenAPI document; change the Python documents, not this file.\n// sha256 ${hash}\n\n${types}`);
