"""The plainest quantizer there can be: `ports.Quantizer` for networks of convolutions and products with constant weights.

Activations by the range of the whole tensor, weights by that of each output channel; each layer is a group of its own.
"""

from pathlib import Path

import numpy as np
import openvino as ov
from openvino import opset13

from dlwb.domain.errors import CannotQuantize
from dlwb.domain.quantization import Method
from dlwb.domain.quantization_report import OperationGroup
from dlwb.ports.quantizer import Tapped
from dlwb.protocol import ModelFiles

LEVELS = 256


def _layers(model):
    return [op for op in model.get_ordered_ops() if op.get_type_name() in ("Convolution", "MatMul")]


def _saved(model, folder, stem="model"):
    xml = folder / f"{stem}.xml"
    ov.save_model(model, xml, compress_to_fp16=False)
    return ModelFiles(str(xml), str(xml.with_suffix(".bin")))


def _tapped(model, ports):
    outputs = []
    for i, port in enumerate(ports):
        port.add_names({f"tap{i}"})
        outputs.append(port)
    model.add_outputs(outputs)
    return tuple(f"tap{i}" for i in range(len(ports)))


class PlainQuantized:
    network = None
    notes = ("Rounded plainly.",)

    def __init__(self, xml, ranges):
        self._xml = xml
        self._ranges = ranges
        self.groups = tuple(OperationGroup((op.get_friendly_name(),)) for op in _layers(ov.Core().read_model(xml)))

    def _rounded(self, kept):
        model = ov.Core().read_model(self._xml)
        for number, op in enumerate(_layers(model)):
            if number in kept:
                continue
            low, high = self._ranges[number]
            data = opset13.fake_quantize(op.input_value(0), *(np.float32(v) for v in (low, high, low, high)), LEVELS)
            weights = op.input_value(1).get_node().get_data()
            axes = tuple(range(1, weights.ndim)) if op.get_type_name() == "Convolution" else (0,)
            most = np.abs(weights).max(axis=axes, keepdims=True) + 1e-12
            rounded = opset13.fake_quantize(op.input_value(1), -most, most, -most, most, LEVELS - 1)
            op.input(0).replace_source_output(data.output(0))
            op.input(1).replace_source_output(rounded.output(0))
        return model

    def write(self, kept_float, folder):
        return _saved(self._rounded(set(kept_float)), folder)

    def tapped(self, folder):
        files, names = [], []
        for stem, kept in (("exact", set(range(len(self.groups)))), ("rounded", set())):
            model = self._rounded(kept)
            ports = []
            for number, op in enumerate(_layers(model)):
                source = op.input_value(0)
                ports += [source if number in kept else source.get_node().input_value(0), op.output(0)]
            names = _tapped(model, ports)
            files.append(_saved(model, folder, stem))
        return Tapped(*files, tuple((n,) for n in names[::2]), tuple((n,) for n in names[1::2]))


class PlainQuantizer:
    def versions(self):
        return {"plain": "1"}

    def quantize(self, files, calibration, pictures, options, on_progress):
        model = ov.Core().read_model(files.xml)
        layers = _layers(model)
        if not layers:
            raise CannotQuantize("There is nothing to quantize.", "Choose a network with weights.")
        names = _tapped(model, [op.input_value(0) for op in layers])
        compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        low, high = np.full(len(layers), np.inf), np.full(len(layers), -np.inf)
        for done, inputs in enumerate(calibration()):
            made = compiled(dict(inputs))
            for i, name in enumerate(names):
                low[i], high[i] = min(low[i], made[name].min()), max(high[i], made[name].max())
            on_progress((done + 1) / pictures, f"{done + 1} of {pictures} pictures")
        return PlainQuantized(files.xml, [(min(0.0, a), max(0.0, b)) for a, b in zip(low, high, strict=True)])

    def compress(self, files, options, folder):
        model = ov.Core().read_model(files.xml)
        bits = 4 if options.method is Method.WEIGHTS_INT4 else 8
        layers = _layers(model)
        for op in layers[: max(1, round(options.ratio * len(layers)))]:
            weights = op.input_value(1).get_node().get_data()
            step = np.abs(weights).max() / (2 ** (bits - 1) - 1)
            rounded = opset13.constant((np.round(weights / step) * step).astype(np.float32))
            op.input(1).replace_source_output(rounded.output(0))
        return _saved(model, Path(folder))
