"""Is one thing faster than another? A ratio with its interval, and one of four words (METHODS §2).

Windows of interleaved subjects give *paired* answers, which cancel what the host did meanwhile. Stored results that were
taken apart are compared with an allowance for what changes from run to run. The constants are chosen by simulation
(`tests/calc/test_compare_simulated.py`), so that A against A is hardly ever called different.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, hypot, sqrt

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.run_spread import log_reach
from dlwb.calc.stats import median_estimate, student_t
from dlwb.domain.comparison import Delta, RawInterleaved, Window, Word
from dlwb.domain.measurement import Estimate

Floats = NDArray[np.float64]

# The least difference that is called one, however quiet the host (METHODS §2).
LEAST_TOLERANCE = 0.01
# A host whose noise hides more than this cannot say "same": a slow-down of 5 % has to be found, or left open.
MOST_SAME = 0.03
# With fewer pairs, chance puts all of them on one side too often (2^(1-5) = 6 %).
FEWEST_PAIRS = 6
# Tolerance in half-widths of the interval of A against A.
_NOISES = 2.0
# Spread of the median over that of the mean, for normal values.
_MEDIAN_SPREAD = sqrt(np.pi / 2)
_MAD_TO_SIGMA = 1.4826
# Tolerance of stored results, in standard deviations.
_SIGMAS = 3.0
_Z = 1.96


# --- side by side ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PairedAnswer:
    """A subject against the reference: throughput and median latency; `noise` as `paired_noise` for the throughput."""

    throughput: Delta
    latency: Delta
    noise: float

    @property
    def is_clear(self) -> bool:
        """Whether both words say something."""
        return Word.CANT_TELL not in (self.throughput.word, self.latency.word)


def paired_answers(raw: RawInterleaved) -> tuple[PairedAnswer, ...]:
    """Every subject but the reference, against the reference."""
    reference, *others = raw.subjects
    return tuple(paired(reference.windows, subject.windows) for subject in others)


def paired(reference: Sequence[Window], subject: Sequence[Window]) -> PairedAnswer:
    """Compare interleaved windows; entries 2p and 2p + 1 of both belong to pair p.

    The two windows of a subject lie symmetrically around the middle of the pair, so a linear drift cancels; the median
    over the pairs lets single bursts of foreign load go by.

    Raises:
        ValueError: the number of windows differs, is odd or zero.
    """
    throughput = _log_windows([w.fps for w in reference]), _log_windows([w.fps for w in subject])
    latency = _log_windows([w.median_ms for w in reference]), _log_windows([w.median_ms for w in subject])
    return PairedAnswer(
        throughput=_paired_delta("throughput", *throughput, higher_is_better=True),
        latency=_paired_delta("latency_p50", *latency, higher_is_better=False),
        noise=paired_noise(*throughput),
    )


def _log_windows(values: Sequence[float]) -> Floats:
    """Logarithms in rows of two: first and second window of each pair."""
    if len(values) % 2 or not values:
        raise ValueError("Every pair needs two windows of each subject.")
    return np.log(np.asarray(values, dtype=np.float64)).reshape(-1, 2)


def _paired_delta(what: str, reference: Floats, subject: Floats, *, higher_is_better: bool) -> Delta:
    if reference.shape != subject.shape:
        raise ValueError("Both need windows in every pair.")
    ratios = (subject - reference).mean(axis=1)
    found = median_estimate([float(r) for r in ratios])
    ratio = Estimate(exp(found.value), exp(found.low), exp(found.high))
    # Few windows can look calmer than the host is, and few ratios likewise; both at once is rare.
    noise = max(paired_noise(reference, subject), (found.high - found.low) / 2)
    tolerance = max(LEAST_TOLERANCE, _NOISES * noise)
    word = judge(ratio, tolerance, higher_is_better=higher_is_better)
    if len(ratios) < FEWEST_PAIRS:
        word = Word.CANT_TELL
    return Delta(what, ratio, word, tolerance, higher_is_better)


def absolute(values: Sequence[float]) -> Estimate:
    """What a subject did by itself: the median over the pairs of its two windows' geometric mean, with interval."""
    return median_estimate([float(v) for v in np.exp(_log_windows(values).mean(axis=1))])


