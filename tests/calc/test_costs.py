"""Cost rules against figures worked out by hand, on real operations of the engine."""

import re
from math import log2
from pathlib import Path

import numpy as np
import openvino as ov
import pytest
from builders.small_graphs import analysis_of, ints, w, x
from openvino import opset1, opset14, opset15
from openvino import opset16 as op

from dlwb.calc.costs import BODIES, RULES, UNCOUNTED
from dlwb.domain.graph import LayerCost

pytestmark = pytest.mark.openvino


def cost(node, kind: str | None = None) -> LayerCost:
    """The only layer of that type (default: the type of `node`) in the model that computes `node`."""
    owner = node.get_node() if isinstance(node, ov.Output) else node
    wanted = kind or {"Relu": "ReLU", "Softmax": "SoftMax"}.get(owner.get_type_name(), owner.get_type_name())
    found = [layer for layer in analysis_of(node).layers if layer.type == wanted]
    assert len(found) == 1, [layer.type for layer in found]
    assert found[0].counted
    return found[0]


def products(node, mac: int, extra: int = 0) -> None:
    layer = cost(node)
    assert (layer.mac, layer.flop, layer.iop) == (mac, 2 * mac + extra, 0)


# --- convolutions ---------------------------------------------------------------------------------


def test_convolution():
    # 8x8, 3 -> 16 channels, 3x3, padding 1: 16·8·8 outputs of 3·9 products
    products(op.convolution(x(1, 3, 8, 8), w(16, 3, 3, 3), [1, 1], [1, 1], [1, 1], [1, 1]), 16 * 64 * 27)


def test_strided_convolution_of_a_batch():
    # (9 - 3) / 2 + 1 = 4 outputs a side
    products(op.convolution(x(5, 3, 9, 9), w(16, 3, 3, 3), [2, 2], [0, 0], [0, 0], [1, 1]), 5 * 16 * 16 * 27)


def test_dilated_convolution():
    # a 3x3 kernel dilated by 2 spans 5: 8 - 5 + 1 = 4 outputs a side, still 9 products each
    products(op.convolution(x(1, 2, 8, 8), w(4, 2, 3, 3), [1, 1], [0, 0], [0, 0], [2, 2]), 4 * 16 * 2 * 9)


def test_convolution_in_one_and_three_dimensions():
    products(op.convolution(x(1, 4, 10), w(6, 4, 3), [1], [0], [0], [1]), 6 * 8 * 12)
    products(op.convolution(x(1, 2, 4, 4, 4), w(3, 2, 2, 2, 2), [1] * 3, [0] * 3, [0] * 3, [1] * 3), 3 * 27 * 16)


def test_bias_is_one_addition_for_each_output():
    conv = op.convolution(x(1, 3, 8, 8), w(16, 3, 1, 1), [1, 1], [0, 0], [0, 0], [1, 1])
    total = analysis_of(op.add(conv, w(1, 16, 1, 1)))
    assert total.gflop * 1e9 == pytest.approx(2 * 16 * 64 * 3 + 16 * 64)
    assert total.parameters == 16 * 3 + 16


def test_group_convolution():
    # 8 channels in 4 groups: each output sees 2 channels; 2 outputs a group
    products(op.group_convolution(x(1, 8, 5, 5), w(4, 2, 2, 3, 3), [1, 1], [0, 0], [0, 0], [1, 1]), 8 * 9 * 2 * 9)


def test_depthwise_convolution():
    products(op.group_convolution(x(1, 8, 5, 5), w(8, 1, 1, 3, 3), [1, 1], [1, 1], [1, 1], [1, 1]), 8 * 25 * 9)


def test_transposed_convolution_is_counted_by_its_inputs():
    # every one of 6·4·4 inputs is spread over 5 channels and 3x3 positions, whatever the stride makes of it
    node = op.convolution_backprop_data(x(1, 6, 4, 4), w(6, 5, 3, 3), strides=[2, 2])
    assert tuple(node.get_output_shape(0)) == (1, 5, 9, 9)
    products(node, 6 * 16 * 5 * 9)


def test_grouped_transposed_convolution():
    node = op.group_convolution_backprop_data(x(1, 6, 4, 4), w(2, 3, 5, 3, 3), strides=[2, 2])
    products(node, 6 * 16 * 5 * 9)


