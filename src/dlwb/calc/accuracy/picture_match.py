"""Which detection found which object of one picture, at one overlap: what people are shown, and count by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.masks import box_overlaps
from dlwb.domain.accuracy import Detected
from dlwb.domain.dataset import Box, Sample

Floats = NDArray[np.float64]
_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A detection: its place in `Detected`, and the object that it found (None: none that has to be found).

    One that is not `counted` found what need not be found (a crowd, a difficult object), and is neither right nor wrong.
    """

    detection: int
    object: int | None
    counted: bool


@dataclass(frozen=True, slots=True)
class PictureMatch:
    """What became of the detections of a picture, by falling score; `wanted` are the objects that have to be found.

    `overlaps` `[detections, objects]` are those of all boxes, whatever their class.
    """

    found: tuple[Found, ...]
    wanted: frozenset[int]
    overlaps: Floats


def match_picture(sample: Sample, detected: Detected, overlap: float = _OVERLAP, floor: float = 0.0) -> PictureMatch:
    """Match by COCO's rule: each detection, by falling score, takes the free object of its class that it overlaps most.

    Of equal overlaps the later object is taken. Crowds and difficult objects are taken only where no other fits; a crowd or
    difficult object can be taken by many. The same as `matching.match_coco` over all areas, for all classes at once.

    Args:
        sample: the objects that are there.
        detected: what was found.
        overlap: intersection over union from which on an object is found.
        floor: detections below that score do not exist.
    """
    boxes = sample.boxes or ()
    spared = [box.crowd or box.difficult for box in boxes]
    order = sorted((i for i, score in enumerate(detected.scores) if score >= floor), key=lambda i: -detected.scores[i])
    overlaps = box_overlaps(_detected(detected), _objects(boxes), [box.crowd for box in boxes])
    near = _near(overlaps, detected, boxes, min(overlap, 1 - 1e-10))
    taken: set[int] = set()
    found = []
    for i in order:
        free = [j for j in near.get(i, ()) if j not in taken]
        best = _best(overlaps[i], [j for j in free if not spared[j]])
        if best is not None:
            taken.add(best)
        found.append(Found(i, best, best is not None or not free))
    return PictureMatch(tuple(found), frozenset(j for j, spare in enumerate(spared) if not spare), overlaps)


def _near(overlaps: Floats, detected: Detected, boxes: tuple[Box, ...], least: float) -> dict[int, list[int]]:
    """The objects of its class that each detection overlaps enough."""
    near: dict[int, list[int]] = {}
    for i, j in zip(*(part.tolist() for part in np.nonzero(overlaps >= least)), strict=True):
        if boxes[j].label == detected.labels[i]:
            near.setdefault(i, []).append(j)
    return near


def _best(overlaps: Floats, objects: list[int]) -> int | None:
    """The last of the objects with the largest overlap."""
    return max(objects, key=lambda j: (overlaps[j], j), default=None)


def _detected(detected: Detected) -> Floats:
    return np.array(detected.boxes, dtype=np.float64).reshape(-1, 4)


def _objects(boxes: tuple[Box, ...]) -> Floats:
    return np.array([(box.x0, box.y0, box.x1, box.y1) for box in boxes], dtype=np.float64).reshape(-1, 4)
