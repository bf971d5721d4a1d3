"""Which detection found which object of one picture, at one overlap: what people are shown, and count by."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.masks import box_overlaps
from dlwb.domain.accuracy import Detected
from dlwb.domain.dataset import Box, Sample

Floats = NDArray[np.float64]
_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class PictureMatch:
    """What became of the detections of a picture, by falling score; the first three have an entry for each.

    `detections` are their places in `Detected`; `objects` what each found (None: nothing that has to be found); one that is
    not `counted` found what need not be found (a crowd, a difficult object), and is neither right nor wrong. `wanted` are the
    objects that have to be found. `overlaps` `[detections, objects]` are those of all boxes, whatever their class.
    """

    detections: Sequence[int]
    objects: Sequence[int | None]
    counted: Sequence[bool]
    wanted: frozenset[int]
    overlaps: Floats

    @property
    def hits(self) -> int:
        """How many objects were found."""
        return len(self.objects) - self.objects.count(None)

    @property
    def extra(self) -> int:
        """How many detections that count found nothing."""
        return sum(counts and found is None for found, counts in zip(self.objects, self.counted, strict=True))


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
    boxes, scores = sample.boxes or (), detected.scores
    order = sorted((i for i, score in enumerate(scores) if score >= floor), key=lambda i: -scores[i])
    wanted = frozenset(j for j, box in enumerate(boxes) if not box.crowd and not box.difficult)
    overlaps = _overlaps(boxes, [detected.boxes[i] for i in order])
    objects: list[int | None] = [None] * len(order)
    counted = [True] * len(order)
    taken: set[int] = set()
    for place, near in _near(overlaps, [detected.labels[i] for i in order], boxes, overlap).items():
        free = [j for j in near if j in wanted and j not in taken]
        if free:
            best = max(free, key=lambda j: (overlaps[place, j], j))
            objects[place] = best
            taken.add(best)
        else:
            counted[place] = all(j in wanted for j in near)
    return PictureMatch(order, objects, counted, wanted, overlaps)


def right_detections(sample: Sample, detected: Detected) -> tuple[bool | None, ...]:
    """Whether each detection found an object, in the order of `Detected`; None: it is neither right nor wrong.

    Detections of lower scores change nothing for those above them, so the entries hold at every threshold.
    """
    matched = match_picture(sample, detected)
    by_place = zip(matched.detections, matched.objects, matched.counted, strict=True)
    right = {i: found is not None if counts else None for i, found, counts in by_place}
    return tuple(right.get(i) for i in range(len(detected.scores)))


def _overlaps(boxes: Sequence[Box], found: Sequence[tuple[float, float, float, float]]) -> Floats:
    if not boxes or not found:
        return np.zeros((len(found), len(boxes)))
    there = np.array([(box.x0, box.y0, box.x1, box.y1) for box in boxes], dtype=np.float64)
    return box_overlaps(np.array(found, dtype=np.float64), there, [box.crowd for box in boxes])


def _near(overlaps: Floats, labels: Sequence[int], boxes: Sequence[Box], least: float) -> dict[int, list[int]]:
    """The objects of its class that each detection overlaps enough; detections in their order."""
    near: dict[int, list[int]] = {}
    enough = np.nonzero(overlaps >= min(least, 1 - 1e-10))
    for place, j in zip(*(part.tolist() for part in enough), strict=True):
        if boxes[j].label == labels[place]:
            near.setdefault(place, []).append(j)
    return near
