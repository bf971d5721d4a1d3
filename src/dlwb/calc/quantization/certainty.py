"""When is it certain whether a candidate keeps within a limit, before it has seen every picture?

Two ways to be certain. By counting: whatever the rest brings, it cannot change the answer. By betting: pictures come in random
order, so that a gambler who bets on the next loss, at odds that are fair if the mean over all pictures were the limit, can
hardly get rich unless it is not. Whoever claims that the mean keeps within the limit is refuted when the gambler who bets
against it has 1/α times what he began with, which happens with a chance of at most α at *any* time (Ville's inequality), so
looking after every picture costs nothing. That is the test of Waudby-Smith & Ramdas (*Estimating means of bounded random
variables by betting*, JRSS-B 2023, section 5: drawing without replacement), with an even mixture of constant bets in place of
one that is tuned on the way.

It is the drop over these very pictures that becomes certain, not the drop in the world: that has its interval.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dlwb.domain.accuracy import ClassRecord, LikenessRecord, PictureRecord
from dlwb.domain.evaluation import PositionedRecord

ALPHA = 0.01

# Bets as shares of the most that can be bet without going broke.
_BETS = np.array([0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9])
_ROUNDING = 1e-9
_PLACES = {"top1": 1, "top5": 5}


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a picture can lose."""

    low: float
    high: float


class MeanTest:
    """Is the mean of a finite number of losses at most `limit`? They are drawn in random order, without replacement."""

    def __init__(self, ranges: Mapping[int, Range], limit: float, alpha: float = ALPHA) -> None:
        """Begin.

        Args:
            ranges: of every loss, by any key.
            limit: the largest mean that keeps within the bound.
            alpha: the most often that either answer may be wrong when it is not certain by counting.
        """
        self._left = dict(ranges)
        self._limit = limit
        self._enough = -float(np.log(alpha))
        self._sum = 0.0
        self._count = len(ranges)
        self._over = np.zeros(_BETS.size)
        self._within = np.zeros(_BETS.size)
        self._least = min((one.low for one in ranges.values()), default=0.0)
        self._most = max((one.high for one in ranges.values()), default=0.0)
        self._rest_low = sum(one.low for one in ranges.values())
        self._rest_high = sum(one.high for one in ranges.values())

    @property
    def is_within(self) -> bool | None:
        """Whether the mean is at most the limit; None: not certain yet."""
        total, wanted = self._count, self._limit * self._count + _ROUNDING
        if total == 0:
            return None
        if self._sum + self._rest_high <= wanted:
            return True
        if self._sum + self._rest_low > wanted:
            return False
        if _wealth(self._within) >= self._enough:
            return True
        return False if _wealth(self._over) >= self._enough else None

    def add(self, key: int, loss: float) -> None:
        """Count one more loss; one that is unknown, or was counted, says nothing."""
        known = self._left.pop(key, None)
        if known is None:
            return
        # What the rest would have on average, this loss included, if the mean of all were the limit.
        fair = (self._count * self._limit - self._sum) / (len(self._left) + 1)
        if self._least + _ROUNDING < fair < self._most - _ROUNDING:
            self._over += np.log1p(_BETS * (loss - fair) / (fair - self._least))
            self._within += np.log1p(_BETS * (fair - loss) / (self._most - fair))
        self._sum += loss
        self._rest_low -= known.low
        self._rest_high -= known.high

    def leave_out(self, key: int) -> None:
        """A picture turned out to be unusable; the mean is over the others."""
        known = self._left.pop(key, None)
        if known is not None:
            self._count -= 1
            self._rest_low -= known.low
            self._rest_high -= known.high


def _wealth(logs: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """The logarithm of the mean of exponentials."""
    return float(np.logaddexp.reduce(logs)) - float(np.log(logs.size))


class Certainty:
    """Whether a candidate keeps within a limit, picture after picture; for metrics that are means over pictures."""

    def __init__(self, metric: str, before: Mapping[int, PictureRecord | None], limit: float) -> None:
        """Begin.

        Args:
            metric: one that `is_mean`.
            before: the pictures by position, with the record of the network in floating point where there is one.
            limit: the largest drop that keeps within the bound, in the metric's own unit.
        """
        self._metric = metric
        self._before = before
        ranges = {position: _range(metric, record) for position, record in before.items()}
        self._test = MeanTest(ranges, limit)
        self._limit = limit
        self._lost = 0.0
        self._seen = 0

    def add(self, record: PositionedRecord) -> bool:
        """Count the record of one more picture; whether the answer is certain now.

        Who stops then holds the drop on the pictures so far against the limit, so that has to give the same answer: 3 of 296
        pictures are more than 1 %, though the other 4 make it 3 of 300.
        """
        loss = loss_of(self._metric, self._before.get(record.position), record.record)
        self._test.add(record.position, loss)
        self._lost += loss
        self._seen += 1
        within = self._test.is_within
        return within is not None and within == (self._lost <= self._limit * self._seen + _ROUNDING)

    def leave_out(self, position: int) -> None:
        """Do without a picture that cannot be used."""
        self._test.leave_out(position)


def is_mean(metric: str) -> bool:
    """Whether a metric is a mean over pictures of something bounded, so that it can become certain early."""
    return metric in _PLACES or metric == "cosine"


def _range(metric: str, before: PictureRecord | None) -> Range:
    """A picture that was right can only be lost, one that was wrong only be won."""
    if metric == "cosine":
        return Range(0.0, 2.0)
    return Range(0.0, 1.0) if _is_right(metric, before) else Range(-1.0, 0.0)


def loss_of(metric: str, before: PictureRecord | None, after: PictureRecord) -> float:
    """What a picture lost of a metric that `is_mean`; negative where it was won."""
    if isinstance(after, LikenessRecord):
        return 1.0 - float(np.mean(after.cosine))
    return float(_is_right(metric, before)) - float(_is_right(metric, after))


def _is_right(metric: str, record: PictureRecord | None) -> bool:
    return isinstance(record, ClassRecord) and record.rank is not None and record.rank < _PLACES[metric]


def order_of(positions: Sequence[int], seed: int) -> list[int]:
    """The positions in a random order that belongs to the seed."""
    shuffled = np.random.default_rng([seed, len(positions)]).permutation(len(positions))
    return [positions[i] for i in shuffled]
