"""Small networks that the engine fuses, converts and quantizes, for what happens layer by layer."""

import os
from pathlib import Path

import numpy as np
import openvino as ov
from openvino import opset13 as op

from dlwb.protocol import ModelFiles

SHARED_MODELS = Path(os.environ.get("DLWB_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data") / "models"
# Inputs that the files leave open.
SHARED_SHAPES = {
    "squeezenet1.1.onnx": [1, 3, 227, 227],
    "mobilenet-v2-1.0-224.onnx": [1, 3, 224, 224],
    "mobilenet_v1_0.25_128_frozen.pb": [1, 128, 128, 3],
    "resnet20-cifar10.onnx": [1, 3, 32, 32],
    "mobilenetv2-yolov3-nano-voc.onnx": [1, 3, 320, 320],
}


def residual(*, quantized: bool = False, width: int = 32, batch: int = 1) -> ov.Model:
    """Two convolutions with a residual sum, a depthwise one, pooling, and a classifier with bias and softmax.

    `quantized` puts a FakeQuantize after every activation and on the weights, as quantization tools do.
    """
    random = np.random.default_rng(0)

    def on_grid(value, low, high, name=""):
        if not quantized:
            return value
        bounds = [op.constant(np.full((1, 1, 1, 1), bound, np.float32)) for bound in (low, high, low, high)]
        return op.fake_quantize(value, *bounds, 256 if name else 255, name=name or None)

    def convolution(value, inputs, outputs, name):
        weights = op.constant(random.standard_normal((outputs, inputs, 3, 3)).astype(np.float32) * 0.1)
        layer = op.convolution(value, on_grid(weights, -0.5, 0.5), [1, 1], [1, 1], [1, 1], [1, 1], name=name)
        bias = op.constant(random.standard_normal((1, outputs, 1, 1)).astype(np.float32))
        return op.relu(op.add(layer, bias, name=f"{name}/bias"), name=f"{name}/relu")

    data = op.parameter([batch, 3, width, width], np.float32, name="data")
    first = on_grid(convolution(on_grid(data, -2, 4, "data/fq"), 3, 32, "conv1"), 0, 4, "conv1/fq")
    second = on_grid(convolution(first, 32, 32, "conv2"), 0, 4, "conv2/fq")
    total = on_grid(op.add(second, first, name="sum"), 0, 4, "sum/fq")
    kernel = op.constant(random.standard_normal((32, 1, 1, 3, 3)).astype(np.float32))
    depthwise = op.group_convolution(total, kernel, [1, 1], [1, 1], [1, 1], [1, 1], name="depthwise")
    clamped = op.clamp(depthwise, 0.0, 6.0, name="relu6")
    pooled = op.reduce_mean(clamped, op.constant(np.array([2, 3])), keep_dims=False, name="pool")
    matrix = op.constant(random.standard_normal((32, 10)).astype(np.float32))
    scores = op.matmul(pooled, matrix, False, False, name="classifier")
    biased = op.add(scores, op.constant(random.standard_normal((1, 10)).astype(np.float32)), name="classifier/bias")
    return ov.Model([op.result(op.softmax(biased, 1, name="prob"), name="out")], [data], "residual")


def attention(tokens: int = 49, width: int = 64, heads: int = 4) -> ov.Model:
    """One transformer block: attention written out in products, layer norm, and two dense layers around a GELU."""
    random = np.random.default_rng(0)

    def weights(*shape):
        return op.constant(random.standard_normal(shape).astype(np.float32) * 0.1)

    def dense(value, inputs, outputs, name):
        product = op.matmul(value, weights(inputs, outputs), False, False, name=name)
        return op.add(product, weights(1, 1, outputs), name=f"{name}/bias")

    def split(value, name):
        shape = op.constant(np.array([1, tokens, heads, width // heads]))
        return op.transpose(op.reshape(value, shape, False, name=f"{name}/split"), order, name=f"{name}/turn")

    order = op.constant(np.array([0, 2, 1, 3]))
    data = op.parameter([1, tokens, width], np.float32, name="data")
    query, key, value = (split(dense(data, width, width, name), name) for name in ("query", "key", "value"))
    scores = op.multiply(op.matmul(query, key, False, True, name="scores"), op.constant(np.float32(0.25)))
    mixed = op.matmul(op.softmax(scores, 3, name="attend"), value, False, False, name="mix")
    joined = op.reshape(op.transpose(mixed, order), op.constant(np.array([1, tokens, width])), False, name="join")
    first = op.add(dense(joined, width, width, "project"), data, name="first")
    normal = op.mvn(first, op.constant(np.array([2])), True, 1e-5, "inside_sqrt", name="norm")
    hidden = op.gelu(dense(normal, width, 4 * width, "grow"), "erf", name="gelu")
    second = op.add(dense(hidden, 4 * width, width, "shrink"), normal, name="second")
    return ov.Model([op.result(second, name="out")], [data], "attention")


def saved(model: ov.Model, folder: Path) -> ModelFiles:
    """The model as files, the way a worker gets it."""
    xml = folder / "model.xml"
    ov.save_model(model, xml, compress_to_fp16=False)
    return ModelFiles(str(xml), str(xml.with_suffix(".bin")))


def shared_model(name: str) -> ov.Model:
    """A trained model of the shared folder, with fixed shapes."""
    model = ov.convert_model(SHARED_MODELS / name)
    if name in SHARED_SHAPES:
        model.reshape(SHARED_SHAPES[name])
    return model
