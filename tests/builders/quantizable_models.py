"""Small networks with all that a quantizer meets: branches that join, shared inputs and weights, products, recurrences."""

from collections.abc import Callable

import numpy as np
import openvino as ov
from builders.layered_models import attention, residual
from openvino import opset1
from openvino import opset13 as op

from dlwb.adapters.openvino.naming import name_tensors

Tensor = ov.Node


class Weights:
    """Random weights of about the size that keeps activations in range; the same for every network of a name."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(0)

    def __call__(self, *shape: int) -> Tensor:
        values = self._random.standard_normal(shape) / np.sqrt(max(1, np.prod(shape[1:])))
        return op.constant(values.astype(np.float32))


def _conv(w: Weights, x: Tensor, outputs: int, name: str, kernel: int = 3) -> Tensor:
    channels = int(x.get_output_shape(0)[1])
    pads = [kernel // 2] * 2
    y = op.convolution(x, w(outputs, channels, kernel, kernel), [1, 1], pads, pads, [1, 1], name=name)
    return op.add(y, w(1, outputs, 1, 1), name=f"{name}/bias")


def _dense(w: Weights, x: Tensor, outputs: int, name: str, weights: Tensor | None = None) -> Tensor:
    width = int(x.get_output_shape(0)[-1])
    return op.matmul(x, w(width, outputs) if weights is None else weights, False, False, name=name)


def _picture(channels: int = 3) -> Tensor:
    return op.parameter([1, channels, 8, 8], np.float32, name="x")


def branches() -> ov.Model:
    """Two convolutions of one input, concatenated, pooled, and multiplied by a gate; a second output from the middle."""
    w, x = Weights(), _picture()
    stem = op.relu(_conv(w, x, 8, "stem", 1), name="stem/relu")
    left, right = op.relu(_conv(w, stem, 8, "left", 1)), op.relu(_conv(w, stem, 8, "right"))
    joined = op.concat([left, right], 1, name="cat")
    pooled = opset1.max_pool(joined, [1, 1], [0, 0], [0, 0], [2, 2], "floor", name="pool")
    y = _conv(w, pooled, 4, "after")
    gated = op.multiply(y, op.sigmoid(y), name="gated")
    side = op.sigmoid(_conv(w, stem, 2, "side"), name="side/sigmoid")
    return ov.Model([op.result(op.add(gated, y, name="sum")), op.result(side)], [x], "branches")


def grouped() -> ov.Model:
    """A grouped convolution whose weights are reshaped, a transposed convolution, and an average."""
    w, x = Weights(), _picture(16)
    weights = op.reshape(w(64, 8, 3, 3), op.constant(np.array([2, 32, 8, 3, 3])), False, name="weights/shape")
    y = op.relu(op.group_convolution(x, weights, [1, 1], [1, 1], [1, 1], [1, 1], name="group"))
    y = op.convolution_backprop_data(y, w(64, 16, 2, 2), [2, 2], name="up")
    return ov.Model([op.result(op.avg_pool(y, [2, 2], [0, 0], [0, 0], [2, 2], True, name="mean"))], [x], "grouped")


def fused_attention() -> ov.Model:
    """Attention as one operation, between products with weights."""
    w, x = Weights(), op.parameter([1, 4, 10, 16], np.float32, name="x")
    query, key, value = (_dense(w, x, 16, name) for name in ("query", "key", "value"))
    y = op.scaled_dot_product_attention(query, key, value)
    y.set_friendly_name("attend")
    return ov.Model([op.result(_dense(w, y, 8, "project"))], [x], "fused attention")


def shared_weights() -> ov.Model:
    """Two products with the same weights, and a sum with the input."""
    w, x = Weights(), op.parameter([1, 6, 16], np.float32, name="x")
    weights = w(16, 16)
    y = _dense(w, op.relu(_dense(w, x, 16, "first", weights)), 16, "second", weights)
    return ov.Model([op.result(op.add(y, x, name="sum"))], [x], "shared weights")


def recurrent() -> ov.Model:
    """A layer with a memory, and a product with weights."""
    w, x = Weights(), op.parameter([1, 10, 16], np.float32, name="x")
    zero, length = op.constant(np.zeros((1, 1, 8), np.float32)), op.constant(np.array([10]))
    cells = (w(1, 32, 16), w(1, 32, 8), w(1, 32))
    y = op.lstm_sequence(x, zero, zero, length, *cells, 8, "forward", name="lstm")
    y = op.squeeze(y.output(0), op.constant(np.array([1])))
    return ov.Model([op.result(op.add(_dense(w, y, 4, "dense"), w(4)))], [x], "recurrent")


def two_inputs() -> ov.Model:
    """A product of what is made of two inputs."""
    w = Weights()
    x, z = (op.parameter([1, 6, 16], np.float32, name=name) for name in ("x", "z"))
    y = op.matmul(op.relu(_dense(w, x, 16, "left")), op.relu(_dense(w, z, 16, "right")), False, True, name="product")
    return ov.Model([op.result(_dense(w, y, 4, "dense"))], [x, z], "two inputs")


NETWORKS: dict[str, Callable[[], ov.Model]] = {
    "residual": lambda: residual(width=8),
    "attention": attention,
    "branches": branches,
    "grouped": grouped,
    "fused_attention": fused_attention,
    "shared_weights": shared_weights,
    "recurrent": recurrent,
    "two_inputs": two_inputs,
}


def network(name: str) -> ov.Model:
    """One of them, with all inputs and outputs named, as an import leaves it."""
    model = NETWORKS[name]()
    name_tensors(model)
    return model


def inputs(model: ov.Model, count: int = 4) -> list[dict[str, np.ndarray]]:
    """Random data for a network; the same ones at every call."""
    random = np.random.default_rng(1)
    shapes = {port.get_any_name(): tuple(port.get_shape()) for port in model.inputs}
    return [
        {name: random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()} for _ in range(count)
    ]
