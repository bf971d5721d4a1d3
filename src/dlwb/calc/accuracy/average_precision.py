"""Average precision and recall from matches, for any weights of the pictures at once.

Precision only has to be known where an object is found: between such places recall stands still, and the envelope that all
three forms integrate (the highest precision from a recall on) does not change. A resample costs one running sum over the
detections and one over the found objects for each overlap.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.accuracy.found_objects import ClassMatches

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# The recalls at which precision is read; None: the whole area below the envelope.
COCO_RECALLS = np.linspace(0.0, 1.0, 101)
VOC_RECALLS = np.linspace(0.0, 1.0, 11)


def average_precisions(
    matches: Sequence[ClassMatches], weights: Floats, recalls: Floats | None, area: int = 0
) -> Floats:
    """Average precision `[resamples, classes, overlaps]`; NaN where a class has no object to find.

    Args:
        matches: by class.
        weights: how often each picture counts, `[resamples, pictures]`.
        recalls: at which recalls the precision is read.
        area: which range of areas.
    """
    return np.stack([_of_class(one, weights, recalls, area) for one in matches], axis=1)


def _of_class(matches: ClassMatches, weights: Floats, recalls: Floats | None, area: int) -> Floats:
    objects = matches.wanted(weights, area)
    hits, counted = matches.hits[area], matches.counted[area]
    base = counted[0]
    places = np.flatnonzero(base)
    running = np.cumsum(weights[:, matches.pictures[places]], axis=1)
    result = np.empty((len(weights), len(hits)))
    for t, (hit, counts) in enumerate(zip(hits, counted, strict=True)):
        at = np.flatnonzero(hit)
        found = np.cumsum(weights[:, matches.pictures[at]], axis=1)
        total = _running_at(running, places, at) + _changes(matches, weights, base, counts, at)
        result[:, t] = _area_below(found, total, objects, recalls)
    result[objects == 0] = np.nan
    return result


def _running_at(running: Floats, places: NDArray[np.intp], at: NDArray[np.intp]) -> Floats:
    """The running sum over `places` up to and including each place of `at`."""
    padded = np.concatenate([np.zeros((len(running), 1)), running], axis=1)
    return padded[:, np.searchsorted(places, at, side="right")]


def _changes(
    matches: ClassMatches, weights: Floats, base: Bools, counts: Bools, at: NDArray[np.intp]
) -> Floats | float:
    """What counts at this overlap and not at the first one, less what counts only there; few detections do."""
    places = np.flatnonzero(counts != base)
    if not places.size:
        return 0.0
    signs = np.where(counts[places], 1.0, -1.0)
    return _running_at(np.cumsum(weights[:, matches.pictures[places]] * signs, axis=1), places, at)


def _area_below(found: Floats, total: Floats, objects: Floats, recalls: Floats | None) -> Floats:
    """Each resample's average precision, from what was found and what counted up to each found object."""
    if not found.shape[1]:
        return np.zeros(len(found))
    precision = found / np.maximum(total, 1e-12)
    envelope = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    recall = found / np.maximum(objects, 1e-12)[:, None]
    if recalls is None:
        steps, whole = np.diff(recall, axis=1, prepend=0.0), 1
    else:
        reached = np.searchsorted(recalls, recall, side="right")
        steps, whole = np.diff(reached, axis=1, prepend=0), len(recalls)
    below: Floats = np.sum(envelope * steps, axis=1) / whole
    return below


def recalls_reached(matches: Sequence[ClassMatches], weights: Floats, area: int, most: int) -> Floats:
    """The share of objects found `[resamples, classes, overlaps]` by the best `most` detections of each picture.

    NaN where a class has no object to find.
    """
    made = []
    for one in matches:
        objects = one.wanted(weights, area)
        hits = one.hits[area] & (one.ranks < most)
        found = np.stack([weights[:, one.pictures[hit]].sum(axis=1) for hit in hits], axis=1)
        share = found / np.maximum(objects, 1e-12)[:, None]
        share[objects == 0] = np.nan
        made.append(share)
    return np.stack(made, axis=1)
