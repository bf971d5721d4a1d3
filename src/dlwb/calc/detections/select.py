"""From many candidate boxes to the detections of one picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.preprocessing.frame import Frame, boxes_to_picture, clip
from dlwb.domain.accuracy import Detected
from dlwb.domain.output_adapter import BoxForm, BoxUnit, Selection

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

# Candidates that are looked at, the best first; a network with a low floor can have a hundred thousand.
_MOST_CANDIDATES = 10_000


@dataclass(frozen=True, slots=True)
class Candidates:
    """Boxes `[M, 4]` (x0, y0, x1, y1, in pixels of the picture) with one class each, and what number each has."""

    boxes: Floats
    scores: NDArray[np.floating]
    labels: Ints
    rows: Ints


@dataclass(frozen=True, slots=True)
class Chosen:
    """The detections of one picture by falling score; `rows` are the candidates that they were. Boxes in picture pixels."""

    boxes: Floats
    scores: Floats
    labels: Ints
    rows: Ints

    def detected(self, masks: tuple[str, ...] = ()) -> Detected:
        """As it is stored."""
        boxes = tuple(map(tuple, self.boxes.tolist()))
        return Detected(boxes, tuple(self.scores.tolist()), tuple(self.labels.tolist()), masks)


def corners(boxes: NDArray[np.floating], form: BoxForm) -> Floats:
    """Boxes `[..., 4]` of any form as x0, y0, x1, y1, in the same unit."""
    a, b, c, d = np.moveaxis(boxes.astype(np.float64), -1, 0)
    if form is BoxForm.YXYX:
        a, b, c, d = b, a, d, c
    elif form is BoxForm.XYWH:
        c, d = a + c, b + d
    elif form in (BoxForm.CXCYWH, BoxForm.CYCXHW):
        if form is BoxForm.CYCXHW:
            a, b, c, d = b, a, d, c
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    return np.stack([a, b, c, d], axis=-1)


def in_picture(boxes: Floats, unit: BoxUnit, frame: Frame) -> Floats:
    """Boxes `[N, 4]` (x0, y0, x1, y1) of any unit in pixels of the picture; they may reach beyond it."""
    if unit is BoxUnit.PICTURE:
        return boxes
    if unit is BoxUnit.SHARE:
        boxes = boxes * np.array([frame.input_width, frame.input_height] * 2)
    return boxes_to_picture(frame, boxes)


def choose(boxes: Floats, scores: NDArray[np.floating], select: Selection, frame: Frame) -> Chosen:
    """The detections among candidates `boxes [M, 4]` (pixels of the picture) with `scores [M, classes]`."""
    if select.multi:
        rows, labels = np.nonzero(scores >= select.floor)
    else:
        labels = scores.argmax(axis=1) if scores.size else np.zeros(len(scores), dtype=np.intp)
        best = scores[np.arange(len(scores)), labels] if scores.size else np.zeros(0)
        rows = np.flatnonzero(best >= select.floor)
        labels = labels[rows]
    return choose_labelled(Candidates(boxes[rows], scores[rows, labels], labels, rows), select, frame)


def choose_labelled(candidates: Candidates, select: Selection, frame: Frame) -> Chosen:
    """The same for candidates that have one class each; one whose score or box is no finite number is none."""
    scores = candidates.scores
    finite = np.isfinite(scores) & np.isfinite(candidates.boxes).all(axis=1)
    order = np.flatnonzero((scores >= select.floor) & finite)
    order = order[np.argsort(-scores[order], kind="stable")][:_MOST_CANDIDATES]
    order = order[suppress(candidates.boxes[order], candidates.labels[order], select.overlap, select.most)]
    boxes = clip(frame, candidates.boxes[order])
    return Chosen(boxes, scores[order].astype(np.float64), candidates.labels[order], candidates.rows[order])


def suppress(boxes: Floats, labels: Ints, overlap: float | None, most: int) -> Ints:
    """Non-maximum suppression: indices of the boxes (by falling score) that stay, at most `most`.

    A box goes when one before it of its class stayed and their intersection over union is above `overlap`. Because boxes
    are taken in the order of their scores whatever their class, it may end as soon as `most` are found.
    """
    if overlap is None:
        return np.arange(min(len(boxes), most))
    areas = np.maximum(boxes[:, 2] - boxes[:, 0], 0) * np.maximum(boxes[:, 3] - boxes[:, 1], 0)
    left = np.arange(len(boxes))
    kept: list[np.intp] = []
    while left.size and len(kept) < most:
        first, left = left[0], left[1:]
        kept.append(first)
        sides = np.minimum(boxes[left, 2:], boxes[first, 2:]) - np.maximum(boxes[left, :2], boxes[first, :2])
        common = np.maximum(sides[:, 0], 0) * np.maximum(sides[:, 1], 0)
        union = areas[left] + areas[first] - common
        left = left[(labels[left] != labels[first]) | (common <= overlap * union)]
    return np.array(kept, dtype=np.intp)
