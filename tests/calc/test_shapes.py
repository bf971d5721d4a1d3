"""Which inputs still need a shape, given what the user said."""

import pytest

from dlwb.calc.shapes import missing_shapes
from dlwb.domain.model import DimRange, ShapeExample, TensorSpec

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


DATA = TensorSpec("data", (ANY, ANY), "f32", example=ShapeExample((1, 256), "trial"))
STATE = TensorSpec("state", (2, ANY, 4), "f32", example=ShapeExample((2, 1, 4), "trial"))
BATCHED = TensorSpec("image 1", (ANY, 3, ANY, ANY), "f32", example=ShapeExample((1, 3, 640, 480), "file"))


@pytest.mark.parametrize(
    ("inputs", "given", "batch", "hint", "typed"),
    [
        (
            (DATA, STATE, TensorSpec("rate", (), "i64")),
            {},
            None,
            "Give a shape for each; the network takes data=1,256 and state=2,1,4.",
            "--shape data=1,256 --shape state=2,1,4",
        ),
        # The state has the batch elsewhere, and what was given may not go with the example of the other input.
        ((DATA, STATE), {}, 2, "Leave the batch out and give a shape for each; the network takes data=1,256 and", None),
        ((DATA, STATE), {"data": (4, 256)}, None, None, "--shape data=1,256 --shape state=2,1,4"),
        ((BATCHED,), {}, 4, "the file names image 1=4,3,640,480.", "--shape 'image 1=4,3,640,480'"),
        # One input without an example that was tried: what is shown is only how to write it.
        ((DATA, TOKENS), {}, None, "for example data=1,128 and ids=1,128", None),
    ],
)
def test_what_was_tried_at_import_is_named(inputs, given, batch, hint, typed):
    error = missing_shapes(inputs, given, batch)
    assert hint is None or hint in error.hint
    assert typed is None or typed == error.terminal