def test_deformable_convolution():
    # 4·6·6 outputs of 2·9 products; each of the 2·9·36 samples is bilinear (7), and 8 with a mask
    data, offsets, weights = x(1, 2, 6, 6), x(1, 18, 6, 6, name="o"), w(4, 2, 3, 3)
    arguments = ([1, 1], [1, 1], [1, 1], [1, 1])
    products(op.deformable_convolution(data, offsets, weights, *arguments), 4 * 36 * 18, 18 * 36 * 7)
    mask = x(1, 9, 6, 6, name="k")
    products(op.deformable_convolution(data, offsets, weights, *arguments, mask), 4 * 36 * 18, 18 * 36 * 8)


def test_binary_convolution_is_integer_work():
    weights = op.constant(np.zeros((2, 8, 3, 3)), dtype=ov.Type.u1)
    node = op.binary_convolution(x(1, 8, 5, 5), weights, [1, 1], [0, 0], [0, 0], [1, 1], "xnor-popcount", 0.0)
    layer = cost(node)
    assert (layer.iop, layer.flop) == (2 * 2 * 9 * 72, 0)
    assert (layer.parameters, layer.weights_bytes) == (144, 18)


# --- matrices -------------------------------------------------------------------------------------


@pytest.mark.parametrize("transpose_a", [False, True])
@pytest.mark.parametrize("transpose_b", [False, True])
def test_matmul_honours_transposes(transpose_a, transpose_b):
    a = x(7, 5) if transpose_a else x(5, 7)
    b = w(3, 7) if transpose_b else w(7, 3)
    products(op.matmul(a, b, transpose_a, transpose_b), 5 * 3 * 7)


def test_matmul_of_a_batch_with_broadcast():
    products(op.matmul(x(4, 1, 5, 7), x(6, 7, 3, name="y"), False, False), 4 * 6 * 5 * 3 * 7)


def test_matmul_of_vectors():
    products(op.matmul(x(7), x(7, name="y"), False, False), 7)
    products(op.matmul(x(7), x(7, 3, name="y"), False, False), 21)
    products(op.matmul(x(5, 7), x(7, name="y"), False, False), 35)
    products(op.matmul(x(7), x(7, 3, name="y"), True, False), 21)


def test_attention():
    # 2 batches, 4 heads, 6 queries, 9 keys of 8 numbers, values of 10; scale and softmax cost 1 + 5 a score
    q, k, v = x(2, 4, 6, 8), x(2, 4, 9, 8, name="k"), x(2, 4, 9, 10, name="v")
    scores = 2 * 4 * 6 * 9
    products(op.scaled_dot_product_attention(q, k, v), scores * (8 + 10), 6 * scores)
    products(op.scaled_dot_product_attention(q, k, v, x(6, 9, name="m")), scores * (8 + 10), 7 * scores)
    products(op.scaled_dot_product_attention(q, k, v, causal=True), scores * (8 + 10), 7 * scores)


@pytest.mark.parametrize(
    ("equation", "shapes", "mac", "flop"),
    [
        ("ij,jk->ik", [(5, 7), (7, 3)], 105, 210),
        ("bhid,bhjd->bhij", [(2, 4, 6, 8), (2, 4, 9, 8)], 2 * 4 * 6 * 9 * 8, 2 * 2 * 4 * 6 * 9 * 8),
        ("...ij,...jk->...ik", [(2, 5, 7), (2, 7, 3)], 210, 420),
        ("...ij,jk->...ik", [(2, 4, 5, 7), (7, 3)], 840, 1680),
        ("i,j->ij", [(5,), (7,)], 0, 35),
        ("ij->i", [(5, 7)], 0, 35),
        ("ij->ji", [(5, 7)], 0, 0),
        ("ij,jk,kl->il", [(5, 7), (7, 3), (3, 2)], 5 * 7 * 3 + 5 * 3 * 2, 2 * (105 + 30)),
    ],
)
def test_einsum(equation, shapes, mac, flop):
    inputs = [x(*shape, name=f"x{i}") for i, shape in enumerate(shapes)]
    layer = cost(op.einsum(inputs, equation))
    assert (layer.mac, layer.flop) == (mac, flop)


