"""Predicted masks as one map of class numbers, to be looked at."""

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.masks import decode
from dlwb.domain.accuracy import Detected, Segmented

ClassMap = NDArray[np.uint8]
_COLOURS = 256


def class_map(segmented: Segmented) -> ClassMap:
    """The class of each pixel `[height, width]` as masks have it: 0 is the background. Numbers from 256 on start over at 1."""
    size = (segmented.width, segmented.height)
    drawn = np.zeros(size[::-1], dtype=np.uint8)
    for label, mask in zip(segmented.labels, segmented.masks, strict=True):
        drawn[decode(mask, size)] = _colour(label)
    return drawn


def instance_map(detected: Detected, size: tuple[int, int], threshold: float) -> ClassMap:
    """The class + 1 of the surest instance over each pixel, of those of at least that score; `size` is (width, height)."""
    drawn = np.zeros(size[::-1], dtype=np.uint8)
    sure = [i for i, score in enumerate(detected.scores) if score >= threshold and detected.masks]
    for i in sorted(sure, key=lambda i: detected.scores[i]):
        drawn[decode(detected.masks[i], size)] = _colour(detected.labels[i] + 1)
    return drawn


def _colour(label: int) -> int:
    return label if label < _COLOURS else (label - 1) % (_COLOURS - 1) + 1
