"""Steps: found where they are, not where there is noise, and not made by odd runs."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlwb.calc.steps import FEWEST_POINTS, MOST_POINTS, find_levels, read_series
from dlwb.domain.comparison import Word
from dlwb.domain.inference import EffectiveConfig, Mode
from dlwb.domain.measurement import Estimate, VerdictStatus
from dlwb.domain.trend import Change, Series, TrendPoint

NOISE = 0.015


def estimates(values, width=0.01):
    return [Estimate(float(v), float(v * (1 - width)), float(v * (1 + width))) for v in values]


def noisy(rng, size, *, step_at=None, factor=0.95, noise=NOISE, level=100.0):
    values = level * np.exp(rng.normal(0, noise, size))
    if step_at is not None:
        values[step_at:] *= factor
    return values


def steps(values, width=0.01):
    levels, _ = find_levels(estimates(values, width))
    return [level.first for level in levels[1:]]


@pytest.mark.parametrize("size", [6, 10, 20, 60, 200])
def test_pure_noise_has_a_step_in_less_than_one_of_a_hundred_series(size):
    rng = np.random.default_rng(size)
    assert sum(bool(steps(noisy(rng, size))) for _ in range(400)) <= 4


@pytest.mark.parametrize(("size", "at"), [(40, 20), (60, 15), (100, 85), (200, 100)])
@pytest.mark.parametrize("factor", [0.95, 1.05])
def test_a_step_of_5_percent_in_noise_of_1_5_percent_is_found_within_a_place(size, at, factor):
    rng = np.random.default_rng(size)
    found = [steps(noisy(rng, size, step_at=at, factor=factor)) for _ in range(100)]
    assert sum(len(places) == 1 and abs(places[0] - at) <= 1 for places in found) >= 93
    assert all(places for places in found[:20])


@settings(max_examples=60)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(12, 30),
    st.integers(12, 30),
    st.floats(1.2, 3.0),
    st.booleans(),
    st.floats(0.01, 1e5),
)
def test_a_large_step_is_found_whatever_the_level(seed, before, after, factor, up, level):
    rng = np.random.default_rng(seed)
    values = noisy(rng, before + after, step_at=before, factor=factor if up else 1 / factor, level=level)
    levels, _ = find_levels(estimates(values))
    assert any(abs(one.first - before) <= 1 for one in levels[1:])


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(12, 60), st.floats(1.3, 10.0), st.booleans(), st.data())
def test_one_or_two_odd_runs_make_no_step_but_are_named(seed, size, factor, up, data):
    values = noisy(np.random.default_rng(seed), size, noise=0.003)
    odd = data.draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=2))
    for place in odd:
        values[place] *= factor if up else 1 / factor
    levels, outliers = find_levels(estimates(values))
    assert len(levels) == 1
    assert odd <= set(outliers)


def test_what_three_runs_in_a_row_show_at_the_end_is_believed():
    values = np.full(30, 100.0) * np.exp(np.random.default_rng(3).normal(0, 0.004, 30))
    values[-2:] *= 0.9
    assert steps(values) == []
    values[-3] *= 0.9
    assert steps(values) == [27]


def test_several_steps_are_found_and_their_levels_are_right():
    rng = np.random.default_rng(5)
    truth = np.repeat([100.0, 80.0, 90.0, 60.0], 25)
    levels, _ = find_levels(estimates(truth * np.exp(rng.normal(0, NOISE, truth.size))))
    assert [level.first for level in levels] == pytest.approx([0, 25, 50, 75], abs=1)
    assert [level.value.value for level in levels] == pytest.approx([100, 80, 90, 60], rel=0.02)
    assert all(one.value.low < one.value.value < one.value.high for one in levels)


@settings(max_examples=40)
@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=60))
def test_levels_cover_every_series_without_gaps(values):
    levels, outliers = find_levels(estimates(values))
    assert levels[0].first == 0
    assert levels[-1].last == len(values) - 1
    assert all(a.last + 1 == b.first for a, b in itertools.pairwise(levels))
    assert all(0 <= place < len(values) for place in outliers)


def test_a_change_below_one_percent_is_the_same():
    values = np.concatenate([np.full(50, 100.0), np.full(50, 100.8)])
    assert steps(values, width=0.0001) == []
    values[50:] = 102.0
    assert steps(values, width=0.0001) == [50]


def test_runs_that_are_unsure_of_themselves_make_no_step():
    values = np.concatenate([np.full(20, 100.0), np.full(20, 95.0)])
    assert steps(values, width=0.01) == [20]
    assert steps(values, width=0.25) == []


@pytest.mark.parametrize("size", [0, 1, FEWEST_POINTS - 1])
def test_too_few_points_have_no_step(size):
    values = [100.0] * (size - size // 2) + [1.0] * (size // 2)
    assert steps(values) == []


def test_only_the_newest_points_of_a_very_long_series_are_searched():
    values = np.full(MOST_POINTS + 500, 100.0)
    values[:100] = 50.0
    values[-50:] = 80.0
    levels, _ = find_levels(estimates(values))
    assert [level.first for level in levels] == [500, MOST_POINTS + 450]


# --- series ---------------------------------------------------------------------------------------


def series(fps, conditions=lambda i: {}):
    effective = EffectiveConfig("CPU", ("CPU",), 1, 1, 1, 1, "f32", 1, {})
    points = tuple(
        TrendPoint(f"run{i}", f"{i}", *estimates([v, 1000 / v if v else 1.0]), VerdictStatus.OK, conditions(i))
        for i, v in enumerate(fps)
    )
    return Series("key", "CPU", "here", "cpu", Mode.CLOSED, None, effective, {}, points)


def test_a_step_says_how_large_it_is_and_what_changed_there():
    def conditions(i):
        return {"openvino": "1" if i < 20 else "2", "kernel": "Linux 6"} | (
            {"governor": "powersave"} if i >= 20 else {}
        )

    rng = np.random.default_rng(0)
    throughput, latency = read_series(series(noisy(rng, 40, step_at=20, factor=0.9, noise=0.003), conditions))
    (step,) = throughput.steps
    assert step.at == 20
    assert step.ratio.low < 0.9 < step.ratio.high
    assert (step.ratio.high - step.ratio.low) < 0.02
    assert step.word is Word.SLOWER
    assert step.changes == (Change("governor", None, "powersave"), Change("openvino", "1", "2"))
    (step,) = latency.steps
    assert step.ratio.low < 1 / 0.9 < step.ratio.high
    assert step.word is Word.SLOWER


def test_a_plug_in_whose_version_older_runs_do_not_tell_did_not_change():
    def conditions(i):
        return {"openvino": "1"} | ({"openvino CPU": "1-build"} if i >= 20 else {})

    throughput, _ = read_series(
        series(noisy(np.random.default_rng(0), 40, step_at=20, factor=0.9, noise=0.003), conditions)
    )
    assert [step.changes for step in throughput.steps] == [()]


def test_faster_is_more_throughput_and_less_latency():
    throughput, latency = read_series(series([100.0] * 10 + [200.0] * 10))
    assert [step.word for step in (*throughput.steps, *latency.steps)] == [Word.FASTER, Word.FASTER]


def test_the_interval_of_a_step_holds_the_truth_in_nine_of_ten_cases():
    rng = np.random.default_rng(9)
    held = 0
    for _ in range(100):
        throughput, _ = read_series(series(noisy(rng, 60, step_at=30, factor=0.9)))
        held += any(step.ratio.low <= 0.9 <= step.ratio.high for step in throughput.steps)
    assert held >= 88


def test_a_figure_of_zero_is_not_read():
    throughput, latency = read_series(series([100.0] * 10 + [0.0]))
    assert throughput.levels == ()
    assert latency.levels
