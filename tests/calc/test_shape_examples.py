"""Sizes to try on a network whose inputs take any."""

import pytest

from dlwb.calc.shape_examples import examples
from dlwb.domain.model import DimRange, TensorSpec

ANY = DimRange()


def spec(name, *shape, layout=None):
    return TensorSpec(name, shape, "f32", layout)


def first(inputs, names=None, picture=None):
    return next(examples(inputs, names or {}, picture), None)


@pytest.mark.parametrize(
    ("shape", "layout", "sizes"),
    [
        ((ANY, 3, ANY, ANY), None, (1, 3, 224, 224)),
        ((ANY, ANY, ANY, 3), None, (1, 224, 224, 3)),
        ((ANY, ANY, ANY, ANY), None, (1, 3, 224, 224)),
        ((ANY, ANY, ANY, ANY), "NHWC", (1, 224, 224, 3)),
        ((ANY, 3, DimRange(1, 64), DimRange(300)), None, (1, 3, 64, 300)),
        ((ANY, ANY), None, (1, 128)),
        ((ANY, 80, ANY), None, (1, 80, 128)),
        ((2, ANY, 8), None, (2, 128, 8)),
    ],
)
def test_the_most_usual_comes_first(shape, layout, sizes):
    assert first([spec("x", *shape, layout=layout)]) == {"x": sizes}


def test_a_picture_with_channels_last_is_tried_where_nothing_says_which():
    tried = [found["x"] for found in examples([spec("x", ANY, ANY, ANY, ANY)], {})]
    assert (1, 224, 224, 3) in tried
    assert len(tried) == len(set(tried))


def test_of_an_unknown_number_of_dimensions_several_are_tried():
    ranks = {len(found["x"]) for found in examples([TensorSpec("x", None, "f32")], {})}
    assert ranks == {2, 3, 4}


def test_equal_names_are_equal_sizes_and_sums_are_sums():
    inputs = [spec("ids", ANY, ANY), spec("past", ANY, 2, ANY, 8), spec("mask", ANY, ANY)]
    names = {"ids": ("b", "new"), "past": ("b", None, "old", None), "mask": ("b", "old + new")}
    found = first(inputs, names)
    assert found["mask"] == (1, found["past"][2] + found["ids"][1])
    assert found["past"][0] == 1


def test_a_state_has_the_batch_in_its_second_dimension():
    inputs = [spec("data", ANY, ANY), spec("h", 2, ANY, 64)]
    assert first(inputs) == {"data": (1, 128), "h": (2, 1, 64)}
    assert first(inputs, {"data": ("n", "t"), "h": (None, "n", None)}) == {"data": (1, 128), "h": (2, 1, 64)}
    assert first(inputs, {"data": ("n", "t"), "h": (None, "t", None)}) == {"data": (1, 128), "h": (2, 128, 64)}


def test_a_word_for_any_size_is_no_name():
    assert first([spec("x", ANY, 3, ANY, ANY)], {"x": ("?", None, "?", "?")}) == {"x": (1, 3, 224, 224)}


def test_a_size_of_pictures_is_for_pictures():
    assert first([spec("x", ANY, 3, ANY, ANY)], picture=(640, 480)) == {"x": (1, 3, 640, 480)}
    assert first([spec("x", ANY, ANY)], picture=(640, 480)) is None
