"""The instrument checks itself (METHODS §7): coverage, power and false alarms on simulated noise."""

import numpy as np
import pytest

from dlwb.calc.histogram import Distribution, count, to_histogram
from dlwb.calc.stats import half_width, median_estimate, quantile_estimate, ratio_estimate

RUNS = 300


def autoregressive(rng, shape, memory, spread):
    """Noise around 1 along the last axis, each value remembering `memory` of the one before, in equilibrium."""
    white = rng.standard_normal(shape)
    noise = np.empty(shape)
    noise[..., 0] = white[..., 0]
    for i in range(1, shape[-1]):
        noise[..., i] = memory * noise[..., i - 1] + np.sqrt(1 - memory**2) * white[..., i]
    return 1 + spread * noise


def coverage(intervals, truth):
    return float(np.mean([e.low <= truth <= e.high for e in intervals]))


@pytest.mark.parametrize("blocks", [5, 10, 15, 60])
@pytest.mark.parametrize(("memory", "least"), [(0.0, 0.93), (0.3, 0.90)])
def test_throughput_intervals_cover(blocks, memory, least):
    """With blocks that hardly remember each other 95 % means 95 %."""
    rng = np.random.default_rng(blocks)
    rates = 100 * autoregressive(rng, (RUNS, blocks), memory, 0.01)
    found = coverage([ratio_estimate(list(row), [1.0] * blocks) for row in rates], 100.0)
    assert least <= found <= 0.99


@pytest.mark.parametrize(("blocks", "least"), [(10, 0.82), (60, 0.88)])
def test_throughput_intervals_with_a_strong_memory_cover_less_but_not_badly(blocks, least):
    """A level that lasts for seconds cannot be seen in ten of them; docs/guide/measuring.md says so."""
    rng = np.random.default_rng(blocks)
    rates = 100 * autoregressive(rng, (RUNS, blocks), 0.6, 0.01)
    assert coverage([ratio_estimate(list(row), [1.0] * blocks) for row in rates], 100.0) >= least


@pytest.mark.parametrize(("goal", "fewest", "most"), [(0.01, 10, 15), (0.005, 10, 120)])
def test_stopping_when_the_interval_looks_narrow_costs_little_coverage(goal, fewest, most):
    rng = np.random.default_rng(1)
    intervals = []
    for row in 100 * autoregressive(rng, (RUNS, most), 0.0, 0.012):
        for blocks in range(fewest, most + 1):
            estimate = ratio_estimate(list(row[:blocks]), [1.0] * blocks)
            if half_width(estimate) <= goal:
                break
        intervals.append(estimate)
    assert coverage(intervals, 100.0) >= 0.91


@pytest.mark.parametrize(("share", "z"), [(0.5, 0.0), (0.9, 1.2816), (0.99, 2.3263)])
@pytest.mark.parametrize("level", [0.0, 0.02])
def test_percentile_intervals_cover(share, z, level):
    """Log-normal latencies whose level moves from block to block: the true percentile is known."""
    rng = np.random.default_rng(7)
    blocks, completions, spread = 12, 300, 0.05
    truth = 1000 * np.exp(z * np.hypot(spread, level))
    intervals = []
    for _ in range(RUNS):
        shift = level * rng.standard_normal((blocks, 1))
        latencies = 1000 * np.exp(shift + spread * rng.standard_normal((blocks, completions)))
        pooled = Distribution.of(to_histogram(count(latencies.ravel())))
        point = pooled.quantile(share)
        below = [float(np.sum(row <= point)) for row in latencies]
        intervals.append(quantile_estimate(pooled, share, below, [completions] * blocks))
    assert 0.90 <= coverage(intervals, truth) <= 0.99


def test_percentiles_of_a_simulated_run_are_those_of_numpy():
    latencies = np.random.default_rng(3).lognormal(7, 0.4, 50_000)
    distribution = Distribution.of(to_histogram(count(latencies)))
    for share in (0.5, 0.9, 0.95, 0.99, 0.999):
        assert distribution.quantile(share) == pytest.approx(np.quantile(latencies, share), rel=2e-3)


@pytest.mark.parametrize("pairs", [9, 15])
def test_the_same_thing_twice_is_rarely_called_different(pairs):
    """A/A: the interval of the median ratio of interleaved pairs holds 1."""
    rng = np.random.default_rng(pairs)
    ratios = autoregressive(rng, (RUNS, pairs), 0.0, 0.02)
    assert coverage([median_estimate(list(row)) for row in ratios], 1.0) >= 0.92


@pytest.mark.parametrize(("slowdown", "power"), [(1.05, 0.99), (1.03, 0.90)])
def test_an_injected_slowdown_is_found(slowdown, power):
    rng = np.random.default_rng(11)
    ratios = slowdown * autoregressive(rng, (RUNS, 15), 0.0, 0.02)
    assert np.mean([median_estimate(list(row)).low > 1.0 for row in ratios]) >= power
