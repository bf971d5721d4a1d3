"""What a detector finds at each confidence threshold: precision, recall and F1."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.accuracy.picture_match import match_picture
from dlwb.domain.accuracy import Detected
from dlwb.domain.dataset import Sample
from dlwb.domain.thresholds import ThresholdPoint

THRESHOLDS = np.round(np.linspace(0.0, 1.0, 101), 2)


@dataclass(frozen=True, slots=True)
class ScoredMatches:
    """All detections of a run that count, by class and score, whether each found an object, and the classes of all objects.

    Detections by falling score take objects, so those of lower scores change nothing for those above them: one matching
    serves every threshold.
    """

    labels: NDArray[np.intp]
    scores: NDArray[np.float64]
    hits: NDArray[np.bool_]
    objects: NDArray[np.intp]


def scored_matches(samples: Sequence[Sample], found: Sequence[Detected], overlap: float) -> ScoredMatches:
    """Match all pictures at one overlap (see `picture_match.match_picture`)."""
    labels: list[int] = []
    scores: list[float] = []
    hits: list[bool] = []
    objects: list[int] = []
    for sample, detected in zip(samples, found, strict=True):
        matched = match_picture(sample, detected, overlap)
        for i, one, counts in zip(matched.detections, matched.objects, matched.counted, strict=True):
            if counts:
                labels.append(detected.labels[i])
                scores.append(detected.scores[i])
                hits.append(one is not None)
        boxes = sample.boxes or ()
        objects += [boxes[j].label for j in matched.wanted]
    return ScoredMatches(
        np.array(labels, dtype=np.intp),
        np.array(scores, dtype=np.float64),
        np.array(hits, dtype=bool),
        np.array(objects, dtype=np.intp),
    )


def threshold_points(matches: ScoredMatches, label: int | None = None) -> tuple[ThresholdPoint, ...]:
    """What is found at each of `THRESHOLDS`, of one class or of all."""
    mine = np.ones(len(matches.labels), dtype=bool) if label is None else matches.labels == label
    objects = len(matches.objects) if label is None else int(np.count_nonzero(matches.objects == label))
    right = np.sort(matches.scores[mine & matches.hits])
    wrong = np.sort(matches.scores[mine & ~matches.hits])
    hits = len(right) - np.searchsorted(right, THRESHOLDS, side="left")
    extra = len(wrong) - np.searchsorted(wrong, THRESHOLDS, side="left")
    return tuple(
        ThresholdPoint(float(t), int(h), int(e), objects - int(h))
        for t, h, e in zip(THRESHOLDS, hits, extra, strict=True)
    )


def best_point(points: Sequence[ThresholdPoint]) -> ThresholdPoint | None:
    """The point with the best F1, of equal ones the lowest threshold; None where nothing was found at all."""
    found = [point for point in points if point.hits]
    return max(found, key=lambda point: point.f1 or 0.0, default=None)
