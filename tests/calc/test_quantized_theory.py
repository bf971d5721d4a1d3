"""The theory of a network before and after quantization, by hand: what moves from GFLOP to GIOP, what weights take."""

import numpy as np
import pytest
from builders.small_graphs import analysis_of, scalar
from openvino import opset16 as op

pytestmark = pytest.mark.openvino

# On 8x8 pictures: a 3x3 convolution of 3 to 4 channels with bias and ReLU, a pooling over all pixels, a product of 4 to 10.
CONV_MAC = 64 * 4 * 3 * 9
DENSE_MAC = 4 * 10
BIASES = 4


def quantizer(value):
    return op.fake_quantize(value, scalar(0), scalar(4), scalar(0), scalar(4), 256)


def eight_bit(shape, scales):
    """Weights as quantizing tools store them: i8, converted, and times one scale for each output."""
    codes = op.convert(op.constant(np.ones(shape, np.int8)), "f32")
    return op.multiply(codes, op.constant(np.full(scales, 0.5, np.float32)))


def network(*, quantized):
    data = op.parameter([1, 3, 8, 8], np.float32, name="data")
    rounded = quantizer if quantized else (lambda value: value)
    kernel = eight_bit((4, 3, 3, 3), (4, 1, 1, 1)) if quantized else op.constant(np.ones((4, 3, 3, 3), np.float32))
    conv = op.convolution(rounded(data), kernel, [1, 1], [1, 1], [1, 1], [1, 1], name="conv")
    active = op.relu(op.add(conv, op.constant(np.ones((1, BIASES, 1, 1), np.float32)), name="bias"), name="relu")
    pooled = op.reduce_mean(rounded(active), op.constant(np.array([2, 3])), keep_dims=False, name="pool")
    matrix = eight_bit((10, 4), (10, 1)) if quantized else op.constant(np.ones((10, 4), np.float32))
    return op.matmul(rounded(pooled), matrix, False, True, name="dense")


def test_arithmetic_moves_from_floating_point_to_eight_bits():
    before, after = analysis_of(network(quantized=False)), analysis_of(network(quantized=True))
    integer = 2 * (CONV_MAC + DENSE_MAC)
    assert before.giop == 0
    # the pooling reads quantized numbers as well: 64 sums for each of 4 channels, and a division
    pool = next(layer for layer in after.layers if layer.name == "pool")
    assert after.giop * 1e9 == pytest.approx(integer + pool.iop)
    assert {layer.name for layer in after.layers if layer.iop > 0} >= {"conv", "dense"}
    assert next(layer.flop for layer in after.layers if layer.name == "conv") == 0
    # bias and ReLU stay in floating point, and the quantizers come on top
    floats = {layer.name: layer.flop for layer in after.layers if layer.type in {"Add", "Relu"}}
    assert floats == {layer.name: layer.flop for layer in before.layers if layer.type in {"Add", "Relu"}}
    quantizers = sum(layer.flop for layer in after.layers if layer.type == "FakeQuantize")
    assert (before.gflop - after.gflop) * 1e9 == pytest.approx(integer + pool.iop - quantizers)


def test_weights_take_a_quarter_and_are_counted_once():
    before, after = analysis_of(network(quantized=False)), analysis_of(network(quantized=True))
    elements = 4 * 3 * 9 + 10 * 4
    assert before.parameters == after.parameters == elements + BIASES
    assert before.weights_bytes == 4 * (elements + BIASES)
    scales, ranges = 4 + 10, 3 * 4
    assert after.weights_bytes_by_precision == {"f32": 4 * (BIASES + scales + ranges), "i8": elements}
