"""From a detector's rows to boxes, and from boxes to a mean average precision; plain numpy.

A row is `cx, cy, w, h, objectness, class scores...`; rows are the cells of one square grid per
stride, row by row, the smallest stride first. This is the layout of YOLOX before its decoding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SCORE_FLOOR = 0.01
"""Detections below this score are dropped."""
OVERLAP_LIMIT = 0.5
"""Of two boxes of a class that overlap by more (intersection over union), the weaker goes."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes of one picture: corners (n, 4) left, top, right, bottom in pixels; labels (n,); scores (n,)."""

    corners: Floats
    labels: npt.NDArray[np.int64]
    scores: Floats


def grid_cells(side: int, strides: Sequence[int]) -> tuple[Floats, Floats]:
    """Column and row of every cell, (rows, 2), and its stride in pixels, (rows, 1)."""
    cells, steps = [], []
    for stride in strides:
        rows, columns = np.mgrid[0 : side // stride, 0 : side // stride]
        cells.append(np.stack([columns.ravel(), rows.ravel()], axis=1).astype(np.float64))
        steps.append(np.full((rows.size, 1), stride, dtype=np.float64))
    return np.concatenate(cells), np.concatenate(steps)


def overlaps(box: Floats, others: Floats) -> Floats:
    """Intersection over union of one box (4,) with others (n, 4), both as corners; shape (n,)."""
    low, high = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    areas = np.prod(others[:, 2:] - others[:, :2], axis=1) + np.prod(box[2:] - box[:2])
    result: Floats = shared / np.maximum(areas - shared, 1e-9)
    return result


def suppress(corners: Floats, scores: Floats) -> list[int]:
    """Greedy non-maximum suppression within one class; the kept indices, strongest first."""
    order = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while order.size:
        kept.append(int(order[0]))
        order = order[1:][overlaps(corners[order[0]], corners[order[1:]]) <= OVERLAP_LIMIT]
    return kept


def decode(rows: npt.NDArray[np.float32], side: int, strides: Sequence[int]) -> Boxes:
    """Boxes of one picture from the network's rows (cells, 5 + classes), strongest first within a class."""
    values = rows.astype(np.float64)
    cells, steps = grid_cells(side, strides)
    centres, sizes = (values[:, :2] + cells) * steps, np.exp(values[:, 2:4]) * steps
    corners = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)
    scores = values[:, 4:5] * values[:, 5:]
    picked: list[tuple[int, int]] = []
    for label in range(scores.shape[1]):
        strong = np.flatnonzero(scores[:, label] >= SCORE_FLOOR)
        kept = suppress(corners[strong], scores[strong, label])
        picked += [(int(strong[k]), label) for k in kept]
    cell = np.array([row for row, _ in picked], dtype=np.int64)
    labels = np.array([label for _, label in picked], dtype=np.int64)
    return Boxes(corners[cell], labels, scores[cell, labels])


def average_precision(found: Sequence[Boxes], truth: Sequence[Boxes], label: int) -> float:
    """All-point average precision of one class at an overlap of 0.5; NaN where no picture shows the class."""
    wanted = [boxes.corners[boxes.labels == label] for boxes in truth]
    total = sum(len(corners) for corners in wanted)
    if total == 0:
        return float("nan")
    claims = [
        (float(boxes.scores[k]), picture, boxes.corners[k])
        for picture, boxes in enumerate(found)
        for k in np.flatnonzero(boxes.labels == label)
    ]
    claims.sort(key=lambda claim: -claim[0])
    taken = [np.zeros(len(corners), dtype=bool) for corners in wanted]
    hits = np.zeros(len(claims))
    for number, (_, picture, corners) in enumerate(claims):
        shares = overlaps(corners, wanted[picture])
        best = int(np.argmax(shares)) if shares.size else -1
        if best >= 0 and shares[best] >= 0.5 and not taken[picture][best]:
            taken[picture][best] = True
            hits[number] = 1
    recall = np.cumsum(hits) / total
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * envelope))


def mean_average_precision(found: Sequence[Boxes], truth: Sequence[Boxes], classes: int) -> float:
    """MAP at an overlap of 0.5 over the classes that occur, 0..1."""
    return float(np.nanmean([average_precision(found, truth, label) for label in range(classes)]))
