"""Intervals that survive the noise of a real machine, and robust measures of spread and trend.

All intervals are 95 %. Random choices are seeded by nothing but the size of the sample, so the same samples always give
the same interval, in the worker that decides when to stop and in the process that reads an old run again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.histogram import Distribution
from dlwb.domain.measurement import Estimate

Floats = NDArray[np.float64]

RESAMPLES = 2000
_LEVEL = 0.95
_Z = NormalDist().inv_cdf((1 + _LEVEL) / 2)
_MOST_AUTOCORRELATION = 0.9
# Up to here the distribution of Kendall's S is computed exactly, beyond it is normal to three digits.
_EXACT_KENDALL = 40

# Completions that a percentile needs (METHODS §1.7): so many that one of them can be above it with 99 % confidence.
EARNED_FROM = {"p90": 64, "p95": 130, "p99": 662, "p999": 6636}
SHARES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99, "p999": 0.999}


# --- intervals ------------------------------------------------------------------------------------


def ratio_estimate(top: Sequence[float], bottom: Sequence[float]) -> Estimate:
    """Sum of `top` over sum of `bottom` (completions over seconds), with its interval.

    Blocks are resampled with replacement (Efron & Tibshirani 1993); the interval of the resampled ratios is then widened
    by `_widening`, because few blocks that remember each other say less than many that do not.

    With fewer than two blocks there is no interval: `low == high == value`.
    """
    a, b = np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
    if a.size != b.size or not b.sum() > 0:
        raise ValueError("A ratio needs as many tops as bottoms, and a bottom above zero.")
    value = float(a.sum() / b.sum())
    if a.size < 2:
        return Estimate(value, value, value)
    chosen = _resamples(a.size)
    ratios = a[chosen].sum(axis=1) / b[chosen].sum(axis=1)
    low, high = np.quantile(ratios, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    factor = _widening(a - value * b)
    return Estimate(
        value,
        max(0.0, value - max(0.0, value - float(low)) * factor),
        value + max(0.0, float(high) - value) * factor,
    )


def quantile_estimate(
    distribution: Distribution, share: float, at_or_below: Sequence[float], totals: Sequence[float]
) -> Estimate:
    """A quantile of the pooled sample, in the distribution's unit, with its interval.

    `at_or_below[b]` of the `totals[b]` latencies of block b are at or below the quantile. The interval of their pooled
    share comes from the blocks and is carried over through the distribution (Woodruff 1952, *Confidence intervals for
    medians and other position measures*); so it needs no density, and no samples beyond the histogram.
    """
    value = distribution.quantile(share)
    if len(totals) < 2:
        return Estimate(value, value, value)
    pooled = ratio_estimate(at_or_below, totals)
    low = distribution.quantile(share - (pooled.value - pooled.low))
    high = distribution.quantile(share + (pooled.high - pooled.value))
    return Estimate(value, min(low, value), max(high, value))


def median_estimate(values: Sequence[float]) -> Estimate:
    """The median of independent values (ratios of interleaved pairs) with its bootstrap interval."""
    sample = np.asarray(values, dtype=np.float64)
    value = float(np.median(sample))
    if sample.size < 2:
        return Estimate(value, value, value)
    medians = np.median(sample[_resamples(sample.size)], axis=1)
    low, high = np.quantile(medians, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Estimate(value, float(min(low, value)), float(max(high, value)))


def half_width(estimate: Estimate) -> float:
    """Half the interval as a share of the value (0.01 = ±1 %)."""
    if estimate.value == 0:
        return 0.0
    return (estimate.high - estimate.low) / 2 / abs(estimate.value)


def wilson(successes: float, trials: float) -> Estimate:
    """A proportion with its interval by Wilson (1927), which stays inside 0..1 and works near both ends.

    Trials that are not independent are fewer than they seem, and need not be a whole number.
    """
    if trials <= 0:
        raise ValueError("A proportion needs at least one trial.")
    p, z2 = successes / trials, _Z * _Z
    centre = (p + z2 / (2 * trials)) / (1 + z2 / trials)
    reach = _Z * sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials)) / (1 + z2 / trials)
    return Estimate(p, max(0.0, min(p, centre - reach)), min(1.0, max(p, centre + reach)))


@lru_cache(maxsize=64)
def _resamples(size: int) -> NDArray[np.intp]:
    """Which blocks each resample takes, shape `(RESAMPLES, size)`; gathered with plain indexing, because BLAS threads
    would go on spinning on the cores that are being measured.
    """
    return np.random.default_rng(size).integers(0, size, (RESAMPLES, size), dtype=np.intp)


def _widening(residuals: Floats) -> float:
    """How much wider than the resampled interval an honest one is.

    Two factors: the small-sample one of the expanded percentile interval, t/z·√(n/(n−1)) (Hesterberg 2015, *What
    teachers should know about the bootstrap*, §5.2), and √((1+ρ)/(1−ρ)) for blocks that resemble their neighbours,
    the variance of the mean of an autoregressive series. Resampling longer stretches instead (a moving-block bootstrap)
    covers 0.73 of the time with 10 blocks at ρ = 0.6; this covers 0.84 (`tests/calc/test_instrument.py`).
    """
    n = residuals.size
    rho = autocorrelation(residuals)
    return sqrt(n / (n - 1) * (1 + rho) / (1 - rho)) * student_t(n - 1) / _Z


def autocorrelation(values: Floats) -> float:
    """Correlation of each value with the next, 0..0.9; corrected for the bias of short series, negative counts as 0.

    The plain estimate is too low by about (1+3ρ)/n (Kendall 1954, *Note on bias in the estimation of autocorrelation*).
    """
    centred = values - values.mean()
    power = float(np.sum(centred * centred))
    if power == 0:
        return 0.0
    plain = float(np.sum(centred[1:] * centred[:-1])) / power
    corrected = plain + (1 + 3 * max(plain, 0.0)) / values.size
    return min(max(corrected, 0.0), _MOST_AUTOCORRELATION)


def student_t(freedom: int) -> float:
    """The 97.5 % point of Student's t (Abramowitz & Stegun 26.7.5; within 0.5 % from 3 degrees of freedom)."""
    z = _Z
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + float(sum(term / freedom ** (i + 1) for i, term in enumerate(terms)))


