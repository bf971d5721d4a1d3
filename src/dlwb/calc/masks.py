"""Masks as COCO's compressed run lengths, which pycocotools makes and compares.

A picture's runs go column by column; the text of them is a few bytes for each change. pycocotools draws polygons exactly as
the reference evaluation does, which no other library is bound to.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.run_lengths import mask_of

Floats = NDArray[np.float64]


def _mask_module() -> Any:
    from pycocotools import mask

    return mask


def encode(mask: NDArray[np.bool_]) -> str:
    """Run lengths of a mask `[height, width]`."""
    counts: bytes = _mask_module().encode(np.asfortranarray(mask, dtype=np.uint8))["counts"]
    return counts.decode("ascii")


def decode(rle: str, size: tuple[int, int]) -> NDArray[np.bool_]:
    """The mask `[height, width]` of run lengths; `size` is (width, height)."""
    return mask_of(rle, size)  # pycocotools 2.0.11 does it with a warning of numpy 2


def of_polygons(polygons: Sequence[Sequence[float]], size: tuple[int, int]) -> str:
    """Run lengths of the union of polygons (x, y, x, y, …) in a picture of that (width, height)."""
    module = _mask_module()
    parts = module.frPyObjects([list(polygon) for polygon in polygons], size[1], size[0])
    counts: bytes = module.merge(parts)["counts"]
    return counts.decode("ascii")


def areas(rles: Sequence[str], size: tuple[int, int]) -> Floats:
    """How many pixels each mask has."""
    if not rles:
        return np.zeros(0)
    return np.asarray(_mask_module().area([_stored(rle, size) for rle in rles]), dtype=np.float64)


def mask_overlaps(found: Sequence[str], truth: Sequence[str], crowd: Sequence[bool], size: tuple[int, int]) -> Floats:
    """Intersection over union of each found mask (rows) with each true one (columns).

    For a crowd it is the intersection over the found mask's own area.
    """
    if not found or not truth:
        return np.zeros((len(found), len(truth)))
    left, right = ([_stored(rle, size) for rle in rles] for rles in (found, truth))
    return np.asarray(_mask_module().iou(left, right, [int(c) for c in crowd]), dtype=np.float64)


def box_overlaps(found: Floats, truth: Floats, crowd: Sequence[bool]) -> Floats:
    """The same of boxes `[N, 4]` (x0, y0, x1, y1)."""
    if not len(found) or not len(truth):
        return np.zeros((len(found), len(truth)))
    left, right = (np.column_stack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]]) for boxes in (found, truth))
    return np.asarray(_mask_module().iou(left, right, [int(c) for c in crowd]), dtype=np.float64)


def _stored(rle: str, size: tuple[int, int]) -> dict[str, Any]:
    return {"size": [size[1], size[0]], "counts": rle.encode("ascii")}