def test_fourier_transforms():
    # 5·N·log2(N) for each complex transform of N points, half of it for real data
    assert cost(op.dft(x(3, 16, 2), ints(1))).flop == 3 * 5 * 16 * 4
    assert cost(op.idft(x(3, 8, 4, 2), ints(1, 2))).flop == 3 * 5 * 32 * 5
    assert cost(op.dft(x(3, 16, 2), ints(-1))).flop == 3 * 5 * 16 * 4
    assert cost(op.rdft(x(3, 16), ints(1))).flop == 3 * 5 * 16 * 4 / 2
    assert cost(op.rdft(x(3, 16), ints(1), ints(8))).flop == 3 * 5 * 8 * 3 / 2
    assert cost(op.irdft(x(3, 9, 2), ints(1))).flop == 3 * 5 * 16 * 4 / 2


def test_short_time_fourier_transform():
    # frames of 16 every 8 of 64 numbers: 7 frames, each windowed (16) and transformed (2.5·16·4)
    node = op.stft(x(64), w(16), op.constant(np.array(16)), op.constant(np.array(8)), False)
    assert cost(node).flop == 7 * (16 + 2.5 * 16 * 4)


def test_matrix_inverse():
    assert cost(opset14.inverse(x(2, 4, 4))).flop == 2 * 2 * 4**3


# --- recurrent ------------------------------------------------------------------------------------

N, T, X, H = 2, 5, 3, 4  # batch, steps, inputs, hidden units


def test_lstm():
    # 4 gates of H·(X + H) products; beside them 23·H: sums 8, sigmoids 9, tanh 2, state 4
    cell = op.lstm_cell(x(N, X), x(N, H, name="h"), x(N, H, name="c"), w(16, X), w(16, H), w(16), H)
    products(cell, N * 4 * H * (X + H), N * 23 * H)
    sequence = op.lstm_sequence(
        x(N, T, X),
        x(N, 1, H, name="h"),
        x(N, 1, H, name="c"),
        ints(T, T),
        w(1, 16, X),
        w(1, 16, H),
        w(1, 16),
        H,
        "forward",
    )
    products(sequence, N * T * 4 * H * (X + H), N * T * 23 * H)
    assert cost(sequence).parameters == 16 * (X + H + 1)


def test_bidirectional_gru():
    # 3 gates, two directions; beside the products 18·H: sums 6, sigmoids 6, tanh 1, reset 1, state 4
    node = op.gru_sequence(
        x(N, T, X), x(N, 2, H, name="h"), ints(T, T), w(2, 12, X), w(2, 12, H), w(2, 12), H, "bidirectional"
    )
    products(node, 2 * N * T * 3 * H * (X + H), 2 * N * T * 18 * H)


def test_rnn():
    node = op.rnn_cell(x(N, X), x(N, H, name="h"), w(H, X), w(H, H), w(H), H, ["tanh"], [], [])
    products(node, N * H * (X + H), N * 3 * H)


# --- everything else ------------------------------------------------------------------------------

D = (2, 3, 8, 8)
SIZE = 2 * 3 * 8 * 8


