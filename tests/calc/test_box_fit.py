"""Boxes fit their picture afterwards, and what had to be done is counted."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.box_fit import BAD_OUTLINE, CLIPPED, OUTSIDE, fitted
from dlwb.calc.run_lengths import text_of
from dlwb.domain.dataset import Box

number = st.floats(-300, 300)


@given(number, number, number, number)
def test_what_is_kept_lies_in_the_picture_within_a_pixel(x0, y0, x1, y1):
    boxes, remarks = fitted((Box(0, x0, y0, x1, y1),), 100, 50, relative=False)
    assert len(boxes) + remarks[OUTSIDE] == 1
    for box in boxes:
        assert -1 <= box.x0 <= box.x1 <= 101
        assert -1 <= box.y0 <= box.y1 <= 51


@given(st.floats(0, 100), st.floats(0, 50), st.floats(0, 100), st.floats(0, 50))
def test_what_fits_is_not_touched(a, b, c, d):
    box = Box(3, min(a, c), min(b, d), max(a, c), max(b, d), difficult=True, area=7.0)
    assert fitted((box,), 100, 50, relative=False) == ((box,), {})


def test_a_box_outside_the_picture_is_clipped_and_counted():
    boxes, remarks = fitted((Box(0, -20, 10, 120, 40),), 100, 50, relative=False)
    assert boxes == (Box(0, 0, 10, 100, 40),)
    assert remarks == {CLIPPED: 1}


@pytest.mark.parametrize("corners", [(110, 0, 120, 9), (30, 9, 20, 12), (math.nan, 0, 1, 1), (0, 0, math.inf, 1)])
def test_a_box_that_is_nowhere_is_left_out_and_counted(corners):
    assert fitted((Box(0, *corners),), 100, 50, relative=False) == ((), {OUTSIDE: 1})


def test_fractions_become_pixels():
    box = Box(0, 0.1, 0.2, 0.5, 1.0, polygons=((0.1, 0.2, 0.5, 0.2, 0.5, 1.0),))
    boxes, remarks = fitted((box,), 100, 50, relative=True)
    assert boxes == (Box(0, 10, 10, 50, 50, polygons=((10, 10, 50, 10, 50, 50),)),)
    assert not remarks


@pytest.mark.parametrize("rle", [text_of([100, 50, 4850]), ""])
def test_run_lengths_of_the_right_size_are_kept(rle):
    boxes, remarks = fitted((Box(0, 0, 0, 9, 9, rle=rle),), 100, 50, relative=False)
    assert boxes[0].rle == rle
    assert not remarks


@pytest.mark.parametrize(
    "outline",
    [
        {"rle": text_of([100, 50, 4851])},
        {"rle": "!"},
        {"polygons": ((1.0, 2.0, 3.0, 4.0),)},
        {"polygons": ((1.0, 2.0, 3.0, 4.0, 5.0, math.nan),)},
    ],
)
def test_an_outline_that_does_not_fit_is_left_out_and_the_box_kept(outline):
    boxes, remarks = fitted((Box(0, 0, 0, 9, 9, **outline),), 100, 50, relative=False)
    assert boxes == (Box(0, 0, 0, 9, 9),)
    assert remarks == {BAD_OUTLINE: 1}
