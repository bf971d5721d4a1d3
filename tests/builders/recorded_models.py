"""Networks that take no pictures: sound, and a table of numbers beside token ids; with weights from a seed."""

from pathlib import Path

import numpy as np
import openvino as ov
from openvino import opset13

import dlwb.adapters.openvino  # noqa: F401  (before openvino: it opts out of telemetry)

SAMPLES = 400


def _weights(seed: int, *shape: int) -> ov.Node:
    values = np.random.default_rng(seed).normal(0, 0.3, shape).astype(np.float32)
    return opset13.constant(values)


def audio_model(seed: int = 0, noise: float = 0.0, batch: int = 1) -> ov.Model:
    """Convolutions along time: `audio` [batch, 1, 400] to five scores. `noise` moves the last weights."""
    data = opset13.parameter([batch, 1, SAMPLES], np.float32, name="audio")
    data.output(0).set_names({"audio"})
    node = data
    for step, (inputs, outputs) in enumerate(((1, 8), (8, 16), (16, 16))):
        kernel = _weights(seed + step, outputs, inputs, 9)
        node = opset13.relu(opset13.convolution(node, kernel, [2], [4], [4], [1]))
    pooled = opset13.reduce_mean(node, np.array([2]), keep_dims=False)
    moved = (
        np.random.default_rng(7).normal(0, noise, (16, 5)).astype(np.float32)
        if noise
        else np.zeros((16, 5), np.float32)
    )
    scores = opset13.matmul(pooled, opset13.add(_weights(seed + 9, 16, 5), opset13.constant(moved)), False, False)
    scores.output(0).set_names({"scores"})
    return ov.Model([scores], [data], "audio")


def two_input_model() -> ov.Model:
    """What a person has seen (`ids` [1, 6], of 50) beside numbers about them (`about` [1, 4]), to a score for each of 50."""
    ids = opset13.parameter([1, 6], np.int64, name="ids")
    ids.output(0).set_names({"ids"})
    about = opset13.parameter([1, 4], np.float32, name="about")
    about.output(0).set_names({"about"})
    seen = opset13.gather(_weights(1, 50, 8), ids, opset13.constant(np.int64(0)))
    person = opset13.concat([opset13.reduce_mean(seen, np.array([1]), keep_dims=False), about], 1)
    scores = opset13.matmul(
        opset13.relu(opset13.matmul(person, _weights(2, 12, 32), False, False)), _weights(3, 32, 50), False, False
    )
    scores.output(0).set_names({"scores"})
    return ov.Model([scores], [ids, about], "seen")


def write(xml: Path, model: ov.Model) -> Path:
    xml.parent.mkdir(parents=True, exist_ok=True)
    ov.save_model(model, xml, compress_to_fp16=False)
    return xml
