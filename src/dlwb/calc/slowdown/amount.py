"""Sums of layer times that know how sure they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import hypot
from operator import add

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.stats import median_estimate
from dlwb.domain.measurement import Estimate

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Amount:
    """µs of one inference; a linear combination of layer times.

    `value` adds up exactly. `windows` has the same combination in every window, where all of it was measured in turns: what the
    machine did meanwhile is in all terms of a window and cancels. Else (None) `less` and `more`, the reaches of an interval,
    are combined as independent.
    """

    value: float
    less: float = 0.0
    more: float = 0.0
    windows: Floats | None = None

    @classmethod
    def of(cls, estimate: Estimate, windows: Floats | None = None) -> "Amount":
        """A measured time."""
        return cls(estimate.value, estimate.value - estimate.low, estimate.high - estimate.value, windows)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was ever measured of it, as of an empty sum."""
        return self.windows is None and self.value == self.less == self.more == 0

    def __add__(self, other: "Amount") -> "Amount":
        """The sum. Windows are kept where both have them; nothing at all leaves the other as it is."""
        if self.is_nothing or other.is_nothing:
            return other if self.is_nothing else self
        windows = None if self.windows is None or other.windows is None else self.windows + other.windows
        return Amount(self.value + other.value, hypot(self.less, other.less), hypot(self.more, other.more), windows)

    def __mul__(self, factor: float) -> "Amount":
        """The amount so many times; a negative factor turns the interval around."""
        less, more = (self.less, self.more) if factor >= 0 else (self.more, self.less)
        windows = None if self.windows is None else self.windows * factor
        return Amount(self.value * factor, less * abs(factor), more * abs(factor), windows)

    def __sub__(self, other: "Amount") -> "Amount":
        """The difference."""
        return self + other * -1.0

    @property
    def estimate(self) -> Estimate:
        """The value with its 95 % interval: from the windows where there are any, laid around the value."""
        if self.windows is None or self.windows.size < 2:
            return Estimate(self.value, self.value - self.less, self.value + self.more)
        found = median_estimate([float(w) for w in self.windows])
        return Estimate(self.value, self.value - (found.value - found.low), self.value + (found.high - found.value))

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes nothing at all."""
        found = self.estimate
        return found.low > 0 or found.high < 0


NOTHING = Amount(0.0)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum."""
    return reduce(add, amounts, NOTHING)
