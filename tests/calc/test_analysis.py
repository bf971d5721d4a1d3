"""What is folded away, loops and branches, what is not counted, and what a model without fixed shapes is told."""

import re

import numpy as np
import openvino as ov
import pytest
from builders.small_graphs import analysis_of, integer, ints, model_of, scalar, w, x
from openvino import opset16 as op

from dlwb.adapters.openvino.graph import read_graph
from dlwb.calc.analysis import analyse
from dlwb.calc.costs import RULES_VERSION
from dlwb.domain.errors import InvalidOptions

pytestmark = pytest.mark.openvino

X, H = 3, 4  # inputs and hidden units of the loops


# --- what an engine computes before the first inference --------------------------------------------


def test_work_on_constants_alone_costs_nothing():
    kernel = op.multiply(op.convert(w(4, 3, 1, 1, dtype=np.float16), "f32"), scalar(2))
    conv = op.convolution(x(1, 3, 8, 8), kernel, [1, 1], [0, 0], [0, 0], [1, 1])
    analysis = analysis_of(conv)
    assert [layer.type for layer in analysis.layers] == ["Convolution"]
    assert analysis.gflop * 1e9 == pytest.approx(2 * 4 * 64 * 3)
    assert analysis.weights_bytes_by_precision == {"f16": 24, "f32": 4}


def test_shapes_of_known_tensors_are_constants():
    data = x(2, 3, 8, 8)
    shape = op.shape_of(data)
    size = op.gather(shape, ints(2, 3), integer(0))
    resized = op.interpolate(op.relu(data), op.multiply(size, ints(2, 2)), "linear", "sizes", axes=ints(2, 3))
    assert [layer.type for layer in analysis_of(resized).layers] == ["ReLU", "Interpolate"]


def test_random_numbers_are_made_anew_every_time():
    noise = op.random_uniform(ints(2, 3), scalar(0), scalar(1), "f32")
    layers = analysis_of(op.add(x(2, 3), noise)).layers
    assert [layer.type for layer in layers] == ["RandomUniform", "Add"]
    assert layers[0].parameters == 0


# --- loops and branches ---------------------------------------------------------------------------


def only(output):
    (layer,) = analysis_of(output).layers
    assert layer.counted
    return layer


def tensor_iterator(steps=5):
    step, state = x(1, X, name="step"), x(1, H, name="state")
    new = op.tanh(op.add(op.matmul(step, w(H, X), False, True), op.matmul(state, w(H, H), False, True)))
    body = ov.Model([new], [step, state], "body")
    node = op.tensor_iterator()
    node.set_body(body)
    node.set_sliced_input(step, x(steps, X).output(0), 0, 1, 1, -1, 0)
    node.set_merged_input(state, x(1, H, name="first").output(0), body.results[0].output(0))
    return node.get_iter_value(body.results[0].output(0), -1)


def test_tensor_iterator_counts_its_body_for_every_step():
    layer = only(tensor_iterator())
    assert layer.mac == 5 * H * (X + H)
    assert layer.flop == 5 * (2 * H * (X + H) + 2 * H)
    assert layer.parameters == H * (X + H)
    assert analysis_of(tensor_iterator()).type_counts == {"Add": 1, "MatMul": 2, "Tanh": 1, "TensorIterator": 1}


def loop(trips):
    value = x(1, H, name="v")
    go_on = op.constant(np.array(True))
    body = ov.Model([op.result(go_on), op.result(op.matmul(value, w(H, H), False, False))], [value], "body")
    count = op.constant(np.array(trips)) if isinstance(trips, int) else trips
    node = op.loop(count, op.constant(np.array(True)))
    node.set_function(body)
    node.set_special_body_ports([-1, 0])
    node.set_merged_input(value, x(1, H).output(0), body.results[1].output(0))
    return node.get_iter_value(body.results[1].output(0), -1)


def test_loop_counts_its_body_for_every_trip():
    layer = only(loop(7))
    assert (layer.mac, layer.flop) == (7 * H * H, 14 * H * H)


def test_loop_of_unknown_length_counts_once_and_is_reported():
    analysis = analysis_of(loop(x(dtype=np.int64, name="trips")))
    assert analysis.gmac * 1e9 == pytest.approx(H * H)
    assert [(u.type, u.count) for u in analysis.uncounted] == [("Loop", 1)]
    assert "number of iterations is not known" in analysis.notes[0]
    assert not analysis.layers[0].counted


def test_if_counts_the_more_expensive_branch_and_says_which():
    first, second = x(4, 4, name="a"), x(4, 4, name="b")
    node = op.if_op(x(dtype=np.bool_, name="condition"))
    then, other = (
        ov.Model([op.relu(first)], [first], "t"),
        ov.Model([op.matmul(second, w(4, 4), False, False)], [second], "e"),
    )
    node.set_then_body(then)
    node.set_else_body(other)
    node.set_input(x(4, 4).output(0), first, second)
    output = node.set_output(then.results[0], other.results[0])
    analysis = analysis_of(output)
    assert analysis.layers[0].flop == 2 * 64
    assert analysis.parameters == 16
    assert "'else' branch" in analysis.notes[0]


