"""Running means since compilation, turned into means of windows."""

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.counters import window_mean

durations = st.lists(st.integers(0, 10**6), min_size=2, max_size=60)


@given(durations, st.data())
def test_exact_means_give_the_exact_mean_of_the_window(times, data):
    before = data.draw(st.integers(0, len(times) - 1))
    mean_before = Fraction(sum(times[:before]), before) if before else Fraction(0)
    mean = Fraction(sum(times), len(times))
    expected = Fraction(sum(times[before:]), len(times) - before)
    assert window_mean(before, mean_before, len(times), mean) == expected


@given(durations, st.data())
def test_truncated_means_are_off_by_no_more_than_the_documented_bound(times, data):
    before = data.draw(st.integers(1, len(times) - 1))
    count = len(times)
    found = window_mean(before, sum(times[:before]) // before, count, sum(times) // count)
    exact = sum(times[before:]) / (count - before)
    assert abs(found - exact) <= count / (count - before) + 1e-9


def test_a_window_right_after_compilation_is_the_sharpest():
    errors = []
    for start in (0, 4, 36):
        times = [10 if i % 2 else 11 for i in range(start + 4)]
        mean_before = sum(times[:start]) // start if start else 0
        found = window_mean(start, mean_before, len(times), sum(times) // len(times))
        errors.append(abs(found - 10.5))
    assert errors[0] <= 1
    assert errors == sorted(errors)


def test_rounding_never_gives_a_negative_time():
    assert window_mean(10, 5.0, 11, 4.0) == 0.0
    assert not math.copysign(1, window_mean(10, 5.0, 11, 4.0)) < 0
