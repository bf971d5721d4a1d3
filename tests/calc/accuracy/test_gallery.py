"""Pictures of a run, chosen and sorted to be looked at; and each in words, as a table, and as a map of classes."""

import csv
import io
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.accuracy.confusion import cells_of
from dlwb.calc.accuracy.csv_table import csv_text, guarded
from dlwb.calc.accuracy.described import described, shown_classes
from dlwb.calc.accuracy.gallery import chosen
from dlwb.calc.accuracy.masks_drawn import class_map, instance_map
from dlwb.calc.accuracy.records import object_record, pixel_record
from dlwb.calc.detections.pixels import segmented
from dlwb.calc.masks import encode
from dlwb.domain.accuracy import Classified, ClassRecord, Detected, LikenessRecord, PixelRecord
from dlwb.domain.dataset import Box, Sample
from dlwb.domain.shown_pictures import PictureOrder, PictureOutcome, PictureWish, SeenPicture

NAMES = ("cat", "dog", "cow")


def of_class(position, label, given_, rank=None, other=None):
    rank = (0 if label == given_ else 1) if rank is None else rank
    record = ClassRecord(f"{position}.jpg", label, rank, Classified((given_,), (0.75,)))
    return SeenPicture(position, Sample(record.picture, 9, 9, label=label), record, other)


def of_objects(position, boxes, found):
    sample = Sample(f"{position}.jpg", 99, 99, boxes=tuple(Box(label, *c) for label, c in boxes))
    detected = Detected(tuple(c for _, c in found), (0.9,) * len(found), tuple(label for label, _ in found))
    return SeenPicture(position, sample, object_record(sample, detected))


def positions(pictures, **wish):
    return [one.position for one in chosen(pictures, PictureWish(**wish), lambda s: cells_of(s.sample, s.record))]


CLASSES = [of_class(0, 0, 0), of_class(1, 0, 1), of_class(2, 1, 1), of_class(3, 1, 0, rank=4), of_class(4, 0, 1)]
HERE, THERE = (0.0, 0.0, 10.0, 10.0), (50.0, 50.0, 60.0, 60.0)
OBJECTS = [
    of_objects(0, [(0, HERE)], [(0, HERE)]),
    of_objects(1, [(0, HERE)], []),
    of_objects(2, [], [(1, HERE)]),
    of_objects(3, [(0, HERE), (1, THERE)], [(1, HERE), (1, THERE)]),
]


def test_by_true_class_by_given_class_and_what_was_taken_for_what():
    assert positions(CLASSES) == [3, 1, 4, 0, 2]
    assert positions(CLASSES, order=PictureOrder.BEST) == [0, 2, 1, 4, 3]
    assert positions(CLASSES, label=0) == [1, 4, 0]
    assert positions(CLASSES, given=1) == [1, 4, 2]
    assert positions(CLASSES, label=0, given=1) == [1, 4]
    assert positions(CLASSES, outcome=PictureOutcome.WRONG) == [3, 1, 4]
    assert positions(CLASSES, outcome=PictureOutcome.RIGHT, label=0) == [0]
    assert positions(CLASSES, outcome=PictureOutcome.WRONG, given=0) == [3]
    assert positions(CLASSES, order=PictureOrder.CLASS) == [1, 4, 0, 3, 2]


def test_of_objects_also_what_was_missed_and_what_was_not_there():
    assert positions(OBJECTS, outcome=PictureOutcome.MISSED) == [1]
    assert positions(OBJECTS, outcome=PictureOutcome.MISSED, label=1) == []
    assert positions(OBJECTS, outcome=PictureOutcome.EXTRA) == [2]
    assert positions(OBJECTS, outcome=PictureOutcome.EXTRA, given=1) == [2]
    assert positions(OBJECTS, label=0, given=1) == [3]
    assert positions(OBJECTS, outcome=PictureOutcome.RIGHT) == [0]
    assert positions(OBJECTS, order=PictureOrder.CLASS) == [1, 3, 0, 2]
    # An object that was missed was given no class, and a detection of nothing has no true one.
    assert positions(OBJECTS, outcome=PictureOutcome.MISSED, given=0) == []
    assert positions(OBJECTS, outcome=PictureOutcome.EXTRA, label=0) == []


def test_of_pixels_the_classes_are_those_of_the_mask():
    given_ = segmented(np.array([[0, 2]], np.uint16))
    sample = Sample("a", 2, 1, mask="a.png", mask_labels=(0,))
    one = SeenPicture(0, sample, pixel_record(sample, given_, np.array([[0, 1]], np.uint8), 255))
    assert positions([one], label=1) == [0]
    assert positions([one], label=2) == []
    assert positions([one], label=1, given=2) == [0]
    assert positions([one], outcome=PictureOutcome.WRONG) == [0]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4) | st.none()), max_size=12))
