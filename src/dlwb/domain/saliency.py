"""Where a classifier looks: how to ask, and what came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dlwb.domain.errors import InvalidOptions, OptionProblem


class SaliencyMethod(StrEnum):
    """How a map is made; both only look at scores, so that every classifier can be asked.

    RISE shows the picture through many random masks (Petsiuk, Das, Saenko: RISE, BMVC 2018). OCCLUSION covers one place after
    another (Zeiler, Fergus: Visualizing and Understanding Convolutional Networks, ECCV 2014).
    """

    RISE = "rise"
    OCCLUSION = "occlusion"


_LIMITS = {"masks": (10, 20_000), "cells": (2, 32), "steps": (2, 64), "seed": (0, 2**63)}


@dataclass(frozen=True, slots=True)
class SaliencyOptions:
    """How a map is made.

    A mask of RISE has `cells` × `cells` cells over the picture; occlusion covers a `cells`-th of each side, at `steps` places
    along each. `label` is the number or the name of the class to explain; None: the first model's best.
    """

    method: SaliencyMethod = SaliencyMethod.RISE
    masks: int = 1000
    cells: int = 7
    steps: int = 14
    seed: int = 0
    label: str | None = None

    @property
    def inferences(self) -> int:
        """How often a network is asked."""
        return self.masks if self.method is SaliencyMethod.RISE else self.steps**2

    def checked(self) -> "SaliencyOptions":
        """The options as they are. Raises InvalidOptions: numbers that cannot be, all at once."""
        problems = [
            OptionProblem(name, f"{value} is not between {low} and {high:,}.")
            for name, (low, high) in _LIMITS.items()
            if not low <= (value := getattr(self, name)) <= high
        ]
        if not problems and self.method is SaliencyMethod.OCCLUSION and self.steps < self.cells:
            words = f"{self.steps} places of a {self.cells}th of each side leave gaps; {self.cells} are the fewest."
            problems.append(OptionProblem("steps", words))
        if problems:
            raise InvalidOptions(tuple(problems))
        return self


@dataclass(frozen=True, slots=True)
class SaliencyMap:
    """How much each place of the picture speaks for a class.

    `values` is the file of the run with the map, an array of floats (`.npy`) over the part of the picture `x0, y0, x1, y1`
    (`covers`, in pixels of the upright picture). RISE: the mean score where the place is seen; occlusion: how far the score
    falls where it is covered. `low` and `high` are the smallest and the largest value, `score` that of the class on the whole
    picture, and `label` the class's number.
    """

    label: int
    name: str
    score: float
    low: float
    high: float
    covers: tuple[float, float, float, float]
    values: str


def common_scale(scales: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The least scale that holds all."""
    return min(low for low, _ in scales), max(high for _, high in scales)
