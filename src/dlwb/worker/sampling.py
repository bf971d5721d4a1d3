"""Block after block: what is kept of the samples, and how sure the figures are so far."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.histogram import BUCKETS, Distribution, count, to_histogram
from dlwb.calc.stats import SHARES, half_width, quantile_estimate, ratio_estimate
from dlwb.domain.inference import MeasurePlan, Mode
from dlwb.domain.measurement import Block, Estimate, Histogram
from dlwb.worker.loads import Floats, Stretch, Tail

# Up to here the intervals are looked at after every block, later after every tenth part more.
_EVERY_BLOCK_UP_TO = 20


@dataclass(frozen=True, slots=True)
class _Taken:
    """One block: its aggregates, and its part of the histogram as the buckets that hold something."""

    wall_s: float
    completions: int
    median_ms: float
    foreign_cpu: float | None
    buckets: NDArray[np.intp]
    counts: NDArray[np.int64]


class Sampling:
    """All blocks of a measurement. Memory grows with the number of blocks, not of completions."""

    def __init__(self, plan: MeasurePlan) -> None:
        self._plan = plan
        self._taken: list[_Taken] = []
        self._counts = np.zeros(BUCKETS, dtype=np.int64)
        self._sum_ms = 0.0
        self._min_ms, self._max_ms = float("inf"), 0.0
        self.elapsed_s = 0.0

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self._taken)

    @property
    def completions(self) -> int:
        """How many latencies there are."""
        return int(self._counts.sum())

    @property
    def last_wall_s(self) -> float:
        """How long the last block took."""
        return self._taken[-1].wall_s

    @property
    def last_median_ms(self) -> float:
        """Median latency of the last block."""
        return self._taken[-1].median_ms

    @property
    def mean_ms(self) -> float:
        """Mean of all latencies."""
        # Of equal latencies the sum is rounded, and the mean must not leave their range for that.
        return min(max(self._sum_ms / self.completions, self._min_ms), self._max_ms)

    @property
    def range_ms(self) -> tuple[float, float]:
        """Shortest and longest latency."""
        return self._min_ms, self._max_ms

    def add(self, stretch: Stretch, foreign_cpu: float | None) -> None:
        """Take one block in."""
        counts = self._include(stretch.latency_ms)
        filled = np.flatnonzero(counts)
        median = float(np.median(stretch.latency_ms))
        block = _Taken(stretch.wall_s, stretch.latency_ms.size, median, foreign_cpu, filled, counts[filled])
        self._taken.append(block)
        self.elapsed_s += stretch.wall_s

    def add_tail(self, tail: Tail) -> None:
        """Take in what was due inside the blocks and ended after them; it belongs to no block."""
        if tail.latency_ms.size:
            self._include(tail.latency_ms)

    def _include(self, latency_ms: Floats) -> NDArray[np.int64]:
        counts = count(latency_ms * 1e3)
        self._counts += counts
        self._sum_ms += float(latency_ms.sum())
        self._min_ms = min(self._min_ms, float(latency_ms.min()))
        self._max_ms = max(self._max_ms, float(latency_ms.max()))
        return counts

    def throughput(self) -> Estimate:
        """Completions per second so far."""
        return ratio_estimate([t.completions for t in self._taken], [t.wall_s for t in self._taken])

    def median_ms(self) -> Estimate:
        """Median latency so far, in milliseconds."""
        distribution = self._distribution()
        below = [self._below(t, distribution.quantile(0.5)) for t in self._taken]
        us = quantile_estimate(distribution, 0.5, below, [t.completions for t in self._taken])
        return Estimate(us.value / 1e3, us.low / 1e3, us.high / 1e3)

    def is_precise(self) -> bool:
        """Whether the intervals are as narrow as the plan wants.

        Under offered load the throughput is what was asked for and its spread that of the arrivals, so only the median
        latency decides.
        """
        goal = self._plan.precision_goal
        if self.blocks < max(2, self._plan.min_blocks) or not self._is_time_to_look():
            return False
        if self._plan.mode is not Mode.OFFERED and half_width(self.throughput()) > goal:
            return False
        return half_width(self.median_ms()) <= goal

    def _is_time_to_look(self) -> bool:
        return self.blocks <= _EVERY_BLOCK_UP_TO or self.blocks % ceil(self.blocks / 10) == 0

    def histogram(self) -> Histogram:
        """All latencies."""
        return to_histogram(self._counts)

    def block_records(self) -> tuple[Block, ...]:
        """The blocks with what the intervals of the percentiles need."""
        distribution = self._distribution()
        points = [distribution.quantile(share) for share in SHARES.values()]
        return tuple(
            Block(
                wall_s=t.wall_s,
                completions=t.completions,
                median_ms=t.median_ms,
                foreign_cpu=t.foreign_cpu,
                at_or_below=tuple(round(self._below(t, point), 3) for point in points),
            )
            for t in self._taken
        )

    def _distribution(self) -> Distribution:
        filled = np.flatnonzero(self._counts)
        return Distribution(filled, self._counts[filled])

    @staticmethod
    def _below(block: _Taken, microseconds: float) -> float:
        return Distribution(block.buckets, block.counts).at_or_below(microseconds)
