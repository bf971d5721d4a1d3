"""What was found in a picture: the matching, what was taken for what, and what is found at each confidence threshold."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.accuracy.confusion import added_up, cells_of, object_cells
from dlwb.calc.accuracy.matching import match_coco
from dlwb.calc.accuracy.picture_match import match_picture, right_detections
from dlwb.calc.accuracy.records import object_record
from dlwb.calc.accuracy.report import report
from dlwb.calc.accuracy.thresholds import THRESHOLDS, best_point, scored_matches, threshold_points
from dlwb.calc.masks import box_overlaps
from dlwb.domain.accuracy import SURE, Classified, ClassRecord, Detected, LikenessRecord
from dlwb.domain.dataset import Box, Sample

SIDE = st.integers(0, 6)
SCORES = st.sampled_from([0.0, 0.1, 0.29, 0.3, 0.5, 0.50001, 0.9, 1.0])


@st.composite
def corners(draw):
    """Boxes on a small grid, so that overlaps and ties are frequent."""
    x, y, width, height = draw(SIDE), draw(SIDE), draw(st.integers(1, 4)), draw(st.integers(1, 4))
    return float(x), float(y), float(x + width), float(y + height)


@st.composite
def scenes(draw, classes=2):
    label = st.integers(0, classes - 1)
    objects = draw(st.lists(st.tuples(corners(), label, st.booleans(), st.booleans()), max_size=5))
    found = draw(st.lists(st.tuples(corners(), label, SCORES), max_size=6))
    found.sort(key=lambda one: -one[2])
    boxes = tuple(Box(lab, *c, difficult=difficult, crowd=crowd) for c, lab, difficult, crowd in objects)
    detected = Detected(tuple(c for c, _, _ in found), tuple(s for _, _, s in found), tuple(lab for _, lab, _ in found))
    return Sample("a", 20, 20, boxes=boxes), detected


def by_the_reference(sample, detected, overlap, floor):
    """Hits, detections that count and objects, class by class with the rule that COCO's figures use."""
    total = np.zeros(3, int)
    for label in {box.label for box in sample.boxes} | set(detected.labels):
        truth = [box for box in sample.boxes if box.label == label]
        pairs = zip(detected.boxes, detected.labels, detected.scores, strict=True)
        mine = np.array([b for b, lab, score in pairs if lab == label and score >= floor], float).reshape(-1, 4)
        there = np.array([(box.x0, box.y0, box.x1, box.y1) for box in truth], float).reshape(-1, 4)
        crowd = [box.crowd for box in truth]
        spared = np.array([box.crowd or box.difficult for box in truth], bool)
        overlaps = box_overlaps(mine, there, crowd)
        made = match_coco(overlaps, np.ones(len(mine)), np.ones(len(there)), spared, np.array([overlap]))
        total += [made.hits[0].sum(), made.counted[0].sum(), made.objects[0]]
    return tuple(total.tolist())


@given(scenes(), st.sampled_from([0.3, 0.5, 0.75, 1.0]), st.sampled_from([0.0, SURE]))
def test_a_picture_is_matched_as_coco_does(scene, overlap, floor):
    sample, detected = scene
    matched = match_picture(sample, detected, overlap, floor)
    hits = [found for found in matched.objects if found is not None]
    assert (matched.hits, matched.extra) == (len(hits), sum(matched.counted) - len(hits))
    assert (len(hits), sum(matched.counted), len(matched.wanted)) == by_the_reference(sample, detected, overlap, floor)
    assert len(set(hits)) == len(hits)
    assert set(hits) <= matched.wanted


@given(scenes(), SCORES)
def test_what_each_detection_found_adds_up_at_every_threshold(scene, threshold):
    sample, detected = scene
    above = [
        right
        for right, score in zip(right_detections(sample, detected), detected.scores, strict=True)
        if score >= threshold
    ]
    alone = match_picture(sample, detected, floor=threshold)
    assert (above.count(True), above.count(False)) == (alone.hits, alone.extra)


def test_of_equal_overlaps_the_later_object_is_taken():
    """Both objects overlap the first detection by a third; only the earlier one is left for the second to find."""
    truth = (Box(0, 0, 0, 4, 4), Box(0, 4, 0, 8, 4))
    found = Detected(((2, 0, 6, 4), (0, 0, 4, 4)), (0.9, 0.8), (0, 0))
    matched = match_picture(Sample("a", 20, 20, boxes=truth), found, overlap=0.3)
    assert list(matched.objects) == [1, 0]


def test_a_second_detection_of_what_also_lies_in_a_crowd_does_not_count():
    truth = (Box(0, 0, 0, 10, 10), Box(0, 0, 0, 12, 12, crowd=True))
    found = Detected(((0, 0, 10, 10), (0, 0, 10, 9)), (0.9, 0.8), (0, 0))
    matched = match_picture(Sample("a", 20, 20, boxes=truth), found)
    assert (list(matched.objects), list(matched.counted), matched.extra) == ([0, None], [True, False], 0)


@given(scenes())
def test_the_confusion_adds_up_to_the_record(scene):
    sample, detected = scene
    record, cells = object_record(sample, detected), object_cells(sample, detected)
    assert sum(n for truth, given_, n in cells if truth == given_) == record.hits
    assert sum(n for truth, _, n in cells if truth is not None) == record.objects
    assert sum(n for _, given_, n in cells if given_ is not None) == record.hits + record.extra
    assert not [cell for cell in cells if cell[:2] == (None, None)]


