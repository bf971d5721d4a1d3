import type { Layer, Profile } from "./api/types";
import { saveText } from "./save";

const COLUMNS: readonly (readonly [name: string, value: (layer: Layer) => string | number | null])[] = [
  ["order", (layer) => layer.order],
  ["name", (layer) => layer.name],
  ["type", (layer) => layer.type],
  ["kernel", (layer) => layer.kernel],
  ["precision", (layer) => layer.precision],
  ["output_precision", (layer) => layer.output_precision],
  ["output_layout", (layer) => layer.output_layout],
  ["status", (layer) => layer.status],
  ["time_us", (layer) => layer.time_us.value],
  ["time_us_low", (layer) => layer.time_us.low],
  ["time_us_high", (layer) => layer.time_us.high],
  ["cpu_us", (layer) => layer.cpu_us],
  ["share", (layer) => layer.share],
  ["gflop", (layer) => layer.gflop],
  ["gflops", (layer) => layer.gflops],
  ["bytes_moved", (layer) => layer.bytes_moved],
  ["intensity", (layer) => layer.intensity],
  ["roofline", (layer) => layer.roofline],
  ["bound", (layer) => layer.bound],
  ["origin", (layer) => layer.origin.join(" ")],
];

/** Save layers as a table for other programs, units in the column names. */
export function saveLayers(profile: Profile, layers: readonly Layer[]): void {
  const lines = [COLUMNS.map(([name]) => name), ...layers.map((layer) => COLUMNS.map(([, value]) => cell(value(layer))))];
  saveText(`${profile.model_name}-layers.csv`, "text/csv", `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`);
}

// What makes a spreadsheet take a text for a formula (OWASP, "CSV injection"); names come from models of strangers.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function cell(value: string | number | null): string {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
