"""Which operations count as 8-bit work, told from the structure of quantized models."""

import numpy as np
import pytest
from builders.small_graphs import analysis_of, scalar
from openvino import opset1
from openvino import opset16 as op

pytestmark = pytest.mark.openvino

PRODUCTS = 4 * 64 * 3  # of a 1x1 convolution of 3 to 4 channels on 8x8


def fake_quantize(node, levels=256):
    return op.fake_quantize(node, scalar(0), scalar(1), scalar(0), scalar(1), levels)


def float_weights():
    return op.constant(np.ones((4, 3, 1, 1), np.float32))


def integer_weights(dtype=np.int8, zero_point=None):
    """Weights as NNCF stores them: 8-bit constant, Convert, [Subtract,] Multiply."""
    node = op.convert(op.constant(np.ones((4, 3, 1, 1), dtype)), "f32")
    if zero_point is not None:
        node = op.subtract(node, op.convert(op.constant(np.full((4, 1, 1, 1), zero_point, dtype)), "f32"))
    return op.multiply(node, op.constant(np.full((4, 1, 1, 1), 0.5, np.float32)))


def image():
    return op.parameter([1, 3, 8, 8], np.float32, name="x")


def conv(data, weights):
    return op.convolution(data, weights, [1, 1], [0, 0], [0, 0], [1, 1])


def split_of(output, kind="Convolution"):
    layers = [layer for layer in analysis_of(output).layers if layer.type == kind]
    return sum(layer.flop for layer in layers), sum(layer.iop for layer in layers), sum(layer.mac for layer in layers)


INTEGER = (0, 2 * PRODUCTS, PRODUCTS)
FLOATING = (2 * PRODUCTS, 0, PRODUCTS)


@pytest.mark.parametrize(
    "weights",
    [
        pytest.param(lambda: fake_quantize(float_weights()), id="FakeQuantize"),
        pytest.param(lambda: fake_quantize(float_weights(), 255), id="255 levels"),
        pytest.param(integer_weights, id="i8"),
        pytest.param(lambda: integer_weights(np.uint8, 128), id="u8 with zero point"),
    ],
)
def test_quantized_data_and_weights_are_integer_work(weights):
    x = image()
    assert split_of(conv(fake_quantize(x), weights())) == INTEGER


def test_weights_alone_do_not_make_integer_work():
    x = image()
    assert split_of(conv(x, integer_weights())) == FLOATING


def test_data_alone_does_not_make_integer_work():
    x = image()
    assert split_of(conv(fake_quantize(x), float_weights())) == FLOATING


def test_16_bit_quantization_is_not_8_bit():
    x = image()
    assert split_of(conv(fake_quantize(x, 65536), integer_weights())) == FLOATING


@pytest.mark.parametrize(
    "between",
    [
        lambda y: opset1.max_pool(y, [1, 1], [0, 0], [0, 0], [1, 1]),
        lambda y: op.transpose(op.transpose(y, op.constant([0, 2, 3, 1])), op.constant([0, 3, 1, 2])),
        lambda y: op.reshape(y, op.constant([1, 3, 8, 8]), False),
        lambda y: op.concat([op.split(y, op.constant(1), 3).output(i) for i in range(3)], 1),
        lambda y: op.pad(y, op.constant([0] * 4), op.constant([0] * 4), "constant", scalar(0)),
    ],
)
def test_operations_that_only_move_data_keep_it_8_bit(between):
    x = image()
    assert split_of(conv(between(fake_quantize(x)), integer_weights())) == INTEGER


def test_arithmetic_in_between_ends_it():
    x = image()
    assert split_of(conv(op.multiply(fake_quantize(x), scalar(2)), integer_weights())) == FLOATING
    assert split_of(conv(op.sigmoid(fake_quantize(x)), integer_weights())) == FLOATING


def test_a_concat_of_8_bit_and_float_is_float():
    x = image()
    halves = [op.split(node, op.constant(1), 3).output(i) for i, node in enumerate((fake_quantize(x), x, x))]
    assert split_of(conv(op.concat(halves, 1), integer_weights())) == FLOATING


def test_quantize_dequantize_pairs_on_data():
    x = image()
    codes = op.convert(fake_quantize(x), "u8")
    data = op.multiply(op.subtract(op.convert(codes, "f32"), scalar(128)), scalar(0.02))
    analysis = analysis_of(conv(data, integer_weights()))
    layers = {layer.type: layer for layer in analysis.layers}
    assert layers["Convolution"].iop == 2 * PRODUCTS
    # the dequantization itself is done in floating point, and its constants are no parameters
    assert layers["Subtract"].flop == layers["Multiply"].flop == 192
    assert layers["FakeQuantize"].flop == 7 * 192
    assert analysis.parameters == 12


def test_products_of_two_quantized_tensors_and_sums():
    a, b = op.parameter([5, 7], np.float32, name="a"), op.parameter([7, 3], np.float32, name="b")
    analysis = analysis_of(op.matmul(fake_quantize(a), fake_quantize(b), False, False))
    assert analysis.giop * 1e9 == pytest.approx(2 * 105)
    x = image()
    assert split_of(op.add(fake_quantize(x), fake_quantize(x)), "Add") == (0, 192, 0)
    assert split_of(op.add(fake_quantize(x), x), "Add") == (192, 0, 0)


def test_an_8_bit_input_needs_no_quantization():
    x = op.parameter([4, 4], np.uint8, name="x")
    layer = analysis_of(op.add(x, x)).layers[0]
    assert (layer.iop, layer.flop) == (16, 0)


def test_totals_split_between_the_two():
    x = image()
    y = conv(fake_quantize(x), integer_weights())
    analysis = analysis_of(op.softmax(y, 1))
    assert analysis.giop * 1e9 == pytest.approx(2 * PRODUCTS)
    assert analysis.gflop * 1e9 == pytest.approx(7 * 192 + 5 * 256)
    assert analysis.gmac * 1e9 == pytest.approx(PRODUCTS)


def integer_data():
    """A picture in 8-bit codes less their zero point, as ONNX ConvInteger takes it."""
    codes = op.convert(op.parameter([1, 3, 8, 8], np.uint8, name="x"), "i32")
    return op.subtract(codes, op.constant(np.int32(128)))


def test_an_integer_convolution_is_integer_work_with_weights():
    analysis = analysis_of(conv(integer_data(), op.constant(np.ones((4, 3, 1, 1), np.int32))))
    assert analysis.giop * 1e9 == pytest.approx(2 * PRODUCTS)
    assert (analysis.gflop, analysis.parameters, analysis.weights_bytes_by_precision) == (0, 12, {"i32": 48})
    assert not analysis.uncounted


def test_an_integer_product_of_two_tensors():
    a = op.convert(op.parameter([5, 7], np.uint8, name="a"), "i32")
    b = op.convert(op.parameter([7, 3], np.int8, name="b"), "i32")
    assert split_of(op.matmul(a, b, False, False), "MatMul") == (0, 2 * 105, 105)


def test_a_product_of_wide_integers_is_not_counted():
    analysis = analysis_of(conv(op.parameter([1, 3, 8, 8], np.int32), op.constant(np.ones((4, 3, 1, 1), np.int32))))
    assert (analysis.giop, analysis.gflop) == (0, 0)
    assert [(item.type, item.count) for item in analysis.uncounted] == [("Convolution", 1)]
    assert "wide integers" in analysis.notes[0]