def test_the_largest_change_comes_first_and_of_equal_ones_the_loss(ranks):
    pictures = [
        of_class(i, 0, 0, rank, None if other is None else of_class(i, 0, 0, other).record)
        for i, (rank, other) in enumerate(ranks)
    ]
    shown = chosen(pictures, PictureWish(order=PictureOrder.CHANGE), lambda _: ())
    changes = [one.change for one in shown]
    known = [change for change in changes if change is not None]
    assert changes == known + [None] * (len(changes) - len(known))
    sizes = [abs(change) for change in known]
    assert sizes == sorted(sizes, reverse=True)
    assert all(a <= b for a, b in itertools.pairwise(known) if abs(a) == abs(b))


def test_a_picture_whose_dataset_is_gone_is_still_shown():
    record = ClassRecord("a", 0, 0, Classified((0,), (1.0,)))
    pictures = [SeenPicture(0, None, record)]
    assert len(chosen(pictures, PictureWish(), lambda _: ())) == 1
    assert chosen(pictures, PictureWish(label=0), lambda _: ()) == []
    assert csv_text(pictures, NAMES).splitlines()[1].startswith("a,,cat,")


# --- in words, and as a table ---------------------------------------------------------------------


def test_a_picture_in_words():
    assert shown_classes(OBJECTS[3].sample, OBJECTS[3].record, NAMES) == ("cat", "dog")
    assert described(OBJECTS[3].record, NAMES).given == ("dog", "dog")
    assert described(OBJECTS[3].record, NAMES).scores == (0.9, 0.9)
    assert described(CLASSES[1].record, NAMES).given == ("dog",)
    assert described(ClassRecord("a", 7, None, Classified((9,), (1.0,))), NAMES).given == ("9",)
    alike = LikenessRecord("a", ("x", "y"), (0.5, 1.0), (0.1, 0.0))
    assert (described(alike, NAMES).given, described(alike, NAMES).scores) == ((), (0.5, 1.0))


def test_the_table_has_a_line_for_each_picture_and_both_runs():
    other = CLASSES[0].record
    rows = list(
        csv.DictReader(io.StringIO(csv_text([of_class(1, 0, 1, other=other), OBJECTS[3]], NAMES, compared=True)))
    )
    assert [row["file"] for row in rows] == ["1.jpg", "3.jpg"]
    assert (rows[0]["truth"], rows[0]["given"], rows[0]["scores"], rows[0]["result"]) == (
        "cat",
        "dog",
        "0.7500",
        "wrong",
    )
    assert (rows[0]["other_given"], rows[0]["other_result"], rows[0]["change"]) == ("cat", "right", "-0.500000")
    assert (rows[1]["truth"], rows[1]["given"], rows[1]["other_given"]) == ("cat; dog", "dog; dog", "")


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-"])
def test_a_name_is_never_a_formula(name):
    sample = Sample(name, 9, 9, label=0)
    record = ClassRecord(name, 0, 0, Classified((0,), (1.0,)))
    row = list(csv.reader(io.StringIO(csv_text([SeenPicture(0, sample, record)], (name,)), newline="")))[1]
    assert row[:3] == [f"'{name}"] * 3


def test_numbers_and_plain_names_stay_what_they_are():
    assert [guarded(text) for text in ("-0.500000", "+3", "cat", "a=b", "")] == ["-0.500000", "+3", "cat", "a=b", ""]


# --- masks ----------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.sampled_from([0, 1, 5, 300]), min_size=4, max_size=4), min_size=1, max_size=4))
def test_a_map_of_classes_comes_back(rows):
    wanted = np.array(rows, np.uint16)
    drawn = class_map(segmented(wanted))
    assert drawn.dtype == np.uint8
    assert np.array_equal(drawn, np.where(wanted == 300, (300 - 1) % 255 + 1, wanted))


def test_the_surest_instance_lies_on_top_and_unsure_ones_are_left_out():
    left, both = np.zeros((2, 3), bool), np.ones((2, 3), bool)
    left[:, 0] = True
    masks = tuple(encode(mask) for mask in (left, both, both))
    detected = Detected(((0, 0, 3, 2),) * 3, (0.9, 0.6, 0.2), (4, 7, 1), masks)
    assert instance_map(detected, (3, 2), 0.5).tolist() == [[5, 8, 8]] * 2
    assert instance_map(detected, (3, 2), 0.7).tolist() == [[5, 0, 0]] * 2
    assert instance_map(Detected(), (3, 2), 0.5).tolist() == [[0, 0, 0]] * 2


def test_a_picture_of_pixels_is_right_from_99_per_cent_on():
    nearly = PixelRecord("a", ((0, 0, 99), (1, 0, 1)), segmented(np.zeros((1, 1), np.uint16)))
    assert described(nearly, NAMES).right
    assert not described(PixelRecord("a", ((0, 0, 98), (1, 0, 2)), nearly.segmented), NAMES).right