# --- what is not counted --------------------------------------------------------------------------


def test_types_without_a_rule_are_listed():
    boxes, scores = x(1, 10, 4, name="b"), x(1, 2, 10, name="s")
    limits = (integer(3), *(scalar(0.5) for _ in range(2)))
    kept = op.non_max_suppression(boxes, scores, *limits, output_type="i64")
    analysis = analysis_of(op.add(op.convert(kept.output(0), "f32"), scalar(1)))
    assert [(u.type, u.count) for u in analysis.uncounted] == [("NonMaxSuppression", 1)]
    layers = {layer.type: layer for layer in analysis.layers}
    assert not layers["NonMaxSuppression"].counted
    # at most 3 boxes of each of 2 classes, 3 numbers each: the largest size is counted, and a note says so
    assert layers["Add"].flop == 18
    assert "the largest possible size is counted" in analysis.notes[0]
    assert analysis.parameters == 1


def test_a_size_that_nothing_bounds_is_reported():
    found = op.non_zero(x(4, 4), "i64")
    free = op.gather(x(100, name="t"), op.reshape(op.convert(found, "i64"), ints(-1), False), integer(0))
    unbounded = op.exp(op.tile(free, op.convert(x(1, name="n"), "i64")))
    analysis = analysis_of(unbounded)
    assert ("Exp", 1) in [(u.type, u.count) for u in analysis.uncounted]
    assert any("its size depends on data" in note for note in analysis.notes)
    assert any("no memory is counted" in note for note in analysis.notes)


def boxes_kept(name):
    """Boxes whose number depends on data, but has an upper end."""
    boxes, scores = x(1, 10, 4, name=f"{name} boxes"), x(1, 2, 10, name=f"{name} scores")
    node = op.non_max_suppression(boxes, scores, integer(3), scalar(0.5), scalar(0.5), output_type="i64")
    node.set_friendly_name(name)
    return node.output(0)


def test_a_note_is_one_line_however_many_operations_it_is_true_of():
    (one,) = analysis_of(boxes_kept("first")).notes
    assert one == "The output of 'first' depends on data; its largest possible size is counted."
    (many,) = analysis_of(*(boxes_kept(name) for name in ("first", "second", "third"))).notes
    pattern = r"The outputs of 3 operations \(first '\w+'\) depend on data; the largest possible size is counted\."
    assert re.fullmatch(pattern, many)


def test_operations_of_bodies_are_in_the_same_line():
    branches = []
    for name in ("first", "second"):
        node = op.if_op(x(dtype=np.bool_, name=f"{name} condition"))
        data = [x(4, 4, name=f"{name} {side}") for side in ("t", "e")]
        bodies = [ov.Model([op.relu(data[0])], [data[0]], "t"), ov.Model([op.exp(op.exp(data[1]))], [data[1]], "e")]
        node.set_then_body(bodies[0])
        node.set_else_body(bodies[1])
        node.set_input(x(4, 4, name=f"{name} data").output(0), *data)
        node.set_friendly_name(name)
        branches.append(node.set_output(bodies[0].results[0], bodies[1].results[0]))
    (note,) = analysis_of(*branches).notes
    pattern = r"2 conditions \(If, first '(first|second)'\): the 'else' branch is counted, the more expensive one\."
    assert re.fullmatch(pattern, note)


# --- the whole ------------------------------------------------------------------------------------


def test_totals_are_sums_over_layers():
    y = op.relu(op.convolution(x(1, 3, 8, 8), w(4, 3, 3, 3), [1, 1], [0, 0], [0, 0], [1, 1]))
    analysis = analysis_of(y)
    assert analysis.model == "m"
    assert analysis.rules_version == RULES_VERSION
    assert analysis.opset == "opset1"
    assert analysis.input_shapes == {"x": (1, 3, 8, 8)}
    assert analysis.type_counts == {"Convolution": 1, "ReLU": 1}
    assert [layer.output_shape for layer in analysis.layers] == [(1, 4, 6, 6)] * 2
    assert analysis.gflop * 1e9 == pytest.approx(sum(layer.flop for layer in analysis.layers))
    assert analysis.gmac * 1e9 == pytest.approx(4 * 36 * 27)
    assert (analysis.memory_min_bytes, analysis.memory_max_bytes) == (768 + 576, 768 + 2 * 576)
    conv = analysis.layers[0]
    assert (conv.bytes_read, conv.bytes_written) == (768 + 432, 576)


def test_all_open_inputs_are_named_with_what_to_give():
    sum_of = op.add(x(-1, 3, -1, -1, name="image"), x(-1, 3, 1, 1, name="offset"))
    with pytest.raises(InvalidOptions) as caught:
        analyse(read_graph(model_of(op.add(sum_of, x(1, name="fixed")))), "m")
    assert [problem.option for problem in caught.value.problems] == ["shapes", "shapes"]
    assert "input 'image' has no fixed shape (?,3,?,?)" in caught.value.message
    assert "'offset'" in caught.value.message
    assert "'fixed'" not in caught.value.message
    assert "image=1,3,224,224 and offset=1,3,1,1" in caught.value.hint
