"""Where a picture lies in a network's input, so that what is found there can be carried back."""

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from dlwb.domain.preprocessing import PadPosition, Resize, ResizeRule

Floats = NDArray[np.float64]
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """Pixel `(x, y)` of the picture lies at `(x·scale_x + offset_x, y·scale_y + offset_y)` of the input.

    Sizes in pixels: `width`, `height` those of the picture as stored, the others those of the network's input.
    """

    width: int
    height: int
    input_width: int
    input_height: int
    scale_x: float
    scale_y: float
    offset_x: float = 0.0
    offset_y: float = 0.0

    @property
    def placed(self) -> tuple[int, int, int, int]:
        """The part of the input that shows the picture, in whole pixels: left, top, right, bottom."""
        return (
            max(0, round(self.offset_x)),
            max(0, round(self.offset_y)),
            min(self.input_width, round(self.offset_x + self.width * self.scale_x)),
            min(self.input_height, round(self.offset_y + self.height * self.scale_y)),
        )

    @property
    def shown(self) -> tuple[float, float, float, float]:
        """The part of the picture that the input shows, in the picture's pixels: left, top, right, bottom."""
        left, top, right, bottom = self.placed
        return (
            _within((left - self.offset_x) / self.scale_x, self.width),
            _within((top - self.offset_y) / self.scale_y, self.height),
            _within((right - self.offset_x) / self.scale_x, self.width),
            _within((bottom - self.offset_y) / self.scale_y, self.height),
        )


def _within(place: float, size: int) -> float:
    """The place on a side of that many pixels, without what dividing and multiplying left behind."""
    return min(max(round(place, 6), 0.0), float(size))


def frame_of(picture: Size, target: Size, resize: Resize) -> Frame:
    """Where a picture of that (width, height) lies in an input of the target (width, height)."""
    width, height = picture
    if resize.rule is ResizeRule.CROP:
        return _cropped(picture, target, resize.shorter_side)
    if resize.rule is ResizeRule.LETTERBOX:
        return _letterboxed(picture, target, resize.position)
    return Frame(width, height, *target, target[0] / width, target[1] / height)


def boxes_to_picture(frame: Frame, boxes: Floats) -> Floats:
    """Boxes `[N, 4]` (x0, y0, x1, y1) in pixels of the input as boxes in pixels of the picture; they may reach beyond it."""
    offset = np.array([frame.offset_x, frame.offset_y] * 2)
    scale = np.array([frame.scale_x, frame.scale_y] * 2)
    placed: Floats = (boxes - offset) / scale
    return placed


def clip(frame: Frame, boxes: Floats) -> Floats:
    """Boxes `[N, 4]` in pixels of the picture, cut at its borders."""
    return np.clip(boxes, 0, np.array([frame.width, frame.height] * 2, dtype=np.float64))


def _cropped(picture: Size, target: Size, shorter_side: int | None) -> Frame:
    """The middle of the picture after its shorter side was scaled; of an odd rest the larger half goes below and right."""
    width, height = picture
    scale = (shorter_side or 0) / min(picture)
    sides = round(width * scale), round(height * scale)
    if sides[0] < target[0] or sides[1] < target[1]:  # at least so large that the picture covers the input
        scale = max(target[0] / width, target[1] / height)
        sides = max(target[0], round(width * scale)), max(target[1], round(height * scale))
    left, top = (sides[0] - target[0]) // 2, (sides[1] - target[1]) // 2
    return Frame(width, height, *target, sides[0] / width, sides[1] / height, -left, -top)


def _letterboxed(picture: Size, target: Size, position: PadPosition) -> Frame:
    """The whole picture at one scale. The corner's sizes are rounded down (YOLOX), those in the middle to the nearest
    pixel, with the odd row of padding below and right (Ultralytics).
    """
    width, height = picture
    scale = min(target[0] / width, target[1] / height)
    if position is PadPosition.CORNER:
        sides = max(1, floor(width * scale)), max(1, floor(height * scale))
        return Frame(width, height, *target, sides[0] / width, sides[1] / height)
    sides = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (round((a - b) / 2 - 0.1) for a, b in zip(target, sides, strict=True))
    return Frame(width, height, *target, sides[0] / width, sides[1] / height, left, top)
