"""The class of each pixel, chosen block by block: the same as asking every pixel for its largest score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.accuracy.records import pixel_record
from dlwb.calc.detections import pixels
from dlwb.calc.detections.pixels import decode_pixels, segmented
from dlwb.calc.masks import decode
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import NO_CLASS
from dlwb.domain.dataset import Sample
from dlwb.domain.output_adapter import Segmentation

SCORE = st.sampled_from([0.0, 0.25, 0.5, 1.0, -1.0, float("nan"), float("inf"), float("-inf")])


def drawn(found):
    """A prediction as a map of classes."""
    classes = np.full((found.height, found.width), -1)
    for label, mask in zip(found.labels, found.masks, strict=True):
        classes[decode(mask, (found.width, found.height))] = label
    return classes


@given(st.integers(2, 5), st.integers(1, 6), st.integers(1, 6), st.data())
def test_ties_go_to_the_first_and_a_pixel_with_a_score_that_is_no_number_has_no_class(classes, height, width, data):
    size = classes * height * width
    values = data.draw(st.lists(SCORE, min_size=size, max_size=size))
    scores = np.array(values, np.float32).reshape(1, classes, height, width)
    frame = Frame(width, height, width, height, 1.0, 1.0)
    for settings, array in (
        (Segmentation("o"), scores),
        (Segmentation("o", layout="NHWC"), np.ascontiguousarray(scores.transpose(0, 2, 3, 1))),
    ):
        found = drawn(decode_pixels(settings, {"o": array}, [frame])[0])
        wanted = np.where(np.isnan(scores[0]).any(axis=0), NO_CLASS, scores[0].argmax(axis=0))
        assert np.array_equal(found, wanted)


def test_a_single_score_or_a_chosen_class_that_is_no_number_is_no_class():
    frame = Frame(4, 1, 4, 1, 1.0, 1.0)
    one = np.array([[[[0.9, np.nan, 0.1, np.nan]]]], np.float32)
    assert drawn(decode_pixels(Segmentation("o"), {"o": one}, [frame])[0]).tolist() == [[1, NO_CLASS, 0, NO_CLASS]]
    for values in (np.array([2.0, np.nan, np.inf, -1.0], np.float16), np.array([2, -1, -1, -7])):
        settings = Segmentation("o", "NHW", chosen=True, first_label=1)
        found = drawn(decode_pixels(settings, {"o": values.reshape(1, 1, 4)}, [frame])[0])
        assert found.tolist() == [[3, NO_CLASS, NO_CLASS, NO_CLASS]]


def test_pixels_without_a_class_are_wrong_and_only_they():
    frame = Frame(2, 1, 2, 1, 1.0, 1.0)
    scores = np.array([[[[1, np.nan]], [[0, 0]]]], np.float32)
    (found,) = decode_pixels(Segmentation("o", smooth=False), {"o": scores}, [frame])
    record = pixel_record(Sample("a", 2, 1, mask="m"), found, np.zeros((1, 2), np.uint8), 255)
    assert record.cells == ((0, 0, 1), (0, NO_CLASS, 1))
    assert record.score == 0.5


@pytest.mark.parametrize("classes", [2, 21, 300])
@pytest.mark.parametrize("smooth", [False, True])
def test_blocks_do_not_show(monkeypatch, classes, smooth):
    scores = np.random.default_rng(classes).normal(size=(1, classes, 9, 8)).astype(np.float32)
    settings = Segmentation("o", smooth=smooth)
    frame = Frame(31, 23, 80, 90, 80 / 31, 90 / 23)
    whole = decode_pixels(settings, {"o": scores}, [frame])
    monkeypatch.setattr(pixels, "_BLOCK", 7)
    assert decode_pixels(settings, {"o": scores}, [frame]) == whole
    assert len(whole[0].labels) > 1


@given(st.lists(st.sampled_from([0, 1, 2, 255]), min_size=12, max_size=12), st.data())
def test_a_record_counts_every_pixel_that_counts(true, data):
    truth = np.array(true, np.uint8).reshape(3, 4)
    values = data.draw(st.lists(st.sampled_from([0, 1, 2, 300]), min_size=12, max_size=12))
    given_ = np.array(values, np.uint16).reshape(3, 4)
    record = pixel_record(Sample("a", 4, 3, mask="m"), segmented(given_), truth, 255)
    wanted = {}
    for t, g in zip(truth.ravel().tolist(), given_.ravel().tolist(), strict=True):
        if t != 255:
            wanted[t, g] = wanted.get((t, g), 0) + 1
    assert record.cells == tuple((t, g, n) for (t, g), n in sorted(wanted.items()))
