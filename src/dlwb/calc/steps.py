"""Steps in a series of benchmarks: lasting changes of level, told apart from noise and from single odd runs.

The series is taken as constant stretches with noise on the logarithms of the values, so that a step is a ratio. The
stretches minimise the sum of a bounded loss over all points plus a penalty for each step (a Potts functional; the
bounded "biweight" loss is that of Fearnhead & Rigaill 2019, *Changepoint detection in the presence of outliers*): a point
far from its level costs a fixed amount and no more, so that one odd run never makes a step, and three in a row do.
The minimum is found by dynamic programming over a grid of levels (as Viterbi's algorithm), in time proportional to
points x levels, whatever the number of steps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.stats import student_t
from dlwb.domain.comparison import Word
from dlwb.domain.measurement import Estimate
from dlwb.domain.trend import HOST_CONDITIONS, Change, Level, Series, Step, TrendPoint

Floats = NDArray[np.float64]

MOST_POINTS = 2000  # the newest of a series; older ones are drawn, but not searched for steps
FEWEST_POINTS = 6
# A point further than this many standard deviations from its level belongs to no level.
_FAR = 3.0
# Above 2 x _FAR^2, so that two odd runs at the end make no step yet; see `_penalty`.
_LEAST_PENALTY = 18.5
_SMALLEST_STEP = log(1.01)  # METHODS 2: below 1 % two results are the same
_LEAST_NOISE = 0.0025
_CELLS_PER_DEVIATION = 6
_REACH_DEVIATIONS = 2
_CENTRE_ROUNDS = 3
_Z = 1.96
_MAD_TO_DEVIATION = 1.4826


@dataclass(frozen=True, slots=True)
class Reading:
    """What one figure of a series says: its levels, the places of points that belong to none, and the steps."""

    levels: tuple[Level, ...]
    outliers: tuple[int, ...]
    steps: tuple[Step, ...]


def read_series(series: Series) -> tuple[Reading, Reading]:
    """Throughput and latency of a series."""
    points = series.points
    throughput = _read("throughput_fps", [point.throughput_fps for point in points], points, higher_is_better=True)
    latency = _read("latency_ms", [point.latency_ms for point in points], points, higher_is_better=False)
    return throughput, latency


def find_levels(values: Sequence[Estimate]) -> tuple[tuple[Level, ...], tuple[int, ...]]:
    """The stretches of a series without a step, and the places of points that belong to none.

    Args:
        values: figures above zero in the order of time, with their own intervals.

    Returns:
        Levels without gaps from the first point to the last, each with its value and 95 % interval. A series of fewer
        than `FEWEST_POINTS` points is one level.
    """
    if len(values) < 2:
        return tuple(Level(0, 0, value) for value in values), ()
    skipped = max(0, len(values) - MOST_POINTS)
    y, own = _logarithms(values[skipped:])
    variance = _variances(y, own)
    bounds = _split(y, variance) if y.size >= FEWEST_POINTS else [0, y.size]
    bounds = _without_small_steps(y, variance, bounds)
    freedom = max(3, y.size - len(bounds) + 1)
    levels, outliers = [], []
    for first, end in pairwise(bounds):
        centre, deviation = _centre(y[first:end], variance[first:end])
        reach = student_t(freedom) * deviation
        value = Estimate(exp(centre), exp(centre - reach), exp(centre + reach))
        levels.append(Level(first + skipped, end - 1 + skipped, value))
        far = np.abs(y[first:end] - centre) > _FAR * np.sqrt(variance[first:end])
        outliers += [int(place) + first + skipped for place in np.flatnonzero(far)]
    return tuple(levels), tuple(outliers)


def _read(what: str, values: Sequence[Estimate], points: Sequence[TrendPoint], *, higher_is_better: bool) -> Reading:
    if not all(value.value > 0 for value in values):
        return Reading((), (), ())
    levels, outliers = find_levels(values)
    steps = tuple(
        _step(what, before, after, points, higher_is_better=higher_is_better) for before, after in pairwise(levels)
    )
    return Reading(levels, outliers, steps)


def _step(what: str, before: Level, after: Level, points: Sequence[TrendPoint], *, higher_is_better: bool) -> Step:
    ratio = after.value.value / before.value.value
    reach = sqrt(_half_width(before.value) ** 2 + _half_width(after.value) ** 2)
    return Step(
        what=what,
        at=after.first,
        ratio=Estimate(ratio, ratio * exp(-reach), ratio * exp(reach)),
        word=Word.FASTER if (ratio > 1) == higher_is_better else Word.SLOWER,
        changes=_changes(points[after.first - 1].conditions, points[after.first].conditions),
    )


def _changes(before: dict[str, str], after: dict[str, str]) -> tuple[Change, ...]:
    """What became different. A version that one side does not tell is none: older runs left out those of plug-ins."""
    names = sorted((before.keys() & after.keys()) | ((before.keys() | after.keys()) & set(HOST_CONDITIONS)))
    return tuple(Change(n, before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n))


def _half_width(estimate: Estimate) -> float:
    """Half the interval of a level, on the logarithm."""
    return log(estimate.high / estimate.low) / 2


# --- noise ----------------------------------------------------------------------------------------


def _logarithms(values: Sequence[Estimate]) -> tuple[Floats, Floats]:
    """Logarithms of the values, and the variances that their own intervals tell."""
    figures = np.array([(v.value, v.low, v.high) if 0 < v.low <= v.high else (v.value, 1.0, 1.0) for v in values])
    logarithms = np.log(figures)
    return logarithms[:, 0], ((logarithms[:, 2] - logarithms[:, 1]) / (2 * _Z)) ** 2


def _variances(y: Floats, own: Floats) -> Floats:
    """The variance of each point around its level: what its own interval tells, and what runs differ by on top.

    The spread of neighbours' differences is taken for the noise, by its median, so that neither steps nor odd runs
    count. Few points tell it badly: then it is taken higher, by as much as keeps the rate of false steps.
    """
    noise = max(_LEAST_NOISE, _MAD_TO_DEVIATION * _median(np.abs(np.diff(y))) / sqrt(2))
    noise *= 1 + 2 / y.size
    between = max(0.0, noise**2 - _median(own))
    return np.maximum(between + own, _LEAST_NOISE**2)


def _penalty(points: int) -> float:
    """What a step costs, in units of the noise's variance."""
    return max(_LEAST_PENALTY, 8.0 + 2 * log(points))


