"""Which pictures say the same again: changed copies of one original are no independent pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dlwb.domain.dataset import Sample


@dataclass(frozen=True, slots=True)
class Clusters:
    """To which cluster each picture belongs, `of [pictures]` from 0 to `count` - 1.

    An interval is about as many independent pictures as there are clusters; resamples draw whole clusters (Davison & Hinkley
    1997, *Bootstrap Methods and their Application*, §3.8).
    """

    of: NDArray[np.intp]
    count: int

    @property
    def weight(self) -> float:
        """How much of an independent picture each picture is, in the mean; 1 where all are."""
        return self.count / len(self.of)

    def some(self, pictures: Sequence[int]) -> "Clusters":
        """Those of some of the pictures."""
        of, numbers = np.unique(self.of[list(pictures)], return_inverse=True)
        return Clusters(numbers, len(of))


def clusters_of(samples: Sequence[Sample], pictures: int) -> Clusters:
    """All copies of one original are a cluster, every other picture is one of its own; without samples each of `pictures`."""
    if not samples:
        return Clusters(np.arange(pictures), pictures)
    numbers: dict[tuple[bool, int], int] = {}
    of = [
        numbers.setdefault((False, i) if sample.original is None else (True, sample.original), len(numbers))
        for i, sample in enumerate(samples)
    ]
    return Clusters(np.array(of, dtype=np.intp), len(numbers))