@pytest.mark.parametrize(
    ("make", "flop"),
    [
        (op.relu, SIZE),
        (lambda d: op.clamp(d, 0, 6), 2 * SIZE),
        (op.sigmoid, 3 * SIZE),
        (op.swish, 4 * SIZE),
        (op.tanh, SIZE),
        (lambda d: op.gelu(d, "erf"), 5 * SIZE),
        (lambda d: op.gelu(d, "tanh"), 9 * SIZE),
        (op.hswish, 5 * SIZE),
        (lambda d: op.power(d, op.constant(np.float32(2))), SIZE),
        (lambda d: op.squared_difference(d, x(1, 3, 1, 1, name="y")), 2 * SIZE),
        (lambda d: op.greater(d, op.constant(np.float32(0))), SIZE),
        (lambda d: op.softmax(d, 1), 5 * SIZE),
        (lambda d: op.log_softmax(d, 1), 5 * SIZE),
        (lambda d: op.mvn(d, ints(2, 3), True, 1e-5, "inside_sqrt"), 5 * SIZE),
        (lambda d: op.mvn(d, ints(2, 3), False, 1e-5, "inside_sqrt"), 2 * SIZE),
        (lambda d: op.normalize_l2(d, ints(1), 1e-5, "add"), 3 * SIZE),
        (lambda d: op.lrn(d, ints(1), size=5), SIZE * 10),
        (lambda d: op.group_normalization(d, w(3), w(3), 3, 1e-5), 7 * SIZE),
        (lambda d: op.batch_norm_inference(d, w(3), w(3), w(3), w(3), 1e-5), 2 * SIZE),
        (lambda d: op.fake_quantize(d, *(op.constant(np.float32(v)) for v in (0, 1, 0, 1)), 256), 7 * SIZE),
        (lambda d: op.reduce_sum(d, ints(2, 3)), SIZE),
        (lambda d: op.reduce_mean(d, ints(2, 3)), SIZE + 6),
        (lambda d: op.reduce_l2(d, ints(2, 3)), 2 * SIZE + 6),
        (lambda d: op.cum_sum(d, op.constant(np.array(1))), SIZE),
        (lambda d: opset1.max_pool(d, [2, 2], [0, 0], [0, 0], [3, 3]), 6 * 9 * 9),
        (lambda d: op.max_pool(d, [1, 1], [1, 1], [0, 0], [0, 0], [2, 2]).output(0), 6 * 49 * 4),
        (lambda d: op.avg_pool(d, [2, 2], [0, 0], [0, 0], [2, 2], True), 6 * 16 * 4),
        (lambda d: op.adaptive_avg_pool(d, ints(3, 3)), 6 * 9 * 9),
        (lambda d: op.topk(d, op.constant(np.array(4)), 3, "max", "value").output(0), SIZE * 2),
        (lambda d: op.interpolate(d, ints(16, 16), "linear", "sizes", axes=ints(2, 3)), 4 * SIZE * 7),
        (lambda d: op.interpolate(d, ints(16, 16), "nearest", "sizes", axes=ints(2, 3)), 0),
        (lambda d: op.interpolate(d, ints(8, 16), "cubic", "sizes", axes=ints(2, 3)), 2 * SIZE * 7),
        (
            lambda d: op.region_yolo(op.reshape(d, ints(2, 12, 4, 4), False), 4, 1, 2, True, [0, 1], 1, 3),
            2 * 16 * 2 * 14,
        ),
        (lambda d: op.roi_align(d, x(5, 4, name="r"), ints(0, 0, 0, 0, 0), 2, 2, 2, 1.0, "avg"), 5 * 3 * 4 * 4 * 8),
        (lambda d: op.grid_sample(d, x(2, 5, 5, 2, name="g"), {"mode": "bilinear"}), 6 * 25 * 7),
        (lambda d: op.transpose(d, ints(0, 2, 3, 1)), 0),
        (lambda d: op.concat([d, d], 1), 0),
        (lambda d: op.logical_not(op.convert(d, "boolean")), 0),
        (lambda d: op.bucketize(d, w(16), "i32"), SIZE * log2(16)),
        (
            lambda d: op.scatter_elements_update(
                d, op.convert(x(*D, name="i"), "i64"), x(*D, name="u"), ints(1), "sum"
            ),
            SIZE,
        ),
    ],
)
def test_elementwise_and_reductions(make, flop):
    layer = cost(make(x(*D)))
    assert layer.flop == flop
    assert layer.mac == 0
    assert layer.iop == 0


def test_embedding_bags():
    indices = x(4, 6, dtype=np.int64, name="i")
    node = opset15.embedding_bag_packed(w(10, 8), indices, x(4, 6, name="s"))
    assert cost(node).flop == 4 * 6 * 8 * 2
    assert cost(opset15.embedding_bag_packed(w(10, 8), indices)).flop == 4 * 6 * 8


def test_arithmetic_on_indices_is_not_floating_point():
    layer = cost(op.add(x(8, dtype=np.int64), ints(1)))
    assert (layer.flop, layer.iop, layer.parameters, layer.counted) == (0, 0, 0, True)


def test_every_type_of_every_operation_set_has_a_rule_or_a_reason():
    headers = Path(ov.__file__).parent / "include" / "openvino" / "opsets"
    types = set()
    for table in headers.glob("opset*_tbl.hpp"):
        types |= set(re.findall(r"^_OPENVINO_OP_REG\((\w+), ov::op", table.read_text(), re.M))
    assert len(types) > 180
    ir_names = {{"Relu": "ReLU", "Softmax": "SoftMax"}.get(kind, kind) for kind in types}
    assert sorted(ir_names - RULES.keys() - BODIES.keys() - UNCOUNTED.keys()) == []
    assert not RULES.keys() & UNCOUNTED.keys()
