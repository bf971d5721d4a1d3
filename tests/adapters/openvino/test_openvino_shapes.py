"""Static shapes and batches on real models, and what a person is told when they do not fit."""

import numpy as np
import openvino as ov
import pytest
from openvino import opset16 as op

from dlwb.adapters.openvino.shapes import batch_size, input_name, reshape, set_batch, shape_of, static_shapes
from dlwb.domain.errors import InvalidOptions
from dlwb.domain.model import DimRange

pytestmark = pytest.mark.openvino


def conv_model(shape=(-1, 3, 8, 8), *, flat_batch: int = 0, layout: str | None = None) -> ov.Model:
    """Convolution, then a reshape to [flat_batch, 256]: 0 keeps the batch, 1 fixes it."""
    data = op.parameter(list(shape), np.float32, name="image")
    if layout:
        data.set_layout(ov.Layout(layout))
    conv = op.convolution(data, np.zeros((4, 3, 3, 3), np.float32), [1, 1], [1, 1], [1, 1], [1, 1])
    flat = op.reshape(conv, np.array([flat_batch, 256], np.int64), flat_batch == 0, name="flatten")
    return ov.Model([op.result(flat)], [data], "conv")


def two_inputs(first, second, layouts=("", "")) -> ov.Model:
    """Two inputs that do not meet."""
    params = [op.parameter(list(first), np.float32, name="a"), op.parameter(list(second), np.float32, name="b")]
    for param, layout in zip(params, layouts, strict=True):
        if layout:
            param.set_layout(ov.Layout(layout))
    return ov.Model([op.result(op.relu(param)) for param in params], params, "two")


def problem_of(call) -> InvalidOptions:
    with pytest.raises(InvalidOptions) as caught:
        call()
    return caught.value


def test_reshape_by_name_and_by_the_empty_name():
    model = conv_model()
    reshape(model, {"image": (2, 3, 8, 8)})
    assert static_shapes(model) == {"image": (2, 3, 8, 8)}
    reshape(model, {"": (5, 3, 8, 8)})
    assert static_shapes(model) == {"image": (5, 3, 8, 8)}


def test_reshape_accepts_any_tensor_name():
    model = conv_model()
    model.inputs[0].set_names({"pixels", "other"})
    reshape(model, {"pixels": (1, 3, 8, 8)})
    reshape(model, {"other": (2, 3, 8, 8)})
    reshape(model, {"image": (3, 3, 8, 8)})
    assert static_shapes(model) == {"other": (3, 3, 8, 8)}
    assert input_name(model.inputs[0]) == "other"


def test_reshape_to_a_range():
    model = conv_model()
    reshape(model, {"image": (DimRange(1, 8), 3, 8, 8)})
    assert shape_of(model.inputs[0]) == (DimRange(1, 8), 3, 8, 8)
    reshape(model, {"image": (DimRange(2), 3, 8, 8)})
    assert shape_of(model.inputs[0]) == (DimRange(2, None), 3, 8, 8)


def test_all_wrong_shapes_are_reported_at_once():
    model = two_inputs((1, 3), (1, 3))
    error = problem_of(lambda: reshape(model, {"x": (1,), "a": (1, 2, 3), "b": (0, 3)}))
    assert [p.option for p in error.problems] == ["shapes"] * 3
    assert "there is no input 'x'" in error.message
    assert "input 'a' has 2 dimensions (1,3), not 3 (1,2,3)" in error.message
    assert "input 'b' cannot have a dimension of 0" in error.message
    assert "'a' = 1,3, 'b' = 1,3" in error.hint


@pytest.mark.parametrize("bad", [(2**31, 3), (DimRange(1, 2**31), 3), (DimRange(3, 2), 3)])
def test_impossible_dimensions_are_refused(bad):
    assert "the largest is" in problem_of(lambda: reshape(two_inputs((1, 3), (1, 3)), {"a": bad})).message


def test_the_empty_name_needs_a_single_input():
    assert "say which input" in problem_of(lambda: reshape(two_inputs((1, 3), (1, 3)), {"": (1, 3)})).message


def test_the_same_input_under_two_names_is_refused():
    model = conv_model()
    error = problem_of(lambda: reshape(model, {"": (1, 3, 8, 8), "image": (2, 3, 8, 8)}))
    assert "given twice" in error.message


def test_a_shape_the_model_cannot_take_names_the_operation_and_changes_nothing():
    model = conv_model((1, 3, 8, 8), flat_batch=1)
    error = problem_of(lambda: reshape(model, {"image": (1, 3, 9, 9)}))
    assert "operation 'flatten' (Reshape)" in error.message
    assert "'image' = 1,3,8,8" in error.hint
    assert static_shapes(model) == {"image": (1, 3, 8, 8)}