def paired_noise(reference: Floats, subject: Floats) -> float:
    """Half-width of the 95 % interval that A against A would have with as many pairs (0.01 = ±1 %).

    First and second window of one subject in one pair are the same thing measured twice. Their differences have twice the
    variance of a window, and the ratio of a pair (the mean of two windows minus the mean of two others) has once that
    variance; their spread is taken by the median absolute deviation, around the median, because a drift moves all of them.
    """
    spreads = [_spread(rows[:, 0] - rows[:, 1]) for rows in (reference, subject)]
    sigma = sqrt(float(np.mean(np.square(spreads)))) / sqrt(2)
    pairs = reference.shape[0]
    freedom = max(1, 2 * (pairs - 1))
    return _MEDIAN_SPREAD * student_t(freedom) * sigma / sqrt(pairs)


def _spread(values: Floats) -> float:
    """Standard deviation from the median absolute deviation, which for few values is too small by about 0.8/n."""
    n = values.size
    plain = _MAD_TO_SIGMA * float(np.median(np.abs(values - np.median(values))))
    return plain * n / (n - 0.8)


# --- taken apart ----------------------------------------------------------------------------------


def stored(what: str, reference: Estimate, subject: Estimate, sigma: float, *, higher_is_better: bool) -> Delta:
    """Compare two stored figures.

    The intervals are combined on the logarithmic scale, where a ratio is a difference, each side by itself; `sigma` is
    what the ratio varies by from run to run beyond that (`dlwb.calc.run_spread`). The tolerance is three standard
    deviations of all that together: of figures that did not change, one in 370 seems to.

    Raises:
        ValueError: a figure is not positive.
    """
    if reference.value <= 0 or subject.value <= 0:
        raise ValueError("Ratios need positive figures.")
    ratio = subject.value / reference.value
    more = hypot(log_reach(subject.value, subject.high), log_reach(reference.low, reference.value), _Z * sigma)
    less = hypot(log_reach(subject.low, subject.value), log_reach(reference.value, reference.high), _Z * sigma)
    found = Estimate(ratio, ratio * exp(-less), ratio * exp(more))
    tolerance = max(LEAST_TOLERANCE, exp(_SIGMAS * (more + less) / 2 / _Z) - 1)
    return Delta(what, found, judge(found, tolerance, higher_is_better=higher_is_better), tolerance, higher_is_better)


def sized(what: str, reference: Estimate, subject: Estimate, sigma: float) -> Delta:
    """Compare two sizes (bytes, parameters): as `stored`, with the words *smaller* and *larger*."""
    delta = stored(what, reference, subject, sigma, higher_is_better=False)
    word = {Word.FASTER: Word.SMALLER, Word.SLOWER: Word.LARGER}.get(delta.word, delta.word)
    return replace(delta, word=word)


# --- the word -------------------------------------------------------------------------------------


def judge(ratio: Estimate, tolerance: float, *, higher_is_better: bool) -> Word:
    """The word for a ratio (subject ÷ reference) and a tolerance d.

    *Same*: the whole interval lies inside 1 ± d, and d is small enough to mean something (`MOST_SAME`). *Faster* or
    *slower*: the interval excludes 1 and the value lies outside 1 ± d. Else *can't tell*. The lower end of the band is
    1/(1+d), so that swapping the two turns the word around.
    """
    same = 1 + min(tolerance, MOST_SAME)
    if 1 / same <= ratio.low and ratio.high <= same:
        return Word.SAME
    if ratio.low > 1 and ratio.value > 1 + tolerance:
        return Word.FASTER if higher_is_better else Word.SLOWER
    if ratio.high < 1 and ratio.value < 1 / (1 + tolerance):
        return Word.SLOWER if higher_is_better else Word.FASTER
    return Word.CANT_TELL