# --- percentiles ----------------------------------------------------------------------------------


def missing_for(percentile: str, completions: int) -> int:
    """How many more completions a percentile (`p90` …) needs before it is shown; 0: it is earned."""
    return max(0, EARNED_FROM.get(percentile, 1) - completions)


def outliers(distribution: Distribution) -> int:
    """Latencies beyond 3 interquartile ranges outside the quartiles (Tukey's far-out values)."""
    low, high = distribution.quantile(0.25), distribution.quantile(0.75)
    reach = 3 * (high - low)
    inside = distribution.at_or_below(high + reach) - distribution.at_or_below(low - reach)
    return round(distribution.total - inside)


# --- spread and trend -----------------------------------------------------------------------------


def robust_cv(values: Sequence[float]) -> float:
    """Coefficient of variation from the median absolute deviation, so that a few outliers do not make it."""
    sample = np.asarray(values, dtype=np.float64)
    median = float(np.median(sample))
    spread = float(np.median(np.abs(sample - median)))
    return 1.4826 * spread / median


@dataclass(frozen=True, slots=True)
class Trend:
    """Change per step with its interval."""

    slope: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes "no change"."""
        return self.low > 0 or self.high < 0


def theil_sen(values: Sequence[float], level: float = _LEVEL) -> Trend:
    """The median of all pairwise slopes, with the interval that Kendall's S gives (Sen 1968).

    Four values can at most show that all of them rise or all fall, which happens by chance once in twelve; so with
    four values only levels up to 0.91 can find a trend.
    """
    y = np.asarray(values, dtype=np.float64)
    n = y.size
    if n < 2:
        raise ValueError("A trend needs at least two values.")
    i, j = np.triu_indices(n, 1)
    slopes = np.sort((y[j] - y[i]) / (j - i))
    critical = _critical_s(n, level)
    if critical is None:
        return Trend(float(np.median(slopes)), -np.inf, np.inf)
    cut = (slopes.size - critical) // 2
    return Trend(float(np.median(slopes)), float(slopes[cut]), float(slopes[slopes.size - 1 - cut]))


@lru_cache(maxsize=256)
def _critical_s(n: int, level: float) -> int | None:
    """The smallest |S| of Kendall that n values in random order reach with at most 1 - `level`; None: too few values.

    S is the number of rising pairs minus the number of falling ones, so S = pairs - 2·inversions, and the inversions of
    a random order are a sum of independent uniform choices from 0..k-1 (k = 2..n).
    """
    pairs = n * (n - 1) // 2
    if n > _EXACT_KENDALL:
        z = NormalDist().inv_cdf((1 + level) / 2)
        return ceil(z * sqrt(n * (n - 1) * (2 * n + 5) / 18))
    chances = np.ones(1)
    for k in range(2, n + 1):
        chances = np.convolve(chances, np.full(k, 1 / k))
    at_most = np.cumsum(chances)
    rare = [s for s in range(pairs, 0, -2) if 2 * at_most[(pairs - s) // 2] <= 1 - level + 1e-12]
    return min(rare, default=None)
