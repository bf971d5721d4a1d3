"""Which inputs still need a shape, given what the user said."""

import pytest

from dlwb.calc.shapes import missing_shapes
from dlwb.domain.model import DimRange, TensorSpec

ANY = DimRange()
PICTURE = TensorSpec("image", (ANY, 3, ANY, ANY), "f32", "NCHW")
TOKENS = TensorSpec("ids", (ANY, ANY), "i64")


def test_every_open_input_is_named_with_an_example():
    error = missing_shapes((PICTURE, TOKENS, TensorSpec("fixed", (1, 2), "f32")), {}, None)
    assert [problem.option for problem in error.problems] == ["shapes", "shapes"]
    assert error.problems[0].message == "input 'image' has no fixed shape (?,3,?,?)."
    assert "image=1,3,224,224 and ids=1,128" in error.hint


@pytest.mark.parametrize(
    ("inputs", "given", "batch"),
    [
        ((TensorSpec("x", (1, 3, 8, 8), "f32"),), {}, None),
        ((PICTURE,), {"image": (1, 3, 32, 32)}, None),
        ((PICTURE,), {"": (1, 3, 32, 32)}, None),
        ((PICTURE,), {"image": (ANY, 3, 32, 32)}, 4),
        ((TensorSpec("x", (ANY, 3, 8, 8), "f32"),), {}, 2),
        ((TensorSpec("x", (3, ANY), "f32", "CN"),), {}, 2),
        ((TensorSpec("scalar", (), "f32"),), {}, 2),
        ((TensorSpec("nothing known", None, "f32"),), {"": (1, 3)}, None),
        ((), {}, None),
    ],
)
def test_what_was_said_is_enough(inputs, given, batch):
    assert missing_shapes(inputs, given, batch) is None


@pytest.mark.parametrize(
    ("inputs", "given", "batch", "open_ones"),
    [
        ((PICTURE,), {}, 4, ["image"]),
        ((PICTURE,), {"image": (1, 3, ANY, 32)}, None, ["image"]),
        ((PICTURE, TOKENS), {"ids": (1, 8)}, None, ["image"]),
        ((TensorSpec("x", (ANY, 3), "f32", "CH"),), {}, 2, ["x"]),
        ((TensorSpec("x", (DimRange(1, 8), 3), "f32"),), {}, None, ["x"]),
        ((TensorSpec("x", None, "f32"),), {}, 2, ["x"]),
    ],
)
def test_what_was_said_is_not_enough(inputs, given, batch, open_ones):
    error = missing_shapes(inputs, given, batch)
    assert [problem.message.split("'")[1] for problem in error.problems] == open_ones


@pytest.mark.parametrize(
    ("inputs", "given", "batch"),
    [
        ((PICTURE,), {"the input's other name": (1, 3, 32, 32)}, None),
        ((TensorSpec("x", (3, ANY), "f32", "...N"),), {}, 2),
    ],
)
def test_what_only_the_engine_can_tell_is_left_to_it(inputs, given, batch):
    assert missing_shapes(inputs, given, batch) is None
