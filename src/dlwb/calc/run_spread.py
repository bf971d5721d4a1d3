"""How much a figure changes from run to run although nothing changed: what stored results are compared with (METHODS §2).

The interval of one run does not know it: memory lands elsewhere, the clock settles elsewhere, a neighbour works a bit. The
constants come from runs repeated by `benchmarks/false_alarms.py`; `docs/guide/comparing.md` has the figures.
"""

from collections.abc import Sequence
from math import hypot, log, sqrt

import numpy as np

from dlwb.calc.verdict import foreign_share, steal_share
from dlwb.domain.measurement import Estimate, VerdictStatus
from dlwb.domain.target import Environment

# Standard deviation of the logarithm of a figure between runs of one configuration on a quiet host.
PRIOR = {
    "throughput": 0.006,
    "latency_p50": 0.006,
    "latency_p90": 0.015,
    "latency_p95": 0.02,
    "latency_p99": 0.04,
    "latency_p999": 0.08,
    "compile_time": 0.15,
    "first_inference": 0.40,
    "peak_memory": 0.005,
    "profile_latency": 0.01,
    "layer_time": 0.03,
}
# As many repeats as the prior counts for, beside those in the store.
_PRIOR_WEIGHT = 5
# However alike a few repeats were, the next run can differ by this part of the prior.
_LEAST_OF_PRIOR = 0.5
# Where the blocks of a run differ, the next run differs as well: restlessness lasts longer than a run. In half-widths.
_RESTLESS = 0.8
# A run that was held back, and nobody knows by how much, says less than its interval: then twice as much.
_DOUBTFUL = 2.0
_DOUBTS = (VerdictStatus.CONTENDED, VerdictStatus.THROTTLED, VerdictStatus.NOT_STEADY)
# Part of the processor time others took, and of the noise probe, by which a figure may be off without its interval knowing.
_FOREIGN = 0.25
_NOISE = 0.25
# That can be at most so many times the interval that the blocks of the run gave.
_MOST_HARM = 4.0
# Figures of which a run has one value, without an interval.
_SEEN_ONCE = ("compile_time", "first_inference", "peak_memory")
_MOST_REACH = log(100.0)


def spread_of(what: str, repeats: Sequence[Estimate]) -> float:
    """Standard deviation between runs of one configuration: the prior of `what`, corrected by repeats, oldest first.

    Successive repeats are differenced (von Neumann 1941, *Distribution of the ratio of the mean square successive
    difference to the variance*), so that a lasting step in their history does not count as noise.
    """
    prior = PRIOR[what]
    logs = np.log([estimate.value for estimate in repeats if estimate.value > 0])
    if logs.size < 2:
        return prior
    seen = float(np.sum(np.diff(logs) ** 2)) / 2
    pooled = (_PRIOR_WEIGHT * prior**2 + seen) / (_PRIOR_WEIGHT + logs.size - 1)
    return max(_LEAST_OF_PRIOR * prior, sqrt(pooled))


def run_sigma(what: str, spread: float, estimate: Estimate, status: VerdictStatus | None) -> float:
    """Standard deviation of the logarithm of one run's figure, beyond its interval.

    Args:
        what: the figure.
        spread: of it between runs on a quiet host (`spread_of`).
        estimate: its value with its interval, which shows how restless the run was.
        status: the run's verdict; None: there was none.
    """
    doubt = _DOUBTFUL if status in _DOUBTS else 1.0
    if what in _SEEN_ONCE:
        return doubt * spread
    return hypot(spread, doubt * _RESTLESS * _half(estimate))


def host_sigma(what: str, figures: tuple[Estimate, Estimate], environments: tuple[Environment, Environment]) -> float:
    """Standard deviation of the logarithm of the ratio of two runs that comes from what their hosts did meanwhile.

    Processor time that others took from one run and not from the other can have made all of the difference, and a noisy
    host makes every figure doubtful. But what harms a figure also makes its blocks differ, so where they do not, little
    harm was done.
    """
    one, other = environments
    taken = [_taken(environment) for environment in environments]
    harm = hypot(taken[0] - taken[1], _FOREIGN * max(taken), _NOISE * max(one.noise, other.noise))
    return harm if what in _SEEN_ONCE else min(harm, _MOST_HARM * hypot(*(_half(figure) for figure in figures)))


def _half(estimate: Estimate) -> float:
    """Half the interval on the logarithmic scale."""
    return (log_reach(estimate.low, estimate.value) + log_reach(estimate.value, estimate.high)) / 2


def log_reach(low: float, high: float) -> float:
    """How far apart two ends of an interval are on the logarithmic scale; an end at zero is as good as a hundredth."""
    return min(log(high / low), _MOST_REACH) if low > 0 else _MOST_REACH


def _taken(environment: Environment) -> float:
    """Share of the processor time that others and the hypervisor took; 0 where nobody tells."""
    return (foreign_share(environment) or 0.0) + (steal_share(environment) or 0.0)
