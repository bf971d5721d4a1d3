"""The bootstrap over pictures: how often each picture counts in a resample.

Whatever a metric adds up over pictures is added up again with these weights; nothing is predicted or matched twice. The
seed is the number of pictures, so that the same pictures always give the same interval, and two variants on the same
pictures are resampled alike (Efron & Tibshirani 1993, paired).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dlwb.domain.accuracy import Direction, Metric

Floats = NDArray[np.float64]

RESAMPLES = 500
_AT_ONCE = 50
_TAILS = (0.025, 0.975)


def resamples(pictures: int) -> Iterator[Floats]:
    """Weights `[some, pictures]`, part by part; `RESAMPLES` rows in all, whole numbers that sum to `pictures`.

    None for a single picture: it would always be chosen.
    """
    if pictures < 2:
        return
    rng = np.random.default_rng(pictures)
    for _ in range(RESAMPLES // _AT_ONCE):
        chosen = rng.integers(0, pictures, (_AT_ONCE, pictures))
        chosen += np.arange(_AT_ONCE)[:, None] * pictures
        counts = np.bincount(chosen.ravel(), minlength=_AT_ONCE * pictures)
        yield counts.reshape(_AT_ONCE, pictures).astype(np.float64)


def interval(resampled: Floats, value: float) -> tuple[float, float]:
    """The 95 % percentile interval of a resampled figure, widened to hold the figure itself.

    Resamples in which the figure does not exist (NaN) are left out; with none there is no interval.
    """
    real = resampled[np.isfinite(resampled)]
    if not real.size:
        return value, value
    low, high = np.quantile(real, _TAILS)
    return min(float(low), value), max(float(high), value)


def metric(name: str, value: float, resampled: Floats, direction: Direction = Direction.HIGHER) -> Metric:
    """A metric with the interval of its resamples."""
    return Metric(name, value, *interval(resampled, value), direction)
