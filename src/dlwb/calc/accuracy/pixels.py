"""The figures of a segmentation: intersection over union by class, and the share of pixels that are right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlwb.domain.accuracy import PixelRecord

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PixelCounts:
    """Pixels by picture and class `[pictures, classes]`: right, truly of the class, and given the class.

    `labels` are the classes that occur, in the truth or as given.
    """

    labels: tuple[int, ...]
    right: Floats
    truth: Floats
    given: Floats


def count_pixels(records: Sequence[PixelRecord]) -> PixelCounts:
    """The counts of all pictures."""
    labels = sorted({label for record in records for truth, given, _ in record.cells for label in (truth, given)})
    place = {label: i for i, label in enumerate(labels)}
    right, truth, given = (np.zeros((len(records), len(labels))) for _ in range(3))
    for i, record in enumerate(records):
        for true, said, count in record.cells:
            truth[i, place[true]] += count
            given[i, place[said]] += count
            if true == said:
                right[i, place[true]] += count
    return PixelCounts(tuple(labels), right, truth, given)


def unions(counts: PixelCounts, weights: Floats) -> Floats:
    """Intersection over union `[resamples, classes]`; NaN for a class that the truth does not have."""
    right, truth, given = weights @ counts.right, weights @ counts.truth, weights @ counts.given
    over: Floats = right / np.maximum(truth + given - right, 1)
    over[truth == 0] = np.nan
    return over


def figures(counts: PixelCounts, weights: Floats) -> dict[str, Floats]:
    """`miou`, the mean over the classes that the truth has, and `pixel_accuracy`, by resample."""
    over = unions(counts, weights)
    present = np.isfinite(over)
    mean = np.where(present, over, 0).sum(axis=1) / np.maximum(present.sum(axis=1), 1)
    pixels = (weights @ counts.truth).sum(axis=1)
    return {"miou": mean, "pixel_accuracy": (weights @ counts.right).sum(axis=1) / np.maximum(pixels, 1)}