def test_the_largest_number_of_32_bits_is_no_upper_end():
    port = op.parameter(ov.PartialShape([ov.Dimension(0, 2**31 - 1), ov.Dimension(1, 8)]), np.float32).output(0)
    assert shape_of(port) == (DimRange(0, None), DimRange(1, 8))


def test_set_batch_uses_the_layout():
    model = conv_model(layout="NCHW")
    set_batch(model, 4)
    assert static_shapes(model) == {"image": (4, 3, 8, 8)}
    model = two_inputs((3, -1), (2, 7), ("CN", "HW"))
    set_batch(model, 5)
    assert static_shapes(model) == {"a": (3, 5), "b": (2, 7)}
    assert batch_size(model, None) == 5


def test_set_batch_without_layouts_uses_the_first_dimension_when_inputs_agree():
    model = two_inputs((1, 3), (-1, 7))
    set_batch(model, 6)
    assert static_shapes(model) == {"a": (6, 3), "b": (6, 7)}


def test_set_batch_without_layouts_refuses_when_inputs_disagree():
    error = problem_of(lambda: set_batch(two_inputs((1, 3), (2, 7)), 6))
    assert error.problems[0].option == "batch"
    assert "do not share their first dimension" in error.message
    assert "N" in error.hint


def test_a_fixed_batch_is_explained():
    model = conv_model((1, 3, 8, 8), flat_batch=1)
    error = problem_of(lambda: set_batch(model, 4))
    assert "the batch is fixed to 1" in error.message
    assert "'flatten'" in error.message
    assert error.terminal == "--batch 1"
    assert static_shapes(model) == {"image": (1, 3, 8, 8)}
    set_batch(model, 1)


def test_a_free_batch_that_does_not_fit_is_not_to_be_made_free():
    data, state = op.parameter([-1, 4], np.float32, name="data"), op.parameter([-1, -1, 4], np.float32, name="state")
    joined = op.concat([op.unsqueeze(data, np.array([0], np.int64)), state], 0, name="join")
    model = ov.Model([op.result(joined)], [data, state], "recurrent")
    reshape(model, {"state": (DimRange(), 1, 4)})
    error = problem_of(lambda: set_batch(model, 3))
    assert "'join'" in error.message
    assert "dynamic batch" not in error.hint
    assert error.terminal == "--shape NAME=SHAPE"


def test_impossible_batches():
    assert "smallest batch is 1" in problem_of(lambda: set_batch(conv_model(), 0)).message
    assert "no input has a batch" in problem_of(lambda: set_batch(two_inputs((), ()), 2)).message


def test_open_shapes_are_named_with_an_example():
    error = problem_of(lambda: static_shapes(conv_model((-1, 3, -1, 8))))
    assert "input 'image' has no fixed shape (?,3,?,8)" in error.message
    assert "image=1,3,224,8" in error.hint


def test_static_shapes_of_scalars():
    assert static_shapes(two_inputs((), (2,))) == {"a": (), "b": (2,)}


def taken_apart(shape, layout: str | None = None) -> ov.Model:
    """A model whose output has no dimension of its input: the largest elements of all."""
    data = op.parameter(list(shape), np.float32, name="data")
    if layout:
        data.set_layout(ov.Layout(layout))
    flat = op.reshape(data, np.array([1, -1], np.int64), False)
    return ov.Model([op.result(op.reduce_max(flat, np.array([1], np.int64), True))], [data], "apart")


@pytest.mark.parametrize("shape", [(3, 8, 8), (16000,), (20, 1, 8)])
def test_a_first_dimension_that_the_outputs_do_not_share_is_no_batch(shape):
    assert batch_size(taken_apart(shape), None) == 1


def test_a_first_dimension_that_all_tensors_share_is_the_batch():
    assert batch_size(conv_model((8, 3, 8, 8)), None) == 8
    assert batch_size(two_inputs((8, 3), (8,)), None) == 8
    assert batch_size(two_inputs((8, 3), (4, 3)), None) == 1


def test_a_layout_or_the_batch_that_was_asked_for_needs_no_such_guess():
    assert batch_size(taken_apart((4, 3, 8, 8), "NCHW"), None) == 4
    assert batch_size(taken_apart((3, 8, 8), "CHW"), None) == 1
    model = taken_apart((2, 3, 8, 8))
    set_batch(model, 5)
    assert batch_size(model, 5) == 5
