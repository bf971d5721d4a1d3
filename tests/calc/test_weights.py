"""Which constants are parameters, whose they are, and how many of their elements are zero."""

import numpy as np
import openvino as ov
import pytest
from builders.small_graphs import analysis_of, model_of, scalar
from openvino import opset16 as op

from dlwb.adapters.openvino.graph import read_graph
from dlwb.adapters.openvino.saving import save_ir
from dlwb.calc.analysis import analyse
from dlwb.domain.graph import LayerCost

pytestmark = pytest.mark.openvino


def vector(*shape, name="x"):
    return op.parameter(list(shape), np.float32, name=name)


def layers_of(output) -> dict[str, LayerCost]:
    return {layer.name: layer for layer in analysis_of(output).layers}


def test_zeros_of_either_sign_are_sparsity():
    x = vector(1, 4)
    weights = np.array([[0.0, -0.0, 1.0, 2.0]] * 3, np.float32)
    analysis = analysis_of(op.matmul(x, op.constant(weights), False, True))
    assert (analysis.parameters, analysis.weights_bytes, analysis.sparsity) == (12, 48, 0.5)
    assert analysis.layers[0].zeros == 6


def test_a_shared_constant_belongs_to_its_first_layer_but_both_read_it():
    x, shared = vector(1, 4), op.constant(np.ones((4, 4), np.float32))
    first = op.matmul(x, shared, False, False, name="first")
    layers = layers_of(op.matmul(op.relu(first), shared, False, False, name="second"))
    assert (layers["first"].parameters, layers["second"].parameters) == (16, 0)
    assert layers["first"].bytes_read == layers["second"].bytes_read == 16 + 64
    assert layers["first"].bytes_written == 16


def test_indices_and_shapes_are_no_parameters():
    x = vector(2, 6)
    y = op.reshape(x, op.constant(np.array([3, 4], np.int64)), False)
    y = op.gather(y, op.constant(np.array([0, 2], np.int32)), op.constant(np.array(0)))
    y = op.scatter_update(y, op.constant([0]), op.constant(np.ones((1, 4), np.float32)), op.constant(0))
    analysis = analysis_of(op.transpose(y, op.constant([1, 0])))
    assert (analysis.parameters, analysis.weights_bytes) == (4, 16)


def test_settings_are_no_parameters():
    x = vector(1, 1, 4, 4)
    y = op.pad(x, op.constant([0] * 4), op.constant([1] * 4), "constant", scalar(3))
    size = op.constant(np.array([2.0, 2.0], np.float32))
    y = op.interpolate(y, size, "linear", "scales", axes=op.constant([2, 3]))
    analysis = analysis_of(y)
    assert analysis.parameters == 0
    assert analysis.sparsity == 0


def test_quantization_ranges_and_scales_have_bytes_but_are_no_parameters():
    x = vector(1, 4)
    y = op.fake_quantize(x, scalar(0), scalar(1), scalar(0), scalar(1), 256)
    codes = op.constant(np.array([[0, 1, 2, 0], [3, 0, 4, 5]], np.int8))
    weights = op.multiply(op.convert(codes, "f32"), op.constant(np.ones((2, 1), np.float32)))
    analysis = analysis_of(op.matmul(y, weights, False, True))
    assert analysis.parameters == 8
    assert analysis.weights_bytes_by_precision == {"f32": 16 + 8, "i8": 8}
    assert analysis.sparsity == 3 / 8


def test_scale_first_and_weights_second():
    x = vector(1, 4)
    codes = op.convert(op.constant(np.ones((2, 4), np.int8)), "f32")
    weights = op.multiply(op.constant(np.ones((2, 1), np.float32)), codes)
    assert analysis_of(op.matmul(x, weights, False, True)).parameters == 8


def test_fake_quantized_weights_count_once():
    x = vector(1, 4)
    ranges = [op.constant(np.full((2, 1), value, np.float32)) for value in (-1, 1, -1, 1)]
    weights = op.fake_quantize(op.constant(np.ones((2, 4), np.float32)), *ranges, 255)
    assert analysis_of(op.matmul(x, weights, False, True)).parameters == 8


def test_zero_points_decide_what_zero_is():
    x = vector(1, 4)
    codes = op.convert(op.constant(np.array([[128, 0, 128, 7], [5, 5, 0, 128]], np.uint8)), "f32")
    points = op.convert(op.constant(np.array([[128], [5]], np.uint8)), "f32")
    weights = op.multiply(op.subtract(codes, points), scalar(0.1))
    analysis = analysis_of(op.matmul(x, weights, False, True))
    assert (analysis.parameters, analysis.layers[0].zeros) == (8, 4)
    assert analysis.weights_bytes == 8 + 2 + 4


