"""Which detection found which object of one picture: the rules of COCO and of Pascal VOC."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

COCO_OVERLAPS = np.linspace(0.5, 0.95, 10)
# All objects, small, medium and large ones, by their area in pixels.
COCO_AREAS = np.array([[0, 1e5**2], [0, 32**2], [32**2, 96**2], [96**2, 1e5**2]], dtype=np.float64)
VOC_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Matches:
    """What the detections of one class in one picture (by falling score) found, `[areas, overlaps, detections]`.

    A detection that is not `counted` is neither right nor wrong. `objects [areas]` is how many had to be found.
    """

    hits: Bools
    counted: Bools
    objects: NDArray[np.intp]


def match_coco(
    overlaps: Floats, found_areas: Floats, true_areas: Floats, crowd: Bools, thresholds: Floats = COCO_OVERLAPS
) -> Matches:
    """COCO's rule: each detection, by falling score, takes the free object that it overlaps most, if enough.

    Objects that need not be found (crowds, and those outside the range of areas) are taken only when no other fits; then the
    detection does not count, and neither does one that found nothing and is outside the range itself. A crowd can be taken
    by many. Of equal overlaps the later object is taken (cocoeval.py, `evaluateImg`).

    Args:
        overlaps: `[detections, objects]`, for crowds over the detection's own area.
        found_areas: of the detections, in pixels.
        true_areas: of the objects, in pixels.
        crowd: which objects are crowds.
        thresholds: overlaps at which an object is found.
    """
    low, high = COCO_AREAS[:, :1], COCO_AREAS[:, 1:]
    ignored = crowd | (true_areas < low) | (true_areas > high)
    shape = (len(COCO_AREAS), len(thresholds), len(found_areas))
    hits, passed = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    taken = np.zeros((*shape[:2], len(true_areas)), dtype=bool)
    enough = overlaps[:, None, :] >= np.minimum(thresholds, 1 - 1e-10)[:, None]
    for i in np.flatnonzero(enough.any(axis=(1, 2))):
        free = enough[i] & (~taken | crowd)
        real, spare = free & ~ignored[:, None], free & ignored[:, None]
        has_real, has_spare = real.any(axis=2), spare.any(axis=2)
        best = np.where(has_real, _last_best(overlaps[i], real), _last_best(overlaps[i], spare))
        area, overlap = np.nonzero(has_real | has_spare)
        taken[area, overlap, best[area, overlap]] = True
        hits[:, :, i], passed[:, :, i] = has_real, ~has_real & has_spare
    outside = ((found_areas < low) | (found_areas > high))[:, None, :]
    return Matches(hits, hits | ~(passed | outside), (~ignored).sum(axis=1))


def _last_best(overlaps: Floats, allowed: Bools) -> NDArray[np.intp]:
    """The last of the allowed objects with the largest overlap; anything where none is allowed."""
    masked = np.where(allowed, overlaps, -1.0)[..., ::-1]
    last: NDArray[np.intp] = overlaps.size - 1 - masked.argmax(axis=-1)
    return last


def match_voc(overlaps: Floats, difficult: Bools, threshold: float = VOC_OVERLAP) -> Matches:
    """Pascal VOC's rule: each detection, by falling score, goes to the object that it overlaps most.

    It is right when that overlap is enough and the object was not found before. One that goes to a difficult object does
    not count (VOC development kit 2012, `VOCevaldet.m`).

    Args:
        overlaps: `[detections, objects]`.
        difficult: which objects need not be found.
        threshold: the overlap at which an object is found.
    """
    hits, counted = np.zeros(len(overlaps), dtype=bool), np.ones(len(overlaps), dtype=bool)
    if overlaps.shape[1]:
        best = overlaps.argmax(axis=1)
        near = np.flatnonzero(overlaps[np.arange(len(overlaps)), best] >= threshold)
        counted[near] = ~difficult[best[near]]
        near = near[counted[near]]
        hits[near[np.unique(best[near], return_index=True)[1]]] = True
    return Matches(hits[None, None], counted[None, None], np.array([np.count_nonzero(~difficult)]))
