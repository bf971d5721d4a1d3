"""Classification and segmentation."""

import numpy as np
import pytest

from dlwb.calc.detections.decode import decode
from dlwb.calc.detections.pixels import segmented
from dlwb.calc.detections.sampling import sample
from dlwb.calc.masks import decode as mask_of
from dlwb.calc.preprocessing.frame import frame_of
from dlwb.domain.errors import InputError
from dlwb.domain.output_adapter import Activation, Classification, Segmentation
from dlwb.domain.preprocessing import PadPosition, Resize, ResizeRule

FRAME = frame_of((8, 8), (8, 8), Resize())


def test_classes_come_by_falling_score_and_equal_ones_in_order():
    scores = np.array([[0.1, 0.4, 0.1, 0.4]], np.float32)
    (said,) = decode(Classification("x"), {"x": scores}, [FRAME])
    assert said.labels == (1, 3, 0, 2)
    assert said.scores == pytest.approx((0.4, 0.4, 0.1, 0.1))


def test_a_class_without_a_number_is_left_out():
    scores = np.array([[np.nan, 0.2, -np.inf, 0.5], [0.3, 0.1, np.inf, 0.2]], np.float32)
    first, second = decode(Classification("x"), {"x": scores}, [FRAME] * 2)
    assert (first.labels, first.scores) == ((3, 1), pytest.approx((0.5, 0.2)))
    assert second.labels == (0, 3, 1)
    (none,) = decode(Classification("x", Activation.SOFTMAX), {"x": scores[:1]}, [FRAME])
    assert none.labels == ()
    (masked,) = decode(Classification("x", Activation.SOFTMAX), {"x": np.array([[0, -np.inf, 0]], np.float32)}, [FRAME])
    assert masked.labels == (0, 2, 1)
    assert masked.scores == pytest.approx((0.5, 0.5, 0.0))


def test_logits_are_made_probabilities_before_the_background_is_dropped():
    logits = np.log(np.array([[[[6.0]], [[1.0]], [[3.0]]]], np.float32))
    (said,) = decode(Classification("x", Activation.SOFTMAX, background=True), {"x": logits}, [FRAME])
    assert said.labels == (1, 0)
    assert said.scores == pytest.approx((0.3, 0.1))


def test_scores_of_8_bits_are_shares():
    for scores in (np.array([[0, 255, 51]], np.uint8), np.array([[-128, 127, -77]], np.int8)):
        (said,) = decode(Classification("x"), {"x": scores}, [FRAME])
        assert (said.labels, said.scores) == ((1, 2, 0), pytest.approx((1.0, 0.2, 0.0)))


def test_a_batch_is_dealt_out_and_a_wrong_number_refused():
    scores = np.eye(3, dtype=np.float32)[:2]
    assert [said.labels[0] for said in decode(Classification("x"), {"x": scores}, [FRAME] * 2)] == [0, 1]
    with pytest.raises(InputError, match="scores for 4 picture"):
        decode(Classification("x"), {"x": scores}, [FRAME] * 4)


LAYOUTS = {"NCHW": lambda a: a[None], "NHWC": lambda a: a.transpose(1, 2, 0)[None]}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("smooth", [False, True])
def test_scores_of_pixels_in_both_layouts(layout, smooth):
    classes = np.random.default_rng(0).integers(0, 3, (8, 8))
    scores = np.eye(3, dtype=np.float32)[classes].transpose(2, 0, 1)
    (said,) = decode(Segmentation("x", layout, smooth=smooth), {"x": LAYOUTS[layout](scores)}, [FRAME])
    assert said == segmented(classes.astype(np.uint16))


def test_chosen_classes_and_a_single_score():
    classes = np.random.default_rng(0).integers(0, 3, (8, 8))
    for layout, array in (("NHW", classes[None]), ("NCHW", classes[None, None]), ("NHWC", classes[None, :, :, None])):
        (said,) = decode(Segmentation("x", layout, chosen=True), {"x": array}, [FRAME])
        assert said == segmented(classes.astype(np.uint16))
    one = np.where(classes > 0, 2.0, -2.0).astype(np.float32)[None, None]
    adapter = Segmentation("x", activation=Activation.SIGMOID, first_label=4)
    assert decode(adapter, {"x": one}, [FRAME])[0] == segmented(((classes > 0) + 4).astype(np.uint16))


def test_padding_is_left_out_and_the_picture_filled():
    frame = frame_of((40, 20), (8, 8), Resize(ResizeRule.LETTERBOX, position=PadPosition.CENTRE))
    planes = np.zeros((1, 2, 4, 4), np.float32)
    planes[0, 1, 1:3, :2] = 1.0  # the left half of the picture, and nothing of the padding
    planes[0, 1, [0, 3]] = 5.0
    (said,) = decode(Segmentation("x"), {"x": planes}, [frame])
    expected = np.zeros((20, 40), dtype=bool)
    expected[:, :20] = True
    assert (said.width, said.height, said.labels) == (40, 20, (0, 1))
    assert (mask_of(said.masks[1], (40, 20)) == expected).all()


def test_a_layout_that_does_not_fit_is_refused():
    with pytest.raises(InputError, match="the layout NCHW"):
        decode(Segmentation("x"), {"x": np.zeros((1, 8, 8))}, [FRAME, FRAME])
    with pytest.raises(InputError, match="one chosen class"):
        decode(Segmentation("x", chosen=True), {"x": np.zeros((1, 2, 8, 8))}, [FRAME])


def test_sampling_is_linear_and_keeps_or_leaves_the_edge():
    plane = np.arange(12, dtype=np.float32).reshape(3, 4)
    places = np.array([-2.0, 0.5, 9.0]), np.array([0.25, 3.5])
    assert sample(plane, *places).tolist() == [[0.25, 3.0], [2.25, 5.0], [8.25, 11.0]]
    outside = sample(plane, *places, empty_outside=True)
    assert outside.tolist() == [[0.0, 0.0], [2.25, 2.5], [0.0, 0.0]]
