"""The outlines of detected objects: small masks of scores, brought to the picture's size and cut at a threshold."""

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.detections.sampling import sample
from dlwb.calc.masks import encode
from dlwb.calc.preprocessing.frame import Frame

Floats = NDArray[np.float64]
Reals = NDArray[np.float32]


def box_masks(masks: Reals, boxes: Floats, frame: Frame) -> tuple[str, ...]:
    """Masks `[N, h, w]` of scores that each cover their box (pixels of the picture), cut at 0.5 (Mask R-CNN)."""
    found = []
    for mask, box in zip(masks, boxes, strict=True):
        x0, y0, x1, y1 = box
        (left, right), (top, bottom) = _pixels(x0, x1, frame.width), _pixels(y0, y1, frame.height)
        ys = (np.arange(top, bottom) + 0.5 - y0) / max(y1 - y0, 1e-6) * mask.shape[0] - 0.5
        xs = (np.arange(left, right) + 0.5 - x0) / max(x1 - x0, 1e-6) * mask.shape[1] - 0.5
        scores = sample(mask, ys, xs, empty_outside=True)
        found.append(_drawn(scores >= 0.5, left, top, frame))
    return tuple(found)


def input_masks(masks: Reals, boxes: Floats, frame: Frame, threshold: float) -> tuple[str, ...]:
    """Masks `[N, h, w]` of scores that each cover the network's whole input, cut at the threshold and at their box."""
    found = []
    for mask, box in zip(masks, boxes, strict=True):
        x0, y0, x1, y1 = box
        (left, right), (top, bottom) = _pixels(x0, x1, frame.width), _pixels(y0, y1, frame.height)
        ys, xs = input_places(np.arange(top, bottom), np.arange(left, right), mask.shape, frame)
        found.append(_drawn(sample(mask, ys, xs) > threshold, left, top, frame))
    return tuple(found)


def prototype_masks(weights: Reals, prototypes: Reals, boxes: Floats, frame: Frame) -> tuple[str, ...]:
    """Masks as weighted sums of prototypes `[K, h, w]`, positive inside (YOLACT, YOLOv5 and v8 for instances)."""
    count, height, width = prototypes.shape
    sums = (weights @ prototypes.reshape(count, -1)).reshape(-1, height, width)
    return input_masks(sums, boxes, frame, 0.0)


def input_places(
    rows: NDArray[np.intp], columns: NDArray[np.intp], shape: tuple[int, ...], frame: Frame
) -> tuple[Floats, Floats]:
    """Where pixels of the picture lie in a plane of that (height, width) over the network's whole input, in cells."""
    ys = ((rows.astype(np.float64) + 0.5) * frame.scale_y + frame.offset_y) * (shape[0] / frame.input_height) - 0.5
    xs = ((columns.astype(np.float64) + 0.5) * frame.scale_x + frame.offset_x) * (shape[1] / frame.input_width) - 0.5
    return ys, xs


def _pixels(low: float, high: float, size: int) -> tuple[int, int]:
    """The whole pixels that a side of a box touches."""
    first = min(max(floor(low), 0), size)
    return first, min(max(ceil(high), first), size)


def _drawn(part: NDArray[np.bool_], left: int, top: int, frame: Frame) -> str:
    canvas = np.zeros((frame.height, frame.width), dtype=np.bool_)
    canvas[top : top + part.shape[0], left : left + part.shape[1]] = part
    return encode(canvas)
