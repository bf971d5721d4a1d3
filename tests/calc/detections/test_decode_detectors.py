"""SSD, candidates with scores, detectors that choose themselves, masks of instances, non-maximum suppression."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlwb.calc.detections.decode import decode, relabel
from dlwb.calc.detections.select import corners, suppress
from dlwb.calc.masks import decode as mask_of
from dlwb.calc.preprocessing.frame import frame_of
from dlwb.domain.accuracy import Classified, Detected, Segmented
from dlwb.domain.errors import InputError
from dlwb.domain.output_adapter import (
    Activation,
    Background,
    BoxesAndScores,
    BoxForm,
    BoxUnit,
    FinalBoxes,
    MaskForm,
    Selection,
    SsdDetections,
)
from dlwb.domain.preprocessing import Resize

FRAME = frame_of((200, 100), (100, 100), Resize())
BOX = (20.0, 10.0, 60.0, 40.0)  # in the picture; in the input 10, 10, 30, 40
SHARE = np.array([0.1, 0.1, 0.3, 0.4])


def written(form, unit):
    """`BOX` as a network writes it."""
    x0, y0, x1, y1 = SHARE if unit is BoxUnit.SHARE else SHARE * 100 if unit is BoxUnit.INPUT else np.array(BOX)
    return np.array(
        {
            BoxForm.XYXY: (x0, y0, x1, y1),
            BoxForm.YXYX: (y0, x0, y1, x1),
            BoxForm.XYWH: (x0, y0, x1 - x0, y1 - y0),
            BoxForm.CXCYWH: ((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0),
            BoxForm.CYCXHW: ((y0 + y1) / 2, (x0 + x1) / 2, y1 - y0, x1 - x0),
        }[form],
        dtype=np.float32,
    )


def check(adapter, outputs, labels=(1,), scores=(0.75,), frames=(FRAME,)):
    found = decode(adapter, outputs, list(frames))[0]
    assert found.labels == labels
    assert found.scores == pytest.approx(scores, abs=1e-3)
    assert all(box == pytest.approx(BOX, abs=1e-3) for box in found.boxes)
    return found


def test_detection_output_is_dealt_out_to_the_pictures_of_the_batch():
    rows = np.array([[0, 2, 0.75, *SHARE], [1, 1, 0.5, *SHARE], [0, 0, 0.9, *SHARE], [-1, 2, 0.8, *SHARE]], np.float32)
    check(SsdDetections("x"), {"x": rows[None, None]}, frames=(FRAME, FRAME))
    assert decode(SsdDetections("x"), {"x": rows[None, None]}, [FRAME, FRAME])[1].labels == (0,)
    assert decode(SsdDetections("x", background=False), {"x": rows[None, None]}, [FRAME])[0].labels == (0, 2)
    with pytest.raises(InputError, match="does not fit rows of number"):
        decode(SsdDetections("x"), {"x": rows[:, :6]}, [FRAME])


@pytest.mark.parametrize("form", BoxForm)
@pytest.mark.parametrize("unit", BoxUnit)
@pytest.mark.parametrize(("boxes_last", "scores_last"), [(False, False), (True, False), (False, True)])
def test_candidates_in_every_form(form, unit, boxes_last, scores_last):
    boxes = np.zeros((1, 30, 4), np.float32)
    boxes[0, 5] = written(form, unit)
    scores = np.zeros((1, 30, 3), np.float32)
    scores[0, 5, 1] = 0.75
    adapter = BoxesAndScores("b", "s", form, unit, scores_transposed=scores_last, boxes_transposed=boxes_last)
    turn = lambda array, last: array.transpose(0, 2, 1) if last else array  # noqa: E731
    check(adapter, {"b": turn(boxes, boxes_last), "s": turn(scores, scores_last)})


def test_raw_scores_and_backgrounds():
    boxes = np.tile(written(BoxForm.XYXY, BoxUnit.SHARE), (1, 20, 1))
    logits = np.full((1, 20, 4), -9.0, np.float32)
    logits[0, :, 0] = 9.0
    logits[0, 3] = [0.0, -9.0, np.log(3), -9.0]
    first = BoxesAndScores("b", "s", activation=Activation.SOFTMAX, background=Background.FIRST)
    check(first, {"b": boxes, "s": logits})
    last = BoxesAndScores("b", "s", activation=Activation.SOFTMAX, background=Background.LAST)
    check(last, {"b": boxes, "s": np.roll(logits, -1, axis=2)})
    sigmoids = np.full((1, 20, 2), -9.0, np.float32)
    sigmoids[0, 3, 1] = np.log(3)
    check(BoxesAndScores("b", "s", activation=Activation.SIGMOID), {"b": boxes[:, :, None], "s": sigmoids})


@pytest.mark.parametrize("unit", BoxUnit)
def test_final_boxes_as_rows(unit):
    row = [*written(BoxForm.XYXY, unit), 0.75, 2]
    x = np.array([[row, [0] * 6]], np.float32)
    columns = ("x0", "y0", "x1", "y1", "score", "label")
    check(FinalBoxes("x", columns=columns, unit=unit, first_label=1), {"x": x})


def test_rows_may_name_their_picture_or_come_with_counts():
    columns = ("batch", "label", "score", "x0", "y0", "x1", "y1")
    rows = np.array([[1, 1, 0.75, *BOX], [0, 0, 0.9, *BOX]], np.float32)
    adapter = FinalBoxes("x", columns=columns, unit=BoxUnit.PICTURE)
    assert [found.labels for found in decode(adapter, {"x": rows}, [FRAME, FRAME])] == [(0,), (1,)]
    counted = FinalBoxes("x", count="n", columns=columns[1:], unit=BoxUnit.PICTURE)
    outputs = {"x": np.vstack([rows[:, 1:]] * 2), "n": np.array([1, 2])}
    assert [found.labels for found in decode(counted, outputs, [FRAME, FRAME])] == [(1,), (0, 1)]


def test_final_boxes_as_outputs_of_their_own():
    boxes = np.zeros((1, 5, 4), np.float32)
    boxes[0, :2] = written(BoxForm.YXYX, BoxUnit.SHARE)
    outputs = {
        "b": boxes,
        "s": np.array([[0.75, 0.9, 0.8, 0, 0]], np.float32),
        "l": np.array([[2.0, 0.0, 1.0, 0, 0]], np.float32),
        "n": np.array([2.0], np.float32),
    }
    adapter = FinalBoxes("b", "s", "l", "n", form=BoxForm.YXYX, unit=BoxUnit.SHARE, first_label=1)
    check(adapter, outputs)
    fives = np.array([[*written(BoxForm.XYXY, BoxUnit.INPUT), 0.75]], np.float32)
    five = FinalBoxes("b", labels="l", columns=("x0", "y0", "x1", "y1", "score"))
    check(five, {"b": fives, "l": np.array([1])})
    nothing = FinalBoxes("b", "s", "l")
    empty = {"b": np.zeros((0, 4), np.float32), "s": np.zeros(0, np.float32), "l": np.zeros(0, np.int64)}
    assert decode(nothing, empty, [FRAME]) == (Detected(),)


@pytest.mark.parametrize("shape", [(2, 14, 14), (1, 2, 14, 14), (2, 1, 14, 14), (2, 3, 14, 14), (1, 2, 3, 14, 14)])
def test_masks_of_boxes_are_stretched_over_them(shape):
    masks = np.zeros(shape, np.float32)
    mine = masks.reshape(-1, *shape[-2:])
    mine[-1 if len(mine) == 2 else 4, :, :7] = 1.0  # of the second object, class 1: the left half
    outputs = {
        "b": np.stack([np.zeros(4), written(BoxForm.XYXY, BoxUnit.INPUT)]).astype(np.float32),
        "s": np.array([0.0, 0.75], np.float32),
        "l": np.array([0, 1]),
        "m": masks,
    }
    found = check(FinalBoxes("b", "s", "l", masks="m"), outputs)
    mask = mask_of(found.masks[0], (200, 100))
    expected = np.zeros((100, 200), dtype=bool)
    expected[10:40, 20:40] = True
    assert (mask ^ expected).sum() <= 30 + 4  # a column at the edge, and the corners


@pytest.mark.parametrize("shape", [(4, 14, 14), (2, 2, 14, 14), (4, 1, 14, 14), (4, 3, 14, 14), (2, 2, 3, 14, 14)])
def test_each_picture_of_a_batch_has_its_own_masks(shape):
    masks = np.zeros(shape, np.float32)
    mine = masks.reshape(4, -1, *shape[-2:])
    mine[0], mine[2, :, :, :7], mine[3, :, :, 7:] = 1.0, 1.0, 1.0
    outputs = {
        "b": np.tile(written(BoxForm.XYXY, BoxUnit.INPUT), (2, 2, 1)),
        "s": np.array([[0.75, 0.0], [0.75, 0.7]], np.float32),
        "l": np.array([[1, 1], [1, 1]]),
        "m": masks,
    }
    first, second = decode(FinalBoxes("b", "s", "l", masks="m"), outputs, [FRAME] * 2)
    areas = [mask_of(mask, (200, 100)).sum(axis=0) for found in (first, second) for mask in found.masks]
    assert [area.sum() > 0 for area in areas] == [True] * 3
    middles = [round(np.average(np.arange(200), weights=area)) for area in areas]
    assert middles == [pytest.approx(place, abs=2) for place in (40, 30, 50)]


def first_whole(rows):
    """Masks `[rows, 14, 14]`: of the first row all of it, of the others nothing."""
    masks = np.zeros((rows, 14, 14), np.float32)
    masks[0] = 1.0
    return masks


def test_the_only_object_found_has_its_own_mask_and_not_that_of_the_row_with_the_number_of_its_class():
    outputs = {
        "b": np.tile(written(BoxForm.XYXY, BoxUnit.INPUT), (1, 10, 1)),
        "s": np.array([[0.75, *[0.0] * 9]], np.float32),
        "l": np.full((1, 10), 3),
        "m": first_whole(10)[None],
    }
    found = check(FinalBoxes("b", "s", "l", masks="m"), outputs, labels=(3,))
    assert mask_of(found.masks[0], (200, 100)).sum() == pytest.approx(40 * 30, abs=4)  # corners are cut


def test_masks_of_several_pictures_are_dealt_out_to_them():
    scores = np.zeros((2, 10), np.float32)
    scores[:, 0] = 0.75
    outputs = {
        "b": np.tile(written(BoxForm.XYXY, BoxUnit.INPUT), (2, 10, 1)),
        "s": scores,
        "l": np.full((2, 10), 3),
        "m": np.stack([np.zeros_like(first_whole(10)), first_whole(10)]),
    }
    found = decode(FinalBoxes("b", "s", "l", masks="m"), outputs, [FRAME, FRAME])
    assert [int(mask_of(one.masks[0], (200, 100)).sum()) for one in found] == [0, pytest.approx(40 * 30, abs=4)]
    outputs["m"] = first_whole(11)
    with pytest.raises(InputError, match="does not fit one mask for each of 20 rows"):
        decode(FinalBoxes("b", "s", "l", masks="m"), outputs, [FRAME, FRAME])


def test_boxes_without_scores_and_classes_count_fully_and_have_the_first_class():
    boxes = {"b": written(BoxForm.XYXY, BoxUnit.INPUT)[None]}
    check(FinalBoxes("b"), boxes, labels=(0,), scores=(1.0,))
    check(FinalBoxes("b", first_label=1), boxes, labels=(0,), scores=(1.0,))
    check(FinalBoxes("b", columns=("x0", "y0", "x1", "y1")), boxes, labels=(0,), scores=(1.0,))


def test_masks_of_the_whole_input_are_cut_at_the_box():
    masks = np.full((1, 1, 100, 100), 5.0, np.float32)
    masks[0, 0, :, :20] = -5.0
    outputs = {
        "b": written(BoxForm.XYXY, BoxUnit.INPUT)[None],
        "s": np.array([0.75], np.float32),
        "l": np.array([1]),
        "m": masks,
    }
    adapter = FinalBoxes("b", "s", "l", masks="m", mask_form=MaskForm.INPUT, mask_activation=Activation.SIGMOID)
    mask = mask_of(check(adapter, outputs).masks[0], (200, 100))
    expected = np.zeros((100, 200), dtype=bool)
    expected[10:40, 40:60] = True
    assert (mask == expected).all()


# --- non-maximum suppression ----------------------------------------------------------------------


def greedy(boxes, labels, overlap, most):
    kept = []
    for i, box in enumerate(boxes):
        for j in kept:
            other = boxes[j]
            w = max(min(box[2], other[2]) - max(box[0], other[0]), 0)
            h = max(min(box[3], other[3]) - max(box[1], other[1]), 0)
            union = (box[2] - box[0]) * (box[3] - box[1]) + (other[2] - other[0]) * (other[3] - other[1]) - w * h
            if labels[i] == labels[j] and w * h > overlap * union:
                break
        else:
            kept.append(i)
    return kept[:most]


@given(st.integers(0, 2**32 - 1), st.integers(0, 60), st.floats(0, 1), st.integers(1, 40))
@settings(max_examples=100)
def test_suppression_is_the_greedy_one_of_each_class(seed, count, overlap, most):
    rng = np.random.default_rng(seed)
    first = rng.uniform(0, 50, (count, 2))
    boxes = np.hstack([first, first + rng.uniform(1, 40, (count, 2))])
    labels = rng.integers(0, 3, count)
    assert suppress(boxes, labels, overlap, most).tolist() == greedy(boxes, labels, overlap, most)


def test_without_an_overlap_only_the_number_is_limited():
    boxes = np.tile([0.0, 0.0, 1.0, 1.0], (5, 1))
    assert suppress(boxes, np.zeros(5, dtype=np.intp), None, 3).tolist() == [0, 1, 2]


def test_a_box_counts_once_or_for_each_of_its_classes():
    boxes = np.tile(written(BoxForm.XYXY, BoxUnit.SHARE), (1, 20, 1))
    scores = np.zeros((1, 20, 3), np.float32)
    scores[0, 4] = [0.3, 0.75, 0.005]
    many = BoxesAndScores("b", "s", select=Selection(floor=0.01))
    check(many, {"b": boxes, "s": scores}, (1, 0), (0.75, 0.3))
    check(BoxesAndScores("b", "s", select=Selection(floor=0.01, multi=False)), {"b": boxes, "s": scores})


def test_boxes_that_reach_out_are_cut_and_those_that_are_no_numbers_dropped():
    boxes = np.array([[[-1.0, -1, 2, 2], [np.nan, 0, 1, 1], [0, 0, np.inf, 1]]] * 1, np.float32)
    scores = np.full((1, 3, 1), 0.9, np.float32)
    (found,) = decode(BoxesAndScores("b", "s"), {"b": boxes, "s": scores}, [FRAME])
    assert found.boxes == ((0.0, 0.0, 200.0, 100.0),)


def test_what_is_no_number_is_no_detection():
    boxes = np.tile(np.array([[0, 0, 0.5, 0.5]], np.float32), (1, 4, 1))
    odd = np.array([[0.9, np.nan, np.inf, -np.inf]], np.float32)
    (found,) = decode(BoxesAndScores("b", "s"), {"b": boxes, "s": odd[..., None]}, [FRAME])
    assert found.scores == pytest.approx((0.9,))
    labels = np.array([[1, np.nan, 1, np.inf]], np.float32)
    final = FinalBoxes("b", "s", "l", select=Selection(overlap=None), unit=BoxUnit.SHARE)
    (found,) = decode(final, {"b": boxes, "s": np.full((1, 4), 0.9, np.float32), "l": labels}, [FRAME])
    assert found.labels == (1, 1)
    ssd = np.array([[0, 1, 0.9, 0, 0, 1, 1], [0, np.nan, 0.9, 0, 0, 1, 1], [np.nan, 1, 0.9, 0, 0, 1, 1]], np.float32)
    (found,) = decode(SsdDetections("o", background=False), {"o": ssd[None, None]}, [FRAME])
    assert found.labels == (1,)


@pytest.mark.parametrize("count", [np.nan, np.inf, -3.0])
def test_a_number_of_rows_that_is_none_means_no_rows(count):
    boxes = np.tile(np.array([[0, 0, 0.5, 0.5]], np.float32), (1, 4, 1))
    outputs = {"b": boxes, "s": np.full((1, 4), 0.9, np.float32), "n": np.array([count], np.float32)}
    assert decode(FinalBoxes("b", "s", count="n"), outputs, [FRAME])[0].boxes == ()
    rows = {"b": np.concatenate([boxes[0], np.full((4, 1), 0.9)], axis=1), "n": outputs["n"]}
    columns = FinalBoxes("b", columns=("x0", "y0", "x1", "y1", "score"), count="n")
    assert decode(columns, rows, [FRAME])[0].boxes == ()


def test_corners_of_every_form_agree():
    forms = [corners(written(form, BoxUnit.INPUT)[None], form) for form in BoxForm]
    assert all(np.allclose(form, forms[0]) for form in forms)


def test_classes_of_the_model_become_those_of_the_dataset():
    labels = (4, None, 2)
    found = Detected(((0, 0, 1, 1),) * 4, (0.9, 0.8, 0.7, 0.6), (2, 1, 0, 7), ("a", "b", "c", "d"))
    assert relabel(found, labels) == Detected(((0, 0, 1, 1),) * 2, (0.9, 0.7), (2, 4), ("a", "c"))
    assert relabel(Classified((1, 2, 0), (0.5, 0.3, 0.2)), labels) == Classified((2, 4), (0.3, 0.2))
    assert relabel(Segmented(1, 1, (0, 1), ("x", "y")), labels).labels == (4, 1)
