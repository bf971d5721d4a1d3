"""Log-linear latency histogram with three significant digits, vectorised.

Every power of two is cut into `STEPS` equal buckets, so a bucket is at most 1/1024 of its value wide and a latency is
known to better than 0.05 % after it went in. The design is that of HdrHistogram (Gil Tene, hdrhistogram.org).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlwb.domain.measurement import Histogram

STEPS = 1024
# 2^-4 µs is below the resolution of any clock, 2^33 µs is above two hours.
_LOWEST_EXPONENT = -3
_HIGHEST_EXPONENT = 34
_LOWEST = 2.0 ** (_LOWEST_EXPONENT - 1)
BUCKETS = (_HIGHEST_EXPONENT - _LOWEST_EXPONENT) * STEPS

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def bucket_of(microseconds: ArrayLike) -> NDArray[np.intp]:
    """Index of the bucket of each latency; what lies beyond either end goes to the last bucket there."""
    mantissa, exponent = np.frexp(np.maximum(np.asarray(microseconds, dtype=np.float64), _LOWEST))
    index = (exponent - _LOWEST_EXPONENT) * STEPS + ((mantissa - 0.5) * (2 * STEPS)).astype(np.intp)
    kept: NDArray[np.intp] = np.minimum(index, BUCKETS - 1).astype(np.intp)
    return kept


def lower_edge(index: ArrayLike) -> Floats:
    """Smallest latency of a bucket, in µs; the upper edge is the lower one of the next."""
    octave, step = np.divmod(np.asarray(index), STEPS)
    return np.asarray(np.ldexp(0.5 + step / (2 * STEPS), octave + _LOWEST_EXPONENT), dtype=np.float64)


def count(microseconds: ArrayLike) -> Counts:
    """How many latencies fall into each bucket (shape `(BUCKETS,)`)."""
    return np.bincount(bucket_of(microseconds), minlength=BUCKETS).astype(np.int64, copy=False)


def to_histogram(counts: Counts) -> Histogram:
    """The buckets that hold something, by the middle of the bucket."""
    filled = np.flatnonzero(counts)
    middle = (lower_edge(filled) + lower_edge(filled + 1)) / 2
    return Histogram(tuple(float(f"{m:.7g}") for m in middle), tuple(int(c) for c in counts[filled]))


def from_histogram(histogram: Histogram) -> Counts:
    """The counts of all buckets (shape `(BUCKETS,)`), from a stored histogram."""
    counts = np.zeros(BUCKETS, dtype=np.int64)
    np.add.at(counts, bucket_of(histogram.microseconds), np.asarray(histogram.counts, dtype=np.int64))
    return counts


class Distribution:
    """The cumulative distribution of a sample, in µs; linear inside a bucket.

    Args:
        buckets: indices of the buckets that hold something, ascending.
        counts: how many latencies each of them holds.

    Raises:
        ValueError: there is nothing in it.
    """

    def __init__(self, buckets: NDArray[np.intp], counts: ArrayLike) -> None:
        if buckets.size == 0:
            raise ValueError("An empty histogram has no distribution.")
        self._low, self._high = lower_edge(buckets), lower_edge(buckets + 1)
        self._counts = np.asarray(counts, dtype=np.float64)
        self._before = np.concatenate(([0.0], np.cumsum(self._counts)))
        self.total = int(self._before[-1])

    @classmethod
    def of(cls, histogram: Histogram) -> "Distribution":
        """The distribution of a stored histogram."""
        return cls(bucket_of(histogram.microseconds), histogram.counts)

    def quantile(self, share: float) -> float:
        """The latency that a `share` (0..1) of all stays at or below."""
        rank = min(max(share, 0.0), 1.0) * self.total
        i = min(int(np.searchsorted(self._before[1:], rank, side="left")), len(self._counts) - 1)
        inside = (rank - self._before[i]) / self._counts[i]
        return float(self._low[i] + inside * (self._high[i] - self._low[i]))

    def at_or_below(self, microseconds: float) -> float:
        """How many latencies are at or below a value; the inverse of `quantile`."""
        i = int(np.searchsorted(self._low, microseconds, side="right")) - 1
        if i < 0:
            return 0.0
        inside = min(1.0, (microseconds - self._low[i]) / (self._high[i] - self._low[i]))
        return float(self._before[i] + inside * self._counts[i])
