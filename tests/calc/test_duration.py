"""Estimates of how long a search takes."""

import random

from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.duration import Forecast, Speed, in_words, point_seconds, search_seconds
from dlwb.domain.inference import Effort, Hint, InferenceConfig, plan_for
from dlwb.domain.search import SearchSpace
from dlwb.workflows.sweep import measuring_order

QUICK = plan_for(Effort.QUICK)


@given(st.floats(0.01, 500), st.integers(1, 64), st.integers(1, 8))
def test_a_point_takes_at_least_what_the_plan_measures(frame_ms, batch, requests):
    config = InferenceConfig(batch=batch, requests=requests)
    seconds = point_seconds(config, QUICK, Speed(frame_ms))
    assert seconds >= QUICK.min_blocks * QUICK.block_s
    assert seconds <= point_seconds(config, QUICK, Speed(2 * frame_ms))


def test_each_compiled_model_is_counted_once():
    points = SearchSpace(streams=(1, 2), requests=(1, 2, 4)).points()
    fast, slow = (search_seconds(points, QUICK, Speed(1.0, compile_s)) for compile_s in (0.0, 10.0))
    assert round(slow - fast, 6) == 20.0


@given(st.integers(0, 1000))
def test_after_a_tenth_the_forecast_is_within_a_quarter(seed):
    """Points cost their own time, with noise; nothing was known of the model before."""
    rng = random.Random(seed)
    base = InferenceConfig(hint=Hint.NONE)
    points = measuring_order(SearchSpace(base, batch=tuple(range(1, 21)), streams=(1, 2, 3, 4)).points())
    true = Speed(frame_ms=rng.uniform(0.1, 60), compile_s=rng.uniform(0.1, 2))
    costs = [true.compile_s + point_seconds(point, QUICK, true) * rng.uniform(0.9, 1.1) for point in points]
    forecast = Forecast(points, QUICK, Speed())
    tenth = len(points) // 10
    for point in points[:tenth]:
        forecast.finished(point, Speed(true.frame_ms * rng.uniform(0.8, 1.2), true.compile_s))
    left = sum(costs[tenth:])
    assert abs(forecast.left_s(sum(costs[:tenth])) - left) <= 0.25 * left


def test_the_forecast_ends_at_nothing():
    points = SearchSpace(batch=(1, 2)).points()
    forecast = Forecast(points, QUICK, Speed(1.0))
    assert forecast.left_s(0.0) == search_seconds(points, QUICK, Speed(1.0))
    for point in points:
        forecast.finished(point)
    assert forecast.left_s(20.0) == 0.0


def test_words():
    assert [in_words(s) for s in (42, 600, 9000)] == ["42 s", "10 min", "2.5 h"]
