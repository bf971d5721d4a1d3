"""Intervals, percentiles and trends: laws, and values from tables."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlwb.calc.histogram import Distribution, count, to_histogram
from dlwb.calc.stats import (
    SHARES,
    _critical_s,
    autocorrelation,
    half_width,
    median_estimate,
    missing_for,
    outliers,
    quantile_estimate,
    ratio_estimate,
    robust_cv,
    student_t,
    theil_sen,
    wilson,
)
from dlwb.domain.measurement import Estimate

blocks = st.lists(st.tuples(st.floats(1.0, 1e5), st.floats(0.1, 10.0)), min_size=2, max_size=20)


@given(blocks)
@settings(max_examples=50)
def test_an_interval_holds_its_value_and_scales_with_the_unit(pairs):
    top, bottom = [a for a, _ in pairs], [b for _, b in pairs]
    plain = ratio_estimate(top, bottom)
    assert 0 <= plain.low <= plain.value <= plain.high
    assert plain.value == pytest.approx(sum(top) / sum(bottom))
    scaled = ratio_estimate([1000 * a for a in top], bottom)
    assert scaled.low == pytest.approx(1000 * plain.low)
    assert scaled.high == pytest.approx(1000 * plain.high)


def test_equal_blocks_leave_no_doubt_and_one_block_no_interval():
    sure = ratio_estimate([30.0] * 10, [1.0] * 10)
    assert (sure.value, sure.low, sure.high) == (30.0, 30.0, 30.0)
    assert ratio_estimate([30.0], [2.0]) == Estimate(15.0, 15.0, 15.0)


def test_more_blocks_of_the_same_kind_give_a_narrower_interval():
    rng = np.random.default_rng(1)
    widths = [half_width(ratio_estimate(list(100 + rng.standard_normal(n)), [1.0] * n)) for n in (5, 20, 80)]
    assert widths[0] > widths[1] > widths[2]


def test_blocks_that_resemble_their_neighbours_give_a_wider_interval():
    values = 100 + np.repeat(np.random.default_rng(1).standard_normal(10), 4)
    shuffled = np.random.default_rng(2).permutation(values)
    ones = [1.0] * 40
    assert half_width(ratio_estimate(list(values), ones)) > 1.5 * half_width(ratio_estimate(list(shuffled), ones))


def test_the_same_blocks_always_give_the_same_interval():
    top, bottom = [10.0, 12.0, 11.0, 9.0], [1.0, 1.1, 1.0, 0.9]
    assert ratio_estimate(top, bottom) == ratio_estimate(list(top), list(bottom))


@pytest.mark.parametrize(("top", "bottom"), [([1.0], [1.0, 2.0]), ([], []), ([1.0], [0.0])])
def test_a_ratio_of_nothing_is_refused(top, bottom):
    with pytest.raises(ValueError, match="ratio"):
        ratio_estimate(top, bottom)


@given(st.lists(st.lists(st.floats(10.0, 1e5), min_size=5, max_size=40), min_size=2, max_size=12))
@settings(max_examples=40)
def test_a_percentile_lies_inside_its_interval_and_the_interval_inside_the_sample(parts):
    pooled = np.concatenate(parts)
    distribution = Distribution.of(to_histogram(count(pooled)))
    for share in SHARES.values():
        point = distribution.quantile(share)
        below = [Distribution.of(to_histogram(count(part))).at_or_below(point) for part in parts]
        estimate = quantile_estimate(distribution, share, below, [len(part) for part in parts])
        assert pooled.min() * 0.999 <= estimate.low <= estimate.value <= estimate.high <= pooled.max() * 1.001


def test_a_percentile_of_one_block_has_no_interval():
    distribution = Distribution.of(to_histogram(count([5.0, 6.0, 7.0])))
    estimate = quantile_estimate(distribution, 0.5, [1.5], [3])
    assert estimate.low == estimate.value == estimate.high


@given(st.lists(st.floats(0.5, 2.0), min_size=2, max_size=30))
@settings(max_examples=40)
def test_the_median_lies_inside_its_interval(values):
    estimate = median_estimate(values)
    assert min(values) <= estimate.low <= estimate.value <= estimate.high <= max(values)
    assert estimate.value == pytest.approx(float(np.median(values)))


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (346, 400, 0.8280, 0.8952)],
)
def test_wilson_agrees_with_published_values(successes, trials, low, high):
    estimate = wilson(successes, trials)
    assert estimate.low == pytest.approx(low, abs=2e-4)
    assert estimate.high == pytest.approx(high, abs=2e-4)
    with pytest.raises(ValueError, match="trial"):
        wilson(0, 0)


@pytest.mark.parametrize(("freedom", "expected"), [(3, 3.1824), (4, 2.7764), (9, 2.2622), (14, 2.1448), (119, 1.9801)])
def test_student_t_agrees_with_the_table(freedom, expected):
    assert student_t(freedom) == pytest.approx(expected, rel=2e-3)


def test_percentiles_are_earned():
    assert missing_for("p50", 1) == 0
    assert missing_for("p90", 63) == 1
    assert missing_for("p95", 130) == 0
    assert missing_for("p99", 600) == 62
    assert missing_for("p999", 6636) == 0


def test_outliers_are_those_far_beyond_the_quartiles():
    sample = [*np.linspace(100, 110, 1000), 500.0, 900.0, 1.0]
    assert outliers(Distribution.of(to_histogram(count(sample)))) == 3
    assert outliers(Distribution.of(to_histogram(count(np.linspace(100, 110, 1000))))) == 0


def test_a_few_outliers_do_not_make_a_host_noisy():
    values = 100 + np.random.default_rng(0).standard_normal(1000)
    calm = robust_cv(values)
    assert calm == pytest.approx(0.01, rel=0.1)
    values[:50] = 1000
    assert robust_cv(values) == pytest.approx(calm, rel=0.15)


def test_autocorrelation_is_that_of_the_series():
    rng = np.random.default_rng(0)
    white = rng.standard_normal(4000)
    series = np.empty_like(white)
    series[0] = 0.0
    for i in range(1, series.size):
        series[i] = 0.5 * series[i - 1] + white[i]
    assert autocorrelation(series) == pytest.approx(0.5, abs=0.04)
    assert autocorrelation(white) < 0.05
    assert autocorrelation(np.ones(5)) == 0.0
    assert autocorrelation(np.arange(5.0) % 2) == 0.0


# --- trend ----------------------------------------------------------------------------------------


@given(st.floats(-5, 5), st.floats(-100, 100), st.integers(3, 30))
def test_the_slope_of_a_line_is_exact(slope, offset, n):
    assert theil_sen([offset + slope * i for i in range(n)]).slope == pytest.approx(slope, abs=1e-9)


@given(st.lists(st.floats(-100, 100), min_size=5, max_size=25))
def test_a_trend_turns_with_the_series(values):
    forward, backward = theil_sen(values), theil_sen(values[::-1])
    assert forward.low <= forward.slope <= forward.high
    assert backward.slope == pytest.approx(-forward.slope, abs=1e-9)
    assert forward.is_clear == backward.is_clear


@pytest.mark.parametrize("n", [4, 5, 6, 7])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_the_critical_value_is_that_of_all_permutations(n, level):
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    scores = [abs(sum(1 if p[j] > p[i] else -1 for i, j in pairs)) for p in permutations(range(n))]
    rare = [s for s in range(1, len(pairs) + 1) if np.mean(np.array(scores) >= s) <= 1 - level + 1e-12]
    expected = next((s for s in sorted(set(scores)) if s and rare and s >= rare[0]), None)
    assert _critical_s(n, level) == expected


def test_the_normal_critical_value_continues_the_exact_one():
    assert _critical_s(41, 0.95) == pytest.approx(_critical_s(40, 0.95), rel=0.05)


def test_trends_are_found_at_their_level():
    """False alarms on white noise stay at 5 %, a drift of one standard deviation in ten steps is found."""
    rng = np.random.default_rng(0)
    noise = rng.standard_normal((400, 20))
    assert np.mean([theil_sen(row).is_clear for row in noise]) < 0.08
    assert np.mean([theil_sen(row + 0.15 * np.arange(20)).is_clear for row in noise]) > 0.9


def test_two_values_have_a_slope_but_no_clear_trend():
    assert theil_sen([1.0, 3.0]).slope == 2.0
    assert not theil_sen([1.0, 3.0]).is_clear
    with pytest.raises(ValueError, match="two"):
        theil_sen([1.0])
