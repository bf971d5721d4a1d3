"""The laws of comparing: direction, symmetry, and what each word takes."""

from math import exp

import numpy as np
import pytest
from builders.measurements import effective
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.compare import FEWEST_PAIRS, LEAST_TOLERANCE, absolute, judge, paired, paired_answers
from dlwb.domain.comparison import RawInterleaved, RawSubject, Window, Word
from dlwb.domain.measurement import Estimate


def windows(fps):
    return tuple(Window(float(f), 1000.0 / float(f)) for f in fps)


def noisy(pairs, seed, level=100.0, spread=0.003):
    return windows(level * np.exp(spread * np.random.default_rng(seed).standard_normal(2 * pairs)))


def test_a_ratio_is_subject_over_reference_and_the_word_about_the_subject():
    answer = paired(noisy(9, 1), noisy(9, 2, level=90.0))
    assert answer.throughput.ratio.value == pytest.approx(0.9, abs=0.005)
    assert answer.throughput.word is Word.SLOWER
    assert answer.latency.ratio.value == pytest.approx(1 / 0.9, abs=0.005)
    assert answer.latency.word is Word.SLOWER
    assert (answer.throughput.higher_is_better, answer.latency.higher_is_better) == (True, False)


@given(st.integers(0, 1000), st.floats(0.8, 1.25))
def test_swapping_both_turns_the_ratio_and_the_word_around(seed, factor):
    a, b = noisy(9, seed), noisy(9, seed + 1, level=100 * factor)
    there, back = paired(a, b).throughput, paired(b, a).throughput
    assert there.ratio.value == pytest.approx(1 / back.ratio.value)
    assert there.ratio.low == pytest.approx(1 / back.ratio.high)
    assert there.tolerance == pytest.approx(back.tolerance)
    turned = {Word.FASTER: Word.SLOWER, Word.SLOWER: Word.FASTER}
    # The band 1 ± d is not symmetric for ratios, so at its very edge one way can be told and the other not.
    if abs(abs(there.ratio.value - 1) - there.tolerance) > 0.01:
        assert back.word is turned.get(there.word, there.word)


@given(st.integers(0, 1000), st.floats(-0.02, 0.02))
def test_a_linear_drift_cancels(seed, drift):
    """Windows of a pair lie as A B B A: both have the same mean time."""
    pairs = 9
    a, b = noisy(pairs, seed), noisy(pairs, seed + 1)
    times = np.arange(4 * pairs).reshape(pairs, 4)
    at = {0: times[:, [0, 3]].ravel(), 1: times[:, [1, 2]].ravel()}
    drifting = [
        windows([w.fps * exp(drift * t) for w, t in zip(ws, at[i], strict=True)]) for i, ws in enumerate((a, b))
    ]
    still, moved = paired(a, b), paired(*drifting)
    assert moved.throughput.ratio.value == pytest.approx(still.throughput.ratio.value)
    assert moved.noise == pytest.approx(still.noise)


def test_one_burst_changes_nothing():
    a, b = noisy(12, 1), noisy(12, 2)
    hit = (*b[:7], Window(b[7].fps * 0.3, b[7].median_ms / 0.3), *b[8:])
    assert paired(a, b).throughput.word is paired(a, hit).throughput.word is Word.SAME


def test_more_pairs_make_the_noise_smaller():
    few, many = (
        np.mean([paired(noisy(n, s, spread=0.02), noisy(n, s + 50, spread=0.02)).noise for s in range(30)])
        for n in (9, 144)
    )
    # The half-width of the interval of a median of n: √(π/2) · t · σ / √n, σ being that of one window.
    assert many == pytest.approx(1.2533 * 1.97 * 0.02 / 12, rel=0.05)
    assert few == pytest.approx(1.2533 * 2.12 * 0.02 / 3, rel=0.1)


def test_a_quiet_host_has_the_least_tolerance():
    assert paired(noisy(9, 1, spread=0.0001), noisy(9, 2, spread=0.0001)).throughput.tolerance == LEAST_TOLERANCE


def test_too_few_pairs_tell_nothing():
    a, b = noisy(FEWEST_PAIRS, 1), noisy(FEWEST_PAIRS, 2, level=50.0)
    assert paired(a, b).throughput.word is Word.SLOWER
    assert paired(a[:-2], b[:-2]).throughput.word is Word.CANT_TELL


@pytest.mark.parametrize("odd", [(), noisy(3, 1)[:-1]])
def test_windows_come_in_pairs(odd):
    with pytest.raises(ValueError, match="two windows"):
        paired(odd, odd)


def test_both_need_the_same_pairs():
    with pytest.raises(ValueError, match="windows in every pair"):
        paired(noisy(9, 1), noisy(8, 1))


def test_every_subject_is_compared_with_the_first():
    subjects = tuple(RawSubject(effective(), 1.0, noisy(9, i, level)) for i, level in enumerate((100, 50, 100)))
    words = [answer.throughput.word for answer in paired_answers(RawInterleaved(subjects, 9, ""))]
    assert words == [Word.SLOWER, Word.SAME]


def test_absolute_figures_are_those_of_the_windows():
    found = absolute([99.0, 101.0, 100.0, 100.0, 98.0, 102.0])
    assert found.value == pytest.approx(100.0, abs=0.03)
    assert found.low <= found.value <= found.high


@pytest.mark.parametrize(
    ("low", "value", "high", "tolerance", "word"),
    [
        (0.995, 1.0, 1.005, 0.01, Word.SAME),
        (1.001, 1.003, 1.005, 0.01, Word.SAME),  # a difference, but none that matters
        (1.01, 1.02, 1.03, 0.01, Word.FASTER),
        (1.001, 1.015, 1.03, 0.01, Word.FASTER),
        (0.97, 0.98, 0.99, 0.01, Word.SLOWER),
        (0.98, 1.0, 1.02, 0.01, Word.CANT_TELL),
        (1.001, 1.02, 1.05, 0.03, Word.CANT_TELL),  # not one, but inside what the host's noise does
        (0.96, 1.0, 1.04, 0.10, Word.CANT_TELL),  # inside the tolerance, which is too large to mean "same"
    ],
)
def test_what_each_word_takes(low, value, high, tolerance, word):
    assert judge(Estimate(value, low, high), tolerance, higher_is_better=True) is word
    turned = {Word.FASTER: Word.SLOWER, Word.SLOWER: Word.FASTER}
    assert judge(Estimate(value, low, high), tolerance, higher_is_better=False) is turned.get(word, word)