def test_an_object_found_under_another_name_is_taken_for_it():
    truth = (Box(0, 0, 0, 10, 10), Box(1, 20, 0, 30, 10), Box(2, 40, 0, 50, 10))
    found = Detected(
        ((0, 0, 10, 10), (20, 0, 30, 10), (60, 0, 70, 10), (40, 0, 50, 10)), (0.9, 0.8, 0.7, 0.1), (0, 3, 0, 2)
    )
    sample = Sample("a", 99, 99, boxes=truth)
    assert object_cells(sample, found) == ((0, 0, 1), (1, 3, 1), (2, None, 1), (None, 0, 1))


def test_a_detection_of_its_own_class_goes_before_a_surer_one_of_another():
    """Otherwise the object would count as found in the record and as taken for another here."""
    sample = Sample("a", 99, 99, boxes=(Box(0, 0, 0, 10, 10),))
    found = Detected(((0, 0, 10, 10), (0, 0, 10, 10)), (0.9, 0.5), (1, 0))
    assert object_cells(sample, found) == ((0, 0, 1), (None, 1, 1))


def test_confusions_of_pictures_add_up_and_nothing_comes_last():
    cells = [((0, 0, 1), (None, 1, 2)), ((0, None, 1), (0, 0, 3)), ()]
    assert [(c.truth, c.given, c.count) for c in added_up(cells)] == [(0, 0, 4), (0, None, 1), (None, 1, 2)]


def test_a_detection_report_says_what_was_taken_for_what():
    sample = Sample("a", 99, 99, boxes=(Box(0, 0, 0, 10, 10),))
    made = report([sample], [object_record(sample, Detected(((0.0, 0.0, 10.0, 10.0),), (0.9,), (1,)))])
    assert [(c.truth, c.given, c.count) for c in made.confusion] == [(0, 1, 1)]
    empty = Sample("b", 9, 9, boxes=())
    extra = report([empty], [object_record(empty, Detected(((0.0, 0.0, 1.0, 1.0),), (0.9,), (1,)))])
    assert [(c.truth, c.given, c.count) for c in extra.confusion] == [(None, 1, 1)]
    assert extra.metrics == ()


def test_a_likeness_and_an_unknown_class_are_taken_for_nothing():
    sample = Sample("a", 9, 9, label=0)
    assert cells_of(sample, LikenessRecord("a", ("o",), (1.0,), (0.0,))) == ()
    assert cells_of(sample, ClassRecord("a", 0, None, Classified((), ()))) == ()
    assert cells_of(sample, ClassRecord("a", 0, 1, Classified((4, 0), (0.9, 0.1)))) == ((0, 4, 1),)


# --- thresholds -----------------------------------------------------------------------------------


@given(st.lists(scenes(), min_size=1, max_size=3), st.sampled_from([None, 0, 1]), st.sampled_from([0.5, 0.75]))
def test_one_matching_serves_every_threshold(pictures, label, overlap):
    samples, found = zip(*pictures, strict=True)
    points = threshold_points(scored_matches(samples, found, overlap), label)
    for point in [points[0], points[30], points[50], points[100]]:
        hits = extra = objects = 0
        for sample, detected in pictures:
            of_class = only(sample, detected, label)
            one = match_picture(*of_class, overlap, point.threshold)
            hits += one.hits
            extra += one.extra
            objects += len(one.wanted)
        assert (point.hits, point.extra, point.missed) == (hits, extra, objects - hits)


def only(sample, detected, label):
    if label is None:
        return sample, detected
    kept = [i for i, one in enumerate(detected.labels) if one == label]
    boxes = tuple(box for box in sample.boxes if box.label == label)
    parts = (tuple(part[i] for i in kept) for part in (detected.boxes, detected.scores, detected.labels))
    return Sample("a", 20, 20, boxes=boxes), Detected(*parts)


@given(st.lists(scenes(), min_size=1, max_size=3))
def test_higher_thresholds_find_less_and_the_sure_one_is_that_of_the_records(pictures):
    samples, found = zip(*pictures, strict=True)
    points = threshold_points(scored_matches(samples, found, 0.5))
    assert [p.threshold for p in points] == THRESHOLDS.tolist()
    assert all(a.hits >= b.hits and a.extra >= b.extra and a.missed <= b.missed for a, b in itertools.pairwise(points))
    sure = next(p for p in points if p.threshold == SURE)
    records = [object_record(sample, detected) for sample, detected in pictures]
    assert (sure.hits, sure.extra) == (sum(r.hits for r in records), sum(r.extra for r in records))


def test_the_figures_of_a_point_and_where_there_are_none():
    sample = Sample("a", 99, 99, boxes=(Box(0, 0, 0, 10, 10), Box(0, 50, 50, 60, 60)))
    found = Detected(((0, 0, 10, 10), (20, 20, 30, 30)), (0.8, 0.4), (0, 0))
    points = threshold_points(scored_matches([sample], [found], 0.5))
    low, high = points[10], points[90]
    assert (low.precision, low.recall, low.f1) == (1 / 2, 1 / 2, 1 / 2)
    assert (high.precision, high.recall, high.f1) == (None, 0, 0)
    best = best_point(points)
    assert (best.threshold, best.f1) == (0.41, pytest.approx(2 / 3))
    none = threshold_points(scored_matches([Sample("a", 9, 9, boxes=())], [Detected()], 0.5))
    assert (none[0].precision, none[0].recall, none[0].f1) == (None, None, None)
    assert best_point(none) is None
