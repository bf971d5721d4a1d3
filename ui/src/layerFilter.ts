// The filter language of the layer table: words, `type:Conv`, `prec:f32`, `kernel:brgemm`, `bound:memory`, `>1%`, `>100us`.
import type { Layer } from "./api/types";

type Test = (layer: Layer) => boolean;

const FIELDS: Record<string, (layer: Layer) => string> = {
  type: (layer) => layer.type,
  prec: (layer) => layer.precision,
  precision: (layer) => layer.precision,
  kernel: (layer) => layer.kernel,
  bound: (layer) => layer.bound ?? "",
  status: (layer) => layer.status,
  layout: (layer) => layer.output_layout,
  from: (layer) => layer.origin.join(" "),
};

const UNITS: Record<string, (layer: Layer, limit: number) => [have: number, wanted: number]> = {
  "%": (layer, limit) => [layer.share, limit / 100],
  us: (layer, limit) => [layer.time_us.value, limit],
  µs: (layer, limit) => [layer.time_us.value, limit],
  ms: (layer, limit) => [layer.time_us.value, limit * 1000],
};

export const LAYER_FILTER_HELP = "Words of the name, or type:Conv  prec:f32  kernel:jit  bound:memory  status:not_run  from:original  >1%  <50us";

/** The layers that pass every term of a filter. */
export function filterLayers(layers: readonly Layer[], text: string): readonly Layer[] {
  const tests = text.split(/\s+/).filter(Boolean).map(testOf);
  return tests.length === 0 ? layers : layers.filter((layer) => tests.every((test) => test(layer)));
}

function testOf(term: string): Test {
  const limit = /^([<>])=?([\d.]+)(%|us|µs|ms)$/.exec(term);
  if (limit) {
    const [, sign, number, unit = "%"] = limit;
    const compare = UNITS[unit];
    return (layer) => {
      const [have, wanted] = compare?.(layer, Number(number)) ?? [0, 0];
      return sign === ">" ? have > wanted : have < wanted;
    };
  }
  const colon = term.indexOf(":");
  const field = colon > 0 ? FIELDS[term.slice(0, colon).toLowerCase()] : undefined;
  const wanted = (field ? term.slice(colon + 1) : term).toLowerCase();
  const read = field ?? ((layer: Layer) => `${layer.name} ${layer.type}`);
  return (layer) => read(layer).toLowerCase().includes(wanted);
}
