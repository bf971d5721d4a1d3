"""All detections of a class over all pictures, ready to be added up with any weight for each picture."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.accuracy.matching import Matches, match_coco, match_voc
from dlwb.calc.masks import areas, box_overlaps, mask_overlaps, of_polygons
from dlwb.domain.accuracy import Detected
from dlwb.domain.dataset import Box, Sample

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MOST = 100
"""Detections of a class that count in one picture, for COCO."""


@dataclass(frozen=True, slots=True)
class ClassMatches:
    """The detections of one class by falling score, `D` in all; axes as in `Matches`, pictures in the given order.

    `ranks` is the place of each among the detections of its class in its picture. `shown` are the pictures, `S` in all, that
    show objects of the class, `objects [areas, S]` how many had to be found in each; most classes are in few pictures.
    """

    label: int
    scores: Floats
    pictures: Ints
    ranks: Ints
    hits: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    shown: Ints
    objects: Ints

    def wanted(self, weights: Floats, area: int) -> Floats:
        """How many objects of a range of areas had to be found, for any weights of the pictures `[resamples, pictures]`."""
        total: Floats = weights[:, self.shown] @ self.objects[area]
        return total


@dataclass(frozen=True, slots=True)
class _Scene:
    """One class in one picture: boxes, scores by falling score and masks found, and the objects that are there."""

    sample: Sample
    boxes: Floats
    scores: Floats
    masks: tuple[str, ...]
    truth: tuple[Box, ...]


_Match = Callable[[_Scene], Matches]


def coco_matches(
    samples: Sequence[Sample], found: Sequence[Detected], *, masks: bool = False
) -> tuple[ClassMatches, ...]:
    """What was found of each class that has objects, by COCO's rule, on boxes or on masks.

    Equal scores are in the order of the pictures, which for COCO is that of their numbers.
    """
    return _by_class(samples, found, _coco_masks if masks else _coco_boxes, MOST)


def voc_matches(samples: Sequence[Sample], found: Sequence[Detected]) -> tuple[ClassMatches, ...]:
    """What was found of each class that has objects, by Pascal VOC's rule at an overlap of 0.5. Crowds are difficult."""
    return _by_class(samples, found, _voc_boxes, None)


def _by_class(
    samples: Sequence[Sample], found: Sequence[Detected], match: _Match, most: int | None
) -> tuple[ClassMatches, ...]:
    labels = sorted({box.label for sample in samples for box in sample.boxes or ()})
    scenes: dict[int, list[tuple[int, _Scene]]] = {label: [] for label in labels}
    for i, (sample, detected) in enumerate(zip(samples, found, strict=True)):
        for label, scene in _scenes(sample, detected, most):
            if label in scenes:
                scenes[label].append((i, scene))
    made = [_joined(label, scenes[label], match) for label in labels]
    return tuple(matches for matches in made if matches.objects.any())


def _scenes(sample: Sample, detected: Detected, most: int | None) -> Iterator[tuple[int, _Scene]]:
    """Each class that the picture shows or that was found in it."""
    truth: dict[int, list[Box]] = {}
    for box in sample.boxes or ():
        truth.setdefault(box.label, []).append(box)
    scores = np.array(detected.scores, dtype=np.float64)
    boxes = np.array(detected.boxes, dtype=np.float64).reshape(-1, 4)
    order = np.argsort(-scores, kind="stable")
    for label, group in groupby(sorted(order, key=lambda i: detected.labels[i]), key=lambda i: detected.labels[i]):
        mine = list(group)[:most]
        masks = tuple(detected.masks[i] for i in mine) if detected.masks else ()
        yield label, _Scene(sample, boxes[mine], scores[mine], masks, tuple(truth.pop(label, ())))
    for label, objects in truth.items():
        yield label, _Scene(sample, np.zeros((0, 4)), np.zeros(0), (), tuple(objects))


def _joined(label: int, scenes: Sequence[tuple[int, _Scene]], match: _Match) -> ClassMatches:
    matched = [(i, scene, match(scene)) for i, scene in scenes]
    scores = np.concatenate([scene.scores for _, scene, _ in matched])
    order = np.argsort(-scores, kind="stable")
    showing = [(i, matches.objects) for i, scene, matches in matched if scene.truth]
    return ClassMatches(
        label,
        scores[order],
        np.concatenate([np.full(len(scene.scores), i) for i, scene, _ in matched])[order],
        np.concatenate([np.arange(len(scene.scores)) for _, scene, _ in matched])[order],
        np.concatenate([matches.hits for _, _, matches in matched], axis=2)[:, :, order],
        np.concatenate([matches.counted for _, _, matches in matched], axis=2)[:, :, order],
        np.array([i for i, _ in showing], dtype=np.intp),
        np.stack([objects for _, objects in showing], axis=1),
    )


# --- the rules ------------------------------------------------------------------------------------


def _corners(boxes: Sequence[Box]) -> Floats:
    return np.array([(box.x0, box.y0, box.x1, box.y1) for box in boxes], dtype=np.float64).reshape(-1, 4)


def _box_areas(boxes: Floats) -> Floats:
    sides = boxes[:, 2:] - boxes[:, :2]
    product: Floats = sides[:, 0] * sides[:, 1]
    return product


def _true_areas(boxes: Sequence[Box], otherwise: Floats) -> Floats:
    known = [box.area for box in boxes]
    return np.array([a if area is None else area for area, a in zip(known, otherwise, strict=True)], dtype=np.float64)


def _flags(boxes: Sequence[Box]) -> NDArray[np.bool_]:
    return np.array([box.crowd for box in boxes], dtype=bool)


def _coco_boxes(scene: _Scene) -> Matches:
    truth, crowd = _corners(scene.truth), _flags(scene.truth)
    overlaps = box_overlaps(scene.boxes, truth, crowd.tolist())
    return match_coco(overlaps, _box_areas(scene.boxes), _true_areas(scene.truth, _box_areas(truth)), crowd)


def _coco_masks(scene: _Scene) -> Matches:
    size = (scene.sample.width, scene.sample.height)
    truth, crowd = [outline(box, size) for box in scene.truth], _flags(scene.truth)
    overlaps = mask_overlaps(scene.masks, truth, crowd.tolist(), size)
    return match_coco(overlaps, areas(scene.masks, size), _true_areas(scene.truth, areas(truth, size)), crowd)


def outline(box: Box, size: tuple[int, int]) -> str:
    """The run lengths of an object in a picture of that (width, height); its box where nothing closer is known."""
    if box.rle:
        return box.rle
    return of_polygons(box.polygons or [(box.x0, box.y0, box.x1, box.y0, box.x1, box.y1, box.x0, box.y1)], size)


def _voc_boxes(scene: _Scene) -> Matches:
    truth = _corners(scene.truth)
    overlaps = box_overlaps(scene.boxes, truth, [False] * len(truth))
    return match_voc(overlaps, np.array([box.difficult or box.crowd for box in scene.truth], dtype=bool))
