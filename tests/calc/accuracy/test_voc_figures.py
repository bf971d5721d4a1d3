"""Pascal VOC's mAP against a plain reading of its development kit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlwb.calc.accuracy.average_precision import VOC_RECALLS, average_precisions
from dlwb.calc.accuracy.found_objects import voc_matches
from dlwb.domain.accuracy import Detected
from dlwb.domain.dataset import Box, Sample

side = st.integers(0, 12)
boxes = st.tuples(side, side, st.integers(1, 8), st.integers(1, 8)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)
objects = st.lists(st.tuples(boxes, st.integers(0, 1), st.booleans()), max_size=4)
detections = st.lists(st.tuples(boxes, st.integers(0, 1), st.integers(1, 9)), max_size=6)
pictures = st.lists(st.tuples(objects, detections), min_size=1, max_size=4)


def build(scenes):
    samples, found = [], []
    for i, (truth, said) in enumerate(scenes):
        samples.append(Sample(f"{i}", 30, 30, boxes=tuple(Box(label, *box, difficult=d) for box, label, d in truth)))
        seen = sorted(said, key=lambda d: -d[2])
        found.append(
            Detected(
                tuple(tuple(map(float, box)) for box, _, _ in seen),
                tuple(score / 10 for _, _, score in seen),
                tuple(label for _, label, _ in seen),
            )
        )
    return samples, found


def overlap(a, b):
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    common = max(w, 0) * max(h, 0)
    return common / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common)


def by_the_book(samples, found, label, eleven):
    """VOCevaldet.m, line by line."""
    wanted = sum(not b.difficult for s in samples for b in s.boxes if b.label == label)
    if not wanted:
        return None
    everything = [
        (d.scores[i], p, d.boxes[i]) for p, d in enumerate(found) for i in range(len(d.scores)) if d.labels[i] == label
    ]
    everything.sort(key=lambda d: -d[0])
    taken, right, wrong = set(), [], []
    for _, p, box in everything:
        truth = [b for b in samples[p].boxes if b.label == label]
        overlaps = [overlap(box, (b.x0, b.y0, b.x1, b.y1)) for b in truth]
        best = int(np.argmax(overlaps)) if overlaps else -1
        hit = best >= 0 and overlaps[best] >= 0.5
        if hit and truth[best].difficult:
            right.append(0)
            wrong.append(0)
        elif hit and (p, best) not in taken:
            taken.add((p, best))
            right.append(1)
            wrong.append(0)
        else:
            right.append(0)
            wrong.append(1)
    right, wrong = np.cumsum(right), np.cumsum(wrong)
    recall = right / wanted
    precision = np.where(right + wrong > 0, right / np.maximum(right + wrong, 1), 0)
    if eleven:
        return sum(max(precision[recall >= t - 1e-12], default=0) for t in np.linspace(0, 1, 11)) / 11
    recall = np.concatenate([[0], recall, [1]])
    precision = np.concatenate([[0], precision, [0]])
    for i in range(len(precision) - 2, -1, -1):
        precision[i] = max(precision[i], precision[i + 1])
    steps = np.flatnonzero(recall[1:] != recall[:-1])
    return float(np.sum((recall[steps + 1] - recall[steps]) * precision[steps + 1]))


@given(pictures)
@settings(max_examples=150)
def test_both_forms_are_those_of_the_book(scenes):
    samples, found = build(scenes)
    matches = voc_matches(samples, found)
    for eleven in (False, True):
        expected = {label: by_the_book(samples, found, label, eleven) for label in (0, 1)}
        expected = {label: value for label, value in expected.items() if value is not None}
        assert [m.label for m in matches] == list(expected)
        if matches:
            values = average_precisions(matches, np.ones((1, len(samples))), VOC_RECALLS if eleven else None)
            assert values[0, :, 0] == pytest.approx(list(expected.values()), abs=1e-12)


@given(pictures, st.lists(st.integers(0, 3), min_size=4, max_size=4))
@settings(max_examples=100)
def test_a_picture_that_counts_twice_is_as_good_as_the_picture_twice(scenes, counts):
    counts = counts[: len(scenes)]
    samples, found = build(scenes)
    matches = voc_matches(samples, found)
    copies = [scene for scene, count in zip(scenes, counts, strict=True) for _ in range(count)]
    if not matches or not copies:
        return
    weighted = average_precisions(matches, np.array([counts], dtype=float), None)[0, :, 0]
    again = voc_matches(*build(copies))
    copied = (
        dict(
            zip(
                (m.label for m in again),
                average_precisions(again, np.ones((1, len(copies))), None)[0, :, 0],
                strict=True,
            )
        )
        if again
        else {}
    )
    for one, value in zip(matches, weighted, strict=True):
        if one.label not in copied:
            assert np.isnan(value)
        elif len(set(one.scores)) == len(one.scores):  # equal scores are in another order when copied
            assert value == pytest.approx(copied[one.label], abs=1e-9)