@pytest.mark.parametrize(("kind", "zero"), [("u4", 8), ("i4", 0)])
def test_four_bit_weights_in_groups(kind, zero):
    # as NNCF stores them: [rows, groups, group size], a zero point and a scale for each group
    values = np.full((2, 3, 4), 3)
    values[0, 1, :] = zero
    values[1, 2, 0] = zero
    x = vector(1, 12)
    codes = op.convert(op.constant(values, dtype=getattr(ov.Type, kind)), "f16")
    if kind == "u4":
        codes = op.subtract(codes, op.convert(op.constant(np.full((2, 3, 1), 8), dtype=ov.Type.u4), "f16"))
    scaled = op.multiply(codes, op.constant(np.ones((2, 3, 1), np.float16)))
    weights = op.convert(op.reshape(scaled, op.constant([2, 12]), False), "f32")
    analysis = analysis_of(op.matmul(x, weights, False, True))
    assert (analysis.parameters, analysis.layers[0].zeros) == (24, 5)
    assert analysis.weights_bytes_by_precision[kind] == 12 + (3 if kind == "u4" else 0)
    assert analysis.weights_bytes_by_precision["f16"] == 12
    assert analysis.gflop * 1e9 == pytest.approx(2 * 24)


def test_half_precision_weights_behind_a_decompression():
    x = vector(1, 4)
    weights = op.convert(op.constant(np.ones((2, 4), np.float16)), "f32")
    analysis = analysis_of(op.matmul(x, weights, False, True))
    assert analysis.weights_bytes_by_precision == {"f16": 16}
    assert len(analysis.layers) == 1


def test_a_wide_integer_bias_that_is_converted_is_a_parameter():
    x = vector(1, 4)
    bias = op.multiply(op.convert(op.constant(np.arange(4, dtype=np.int32)), "f32"), scalar(0.5))
    analysis = analysis_of(op.add(x, bias))
    assert analysis.weights_bytes_by_precision == {"f32": 4, "i32": 16}


def test_an_embedding_reads_only_its_rows():
    tokens = op.parameter([1, 5], np.int64, name="tokens")
    table = op.constant(np.ones((1000, 8), np.float32))
    layer = analysis_of(op.gather(table, tokens, op.constant(np.array(0)))).layers[0]
    assert (layer.parameters, layer.weights_bytes) == (8000, 32000)
    assert layer.bytes_read == 5 * 8 * 4 + 5 * 8
    assert layer.bytes_written == 5 * 8 * 4


def test_a_slice_reads_what_it_writes_and_a_view_nothing():
    x = vector(4, 100)
    part = op.slice(x, op.constant([0]), op.constant([10]), op.constant([1]), op.constant([1]), name="part")
    layers = layers_of(op.reshape(part, op.constant([40]), False, name="flat"))
    assert (layers["part"].bytes_read, layers["part"].bytes_written) == (160, 160)
    assert (layers["flat"].bytes_read, layers["flat"].bytes_written) == (0, 0)


def test_the_same_tensor_twice_is_read_once():
    x = vector(4, 100)
    assert layers_of(op.multiply(x, x, name="square"))["square"].bytes_read == 1600


def copies(content, count=3):
    """A chain of products, each with a constant of its own that holds `content`, read back from an IR."""
    y = vector(*content.shape[:1])
    for _ in range(count):
        y = op.multiply(y, op.constant(content.copy()))
    return y


def test_copies_of_the_same_weights_count_once(tmp_path):
    content = np.arange(16, dtype=np.float32)
    analysis = analyse(read_graph(save_ir(model_of(copies(content)), tmp_path, compress_to_fp16=False)), "m")
    assert (analysis.parameters, analysis.weights_bytes, analysis.sparsity) == (16, 64, 1 / 16)
    assert [layer.parameters for layer in analysis.layers] == [16, 0, 0]
    assert [layer.bytes_read for layer in analysis.layers] == [128, 128, 128]


@pytest.mark.parametrize("content", [np.zeros(64, np.float32), np.arange(15, dtype=np.float32)], ids=["zeros", "few"])
def test_contents_that_are_equal_by_chance_count_each(tmp_path, content):
    analysis = analyse(read_graph(save_ir(model_of(copies(content)), tmp_path, compress_to_fp16=False)), "m")
    assert analysis.parameters == 3 * content.size
