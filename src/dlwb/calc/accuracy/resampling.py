"""The bootstrap over pictures: how often each picture counts in a resample.

Whatever a metric adds up over pictures is added up again with these weights; nothing is predicted or matched twice. The
seed is the number of independent pictures, so that the same pictures always give the same interval, and two variants on the
same pictures are resampled alike (Efron & Tibshirani 1993, paired).
"""

from collections.abc import Iterator
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.accuracy.clusters import Clusters
from dlwb.calc.stats import student_t
from dlwb.domain.accuracy import Direction, Metric

Floats = NDArray[np.float64]

RESAMPLES = 500
# A single picture would always be drawn.
FEWEST = 2
_AT_ONCE = 50
_SHARE = (0.0, 1.0)
_ENDS = {"cosine": (-1.0, 1.0), "nmse": (0.0, inf)}


def resamples(clusters: Clusters) -> Iterator[Floats]:
    """Weights `[some, pictures]`, part by part; `RESAMPLES` rows in all, whole numbers, the same for a whole cluster.

    None for fewer than `FEWEST` clusters. Where all are of one size, each row sums to the number of pictures.
    """
    drawn = clusters.count
    if drawn < FEWEST:
        return
    rng = np.random.default_rng(drawn)
    for _ in range(RESAMPLES // _AT_ONCE):
        chosen = rng.integers(0, drawn, (_AT_ONCE, drawn))
        chosen += np.arange(_AT_ONCE)[:, None] * drawn
        counts = np.bincount(chosen.ravel(), minlength=_AT_ONCE * drawn)
        weights = counts.reshape(_AT_ONCE, drawn).astype(np.float64)
        yield weights if drawn == len(clusters.of) else weights[:, clusters.of]


def interval(resampled: Floats, value: float, pictures: int, ends: tuple[float, float] = _SHARE) -> tuple[float, float]:
    """The 95 % interval of a figure: as many standard deviations of its resamples on both sides as Student's t asks for.

    Percentiles of the resamples cover less: a resample misses rare classes altogether and repeats what it has, so that the
    mean over classes comes out too high in nearly all of them. Measured on simulated detections with 20 classes, of which
    few are frequent, 50 pictures: percentiles cover the truth 86 times of 100, deviations 89 times; 200 pictures: 96 and 98.
    The factors are those of the expanded interval, t·√(n/(n−1)) (Hesterberg 2015, *What teachers should know about the
    bootstrap*, §5.2).

    Args:
        resampled: the figure in each resample; those in which it does not exist (NaN) are left out.
        value: the figure itself.
        pictures: how many independent ones there are, see `Clusters`.
        ends: the least and the most that the figure can be.
    """
    real = resampled[np.isfinite(resampled)]
    if real.size < 2 or pictures < FEWEST:
        return value, value
    reach = student_t(pictures - 1) * sqrt(pictures / (pictures - 1)) * float(real.std(ddof=1))
    return max(ends[0], value - reach), min(ends[1], value + reach)


def metric(name: str, value: float, resampled: Floats, pictures: int) -> Metric:
    """A metric with the interval of its resamples, over so many independent pictures."""
    return Metric(name, value, *interval(resampled, value, pictures, ends_of(name)), direction_of(name))


def ends_of(name: str) -> tuple[float, float]:
    """The least and the most that a metric can be."""
    return _ENDS.get(name, _SHARE)


def direction_of(name: str) -> Direction:
    """Which way a metric gets better."""
    return Direction.LOWER if name == "nmse" else Direction.HIGHER
