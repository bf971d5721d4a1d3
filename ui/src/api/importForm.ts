import type { Shape } from "./types";
import type { Options } from "./imports";
import { TypedForm } from "./typedForm";

/** The import options as they are typed. */
export interface ImportForm {
  name: string;
  shapes: string;
  layouts: string;
  colour: "" | "RGB" | "BGR";
  mean: string;
  scale: string;
  fp16: boolean;
}

/** What is typed now; a drop on any page uses it. */
export const importForm = new TypedForm<ImportForm>({ name: "", shapes: "", layouts: "", colour: "", mean: "", scale: "", fp16: false });

/** The typed text as the API takes it; what cannot be read as numbers is left for the server to refuse by name. */
export function importOptions(form: ImportForm): Options {
  const options: Options = { compress_to_fp16: form.fp16 };
  if (form.name.trim()) options.name = form.name.trim();
  if (form.colour) options.color_order = form.colour;
  const mean = numbers(form.mean);
  const scale = numbers(form.scale);
  if (mean.length > 0) options.mean = mean;
  if (scale.length > 0) options.scale = scale;
  options.shapes = Object.fromEntries(named(form.shapes).map(([name, text]) => [name, dims(text)]));
  options.layouts = Object.fromEntries(named(form.layouts));
  return options;
}

/** Lines such as `images: 1,3,640,640`; without a name: the only input. */
function named(text: string): [string, string][] {
  return text
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const colon = line.lastIndexOf(":");
      return [line.slice(0, Math.max(0, colon)).trim(), line.slice(colon + 1).trim()];
    });
}

/** `1,3,?,1..512`: a number, any size, or a range. What is none of these goes to the server as it is, to be refused. */
export function dims(text: string): Shape {
  return text
    .replace(/[[\]()\s]/g, "")
    .split(/[,x×]/)
    .map((part) => {
      if (part === "?" || part === "-1") return { low: 0, high: null };
      const [low, high] = part.split("..");
      if (high !== undefined) return { low: Number(low || 0), high: high === "" ? null : Number(high) };
      return part === "" || Number.isNaN(Number(part)) ? (part as unknown as number) : Number(part);
    });
}

function numbers(text: string): number[] {
  return text.split(/[\s,;]+/).filter(Boolean).map(Number);
}