def _median(values: Floats) -> float:
    """As `np.median`, a tenth of its time for the few values of a series."""
    ordered, middle = np.sort(values), values.size // 2
    return float(ordered[middle] if values.size % 2 else (ordered[middle - 1] + ordered[middle]) / 2)


# --- levels ---------------------------------------------------------------------------------------


def _split(y: Floats, variance: Floats) -> list[int]:
    """The first places of all levels, and the number of points."""
    deviation = sqrt(_median(variance))
    grid = _grid(y, deviation / _CELLS_PER_DEVIATION)
    penalty = _penalty(y.size)
    cost = np.zeros(grid.size)
    came_from = np.zeros(y.size, dtype=np.intp)
    stepped = np.zeros((y.size, grid.size), dtype=np.bool_)
    for t in range(y.size):
        if t:
            best = int(np.argmin(cost))
            came_from[t] = best
            step = cost[best] + penalty
            np.greater(cost, step, out=stepped[t])
            np.minimum(cost, step, out=cost)
        cost += np.minimum((y[t] - grid) ** 2 / variance[t], _FAR**2)
    level = int(np.argmin(cost))
    bounds = [y.size]
    for t in range(y.size - 1, 0, -1):
        if stepped[t, level]:
            bounds.append(t)
            level = int(came_from[t])
    return [0, *reversed(bounds)]


def _grid(y: Floats, cell: float) -> Floats:
    """Candidate levels: a fine grid, but only where there are points near."""
    reach = np.arange(-_REACH_DEVIATIONS * _CELLS_PER_DEVIATION, _REACH_DEVIATIONS * _CELLS_PER_DEVIATION + 1)
    cells = np.unique(np.rint(y / cell)[:, None] + reach)
    return np.asarray(cells * cell, dtype=np.float64)


def _centre(y: Floats, variance: Floats) -> tuple[float, float]:
    """The common value of a level and its standard deviation: the mean of the points that are near, by their precision."""
    centre, reach = _median(y), _FAR * np.sqrt(variance)
    precision = weights = 1 / variance
    for _ in range(_CENTRE_ROUNDS):
        near = precision * (np.abs(y - centre) <= reach)
        if not near.any():
            break
        weights = near
        centre = float(weights @ y / weights.sum())
    return centre, 1 / sqrt(float(weights.sum()))


def _without_small_steps(y: Floats, variance: Floats, bounds: list[int]) -> list[int]:
    """Join levels that are the same by METHODS 2, the most alike first."""
    bounds = list(bounds)
    while len(bounds) > 2:
        centres = [_centre(y[a:b], variance[a:b])[0] for a, b in pairwise(bounds)]
        sizes = np.abs(np.diff(centres))
        smallest = int(np.argmin(sizes))
        if sizes[smallest] >= _SMALLEST_STEP:
            break
        del bounds[smallest + 1]
    return bounds
