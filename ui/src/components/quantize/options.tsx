import type { Options, Quantization } from "../../api/quantize";
import { percent, whole } from "../../format";
import { CORRECTIONS, METHODS, PRESETS, smoothWords } from "../../quantize";
import type { Fact } from "../Facts";

/** The options of a quantization as facts; those that its method does not have are left out. */
export function optionFacts(options: Options, network: Quantization["network"] = options.network): (Fact | false)[] {
  const { method, keep_names: names, keep_types: types } = options;
  const activations = method === "int8";
  return [
    ["Made smaller", METHODS[method]],
    activations && ["Preset", PRESETS[options.preset]],
    activations && ["Kind of network", network ?? "no special one"],
    activations && ["Bias correction", CORRECTIONS[options.correction]],
    activations && ["SmoothQuant", smoothWords(options.smooth_quant)],
    method === "weights_int4" && ["Weights per scale", options.group_size < 0 ? "a whole channel" : whole(options.group_size)],
    method === "weights_int4" && ["In 4 bits", `${percent(options.ratio, 0)} of the weights`],
    names.length > 0 && ["Left in float by name", <span key="names" className="mono">{names.join(", ")}</span>],
    types.length > 0 && ["Left in float by type", types.join(", ")],
  ];
}
