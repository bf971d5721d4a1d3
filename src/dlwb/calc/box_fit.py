"""Boxes as labels give them become boxes that fit their picture."""

from collections import Counter
from dataclasses import replace
from math import isfinite

from dlwb.calc.run_lengths import counts_of
from dlwb.domain.dataset import Box

CLIPPED = "Boxes that reach out of their picture, clipped"
OUTSIDE = "Boxes outside their picture or inside out, left out"
BAD_OUTLINE = "Outlines that do not fit their picture, left out; their boxes count"
_TOLERANCE_PX = 1.0
"""Labels round, and some count pixels from 1: as much as that is no mistake, and clipping would change the truth."""


def fitted(boxes: tuple[Box, ...], width: int, height: int, *, relative: bool) -> tuple[tuple[Box, ...], Counter[str]]:
    """Boxes in pixels of a picture of `width` × `height`, and how often something had to be done about them.

    `relative` boxes and polygons come in fractions of width and height.
    """
    remarks: Counter[str] = Counter()
    kept: list[Box] = []
    for given in boxes:
        box = _in_pixels(given, width, height) if relative else given
        if not all(map(isfinite, (box.x0, box.y0, box.x1, box.y1))):
            remarks[OUTSIDE] += 1
            continue
        if max(-box.x0, -box.y0, box.x1 - width, box.y1 - height) > _TOLERANCE_PX:
            clipped = _clipped(box, width, height)
            if clipped.x1 <= clipped.x0 or clipped.y1 <= clipped.y0:
                remarks[OUTSIDE] += 1
                continue
            remarks[CLIPPED] += 1
            box = clipped
        if box.x1 < box.x0 or box.y1 < box.y0:
            remarks[OUTSIDE] += 1
            continue
        if not _outline_fits(box, width, height):
            remarks[BAD_OUTLINE] += 1
            box = replace(box, polygons=(), rle="")
        kept.append(box)
    return tuple(kept), remarks


def _in_pixels(box: Box, width: int, height: int) -> Box:
    return replace(
        box,
        x0=box.x0 * width,
        y0=box.y0 * height,
        x1=box.x1 * width,
        y1=box.y1 * height,
        polygons=tuple(
            tuple(value * (height if i % 2 else width) for i, value in enumerate(polygon)) for polygon in box.polygons
        ),
    )


def _clipped(box: Box, width: int, height: int) -> Box:
    x0, x1 = (min(max(x, 0.0), float(width)) for x in (box.x0, box.x1))
    y0, y1 = (min(max(y, 0.0), float(height)) for y in (box.y0, box.y1))
    return replace(box, x0=x0, y0=y0, x1=x1, y1=y1)


def _outline_fits(box: Box, width: int, height: int) -> bool:
    if any(len(p) < 6 or len(p) % 2 or not all(map(isfinite, p)) for p in box.polygons):
        return False
    if not box.rle:
        return True
    try:
        return sum(counts_of(box.rle)) == width * height
    except ValueError:
        return False
