"""Hosts whose noise is known: windows and runs measured on them, with a slow-down of known size."""

from dataclasses import dataclass
from math import hypot

import numpy as np

from dlwb.calc.compare import paired, stored
from dlwb.calc.run_spread import PRIOR, run_sigma
from dlwb.calc.stats import half_width, ratio_estimate
from dlwb.domain.comparison import Window, Word
from dlwb.domain.measurement import Estimate


@dataclass(frozen=True)
class Host:
    """Standard deviations of the logarithm of a window's speed: `white`, of a slow `drift`, and between `runs`.

    In each window a burst of foreign load begins with chance `bursts` and takes up to `depth` of the speed for some windows.
    """

    white: float
    drift: float
    bursts: float
    depth: float
    runs: float


HOSTS = {
    "quiet": Host(0.003, 0.003, 0.01, 0.1, 0.004),
    "normal": Host(0.01, 0.01, 0.03, 0.2, 0.006),
    "busy": Host(0.02, 0.02, 0.10, 0.4, 0.02),
    "awful": Host(0.05, 0.05, 0.30, 0.6, 0.05),
}
_MEMORY = 0.9


def log_speed(host, windows, rng):
    """Logarithm of the speed in each window."""
    level = np.empty(windows)
    level[0] = rng.standard_normal()
    for i in range(1, windows):
        level[i] = _MEMORY * level[i - 1] + np.sqrt(1 - _MEMORY**2) * rng.standard_normal()
    speed = host.white * rng.standard_normal(windows) + host.drift * level
    for start in np.flatnonzero(rng.random(windows) < host.bursts):
        speed[start : start + rng.geometric(0.4)] -= host.depth * rng.random()
    return speed


def interleaved(host, slowdown, pairs, rng):
    """Windows of a reference and of a subject that is `slowdown` times slower, ABBA BAAB."""
    order = [side for pair in range(pairs) for side in ((0, 1, 1, 0) if pair % 2 == 0 else (1, 0, 0, 1))]
    speed = log_speed(host, len(order), rng)
    sides = [], []
    for side, value in zip(order, speed, strict=True):
        fps = 100 * np.exp(value) / (slowdown if side else 1.0)
        sides[side].append(Window(float(fps), 1000 / float(fps)))
    return sides


def paired_word(host, slowdown, seed, least=9, most=30):
    """The word for the throughput when measuring stops as soon as it is clear, or after `most` pairs."""
    reference, subject = interleaved(host, slowdown, most, np.random.default_rng(seed))
    for pairs in range(least, most + 1):
        answer = paired(reference[: 2 * pairs], subject[: 2 * pairs])
        if answer.is_clear:
            break
    return answer.throughput.word


def run_estimate(host, slowdown, rng, goal=0.01):
    """Throughput of one run: blocks of a second until it is known to ±1 %, or for 15 s."""
    level = host.runs * rng.standard_normal()
    rates = 100 * np.exp(log_speed(host, 15, rng) + level) / slowdown
    for blocks in range(10, 16):
        estimate = ratio_estimate(list(rates[:blocks]), [1.0] * blocks)
        if half_width(estimate) <= goal:
            break
    return estimate


def stored_word(host, slowdown, seed) -> Word:
    """The word for the throughput of two runs taken apart."""
    rng = np.random.default_rng(seed)
    return _word(run_estimate(host, 1.0, rng), run_estimate(host, slowdown, rng))


def injected_word(host, slowdown, seed) -> Word:
    """The word for the throughput of a run beside the same run with a slow-down."""
    run = run_estimate(host, 1.0, np.random.default_rng(seed))
    return _word(run, Estimate(run.value / slowdown, run.low / slowdown, run.high / slowdown))


def _word(a, b):
    sigma = hypot(*(run_sigma("throughput", PRIOR["throughput"], estimate, None) for estimate in (a, b)))
    return stored("throughput", a, b, sigma, higher_is_better=True).word
