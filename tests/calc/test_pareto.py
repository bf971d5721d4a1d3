"""The front, and the best under a limit."""

from dataclasses import replace

import pytest
from builders.measurements import a_headline
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.pareto import choose, excess, front
from dlwb.domain.measurement import Estimate
from dlwb.domain.search import Goal, GoalKind, LimitPercentile

FIGURES = st.lists(st.tuples(st.floats(1, 1e5), st.floats(0.01, 1e4)), max_size=40)


def beats(a, b):
    return a[0] >= b[0] and a[1] <= b[1] and a != b


@given(FIGURES)
def test_the_front_is_what_nothing_beats(figures):
    kept = front(figures)
    assert {figures[i] for i in kept} == {f for f in figures if not any(beats(other, f) for other in figures)}
    assert len({figures[i] for i in kept}) == len(kept)
    assert [figures[i][1] for i in kept] == sorted(figures[i][1] for i in kept)


def headlines():
    return [a_headline(fps=100.0, ms=10.0), a_headline(fps=300.0, ms=40.0), a_headline(fps=50.0, ms=4.0)]


@pytest.mark.parametrize(
    ("goal", "best"),
    [
        (Goal(), 1),
        (Goal(GoalKind.LATENCY), 2),
        (Goal(latency_limit_ms=20.0), 0),
        (Goal(latency_limit_ms=40.0), 1),
        (Goal(GoalKind.LATENCY, latency_limit_ms=20.0), 2),
    ],
)
def test_the_best_within_the_limits(goal, best):
    choice = choose(headlines(), goal)
    assert (choice.best, choice.nearest) == (best, None)


def test_a_limit_that_nothing_meets_names_the_nearest():
    choice = choose(headlines(), Goal(latency_limit_ms=3.0))
    assert (choice.best, choice.nearest) == (None, 2)
    assert choice.reason == "No configuration meets the p50 latency limit of 3 ms (the nearest has 4 ms)."


def test_a_percentile_that_was_not_earned_meets_no_limit():
    goal = Goal(latency_limit_ms=100.0, percentile=LimitPercentile.P99)
    earned = replace(a_headline(fps=10.0, ms=1.0), latency_p99_ms=Estimate(90.0, 80.0, 95.0))
    assert choose([*headlines(), earned], goal).best == 3
    nothing = choose(headlines(), goal)
    assert nothing.best is None
    assert "not earned" in nothing.reason


def test_memory_counts_where_it_is_known():
    goal = Goal(memory_limit_bytes=100_000_000)
    known = [
        replace(h, peak_rss_bytes=bytes) for h, bytes in zip(headlines(), (90_000_000, 150_000_000, None), strict=True)
    ]
    assert choose(known, goal).best == 0
    assert excess(known[1], goal) == pytest.approx(0.5)
    assert (
        "memory limit of 10 MB (the nearest takes 90 MB)" in choose(known, Goal(memory_limit_bytes=10_000_000)).reason
    )


def test_nothing_measured_is_no_choice():
    assert choose([], Goal()).reason == "Nothing has been measured."
