"""Which of several ways to use a network did best on a handful of labelled pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np


class Scored(Protocol):
    """What became of one picture; more is better."""

    @property
    def score(self) -> float:
        """How right it was."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One way that was tried: its place in the list that was given, and the mean of its pictures' scores."""

    index: int
    score: float


def rank_trials(tried: Sequence[Sequence[Scored]]) -> tuple[Standing, ...]:
    """The ways from best to worst, by the mean score of the same pictures.

    Ways that are given earlier are more usual: one is moved ahead of them only when it is better by more than twice the
    standard error of the difference, picture by picture, so that a lucky picture does not decide.
    """
    scores = np.array([[record.score for record in records] for records in tried])
    left = list(range(len(tried)))
    order: list[int] = []
    while left:
        best = max(left, key=lambda i: scores[i].mean())
        first = next(i for i in left if i == best or not _is_better(scores[best] - scores[i]))
        order.append(first)
        left.remove(first)
    return tuple(Standing(i, float(scores[i].mean())) for i in order)


def _is_better(differences: np.ndarray) -> bool:
    """Whether the mean of the differences is clearly above zero."""
    if differences.size < 2:
        return bool(differences.sum() > 0)
    error = differences.std(ddof=1) / np.sqrt(differences.size)
    return bool(differences.mean() > 2 * error)
