"""Sums of layer times that know how sure they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import hypot
from operator import add

import numpy as np
from numpy.typing import NDArray

from dlwb.domain.measurement import Estimate

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Amount:
    """µs of one inference; a linear combination of layer times.

    `value` adds up exactly. `replicates` has the same combination for every resample of the windows, where all of it was
    measured in turns: what the machine did in a window is in all terms of a resample alike, and cancels. Else (None) `less` and
    `more`, the reaches of an interval, are combined as independent.
    """

    value: float
    less: float = 0.0
    more: float = 0.0
    replicates: Floats | None = None

    @classmethod
    def of(cls, estimate: Estimate) -> "Amount":
        """A time that was measured by itself."""
        return cls(estimate.value, estimate.value - estimate.low, estimate.high - estimate.value)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was ever measured of it, as of an empty sum."""
        return self.replicates is None and self.value == self.less == self.more == 0

    def __add__(self, other: "Amount") -> "Amount":
        """The sum. Windows are kept where both have them; nothing at all leaves the other as it is."""
        if self.is_nothing or other.is_nothing:
            return other if self.is_nothing else self
        replicates = None if self.replicates is None or other.replicates is None else self.replicates + other.replicates
        return Amount(self.value + other.value, hypot(self.less, other.less), hypot(self.more, other.more), replicates)

    def __mul__(self, factor: float) -> "Amount":
        """The amount so many times; a negative factor turns the interval around."""
        less, more = (self.less, self.more) if factor >= 0 else (self.more, self.less)
        replicates = None if self.replicates is None else self.replicates * factor
        return Amount(self.value * factor, less * abs(factor), more * abs(factor), replicates)

    def __sub__(self, other: "Amount") -> "Amount":
        """The difference."""
        return self + other * -1.0

    @property
    def estimate(self) -> Estimate:
        """The value with its 95 % interval: that of the replicates where there are any, laid around the value."""
        if self.replicates is None:
            return Estimate(self.value, self.value - self.less, self.value + self.more)
        return around(self.value, self.replicates)

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes nothing at all."""
        found = self.estimate
        return found.low > 0 or found.high < 0


NOTHING = Amount(0.0)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum."""
    return reduce(add, amounts, NOTHING)


def around(value: float, replicates: Floats) -> Estimate:
    """A value with the 95 % interval of its bootstrap replicates (Efron & Tibshirani 1993), whose middle is moved to it."""
    low, middle, high = (float(q) for q in np.quantile(replicates, [0.025, 0.5, 0.975]))
    return Estimate(value, value - (middle - low), value + (high - middle))
