"""What changes from run to run, and what that does to stored comparisons."""

from math import inf

import numpy as np
import pytest
from builders.measurements import environment
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.compare import sized, stored
from dlwb.calc.run_spread import PRIOR, host_sigma, log_reach, run_sigma, spread_of
from dlwb.domain.comparison import Word
from dlwb.domain.measurement import Estimate, VerdictStatus

positive = st.floats(0.1, 1e6)
SURE = Estimate(100.0, 99.7, 100.3)


def exactly(value):
    return Estimate(value, value, value)


def around(value, share):
    return Estimate(value, value * (1 - share), value * (1 + share))


@given(positive, positive, st.floats(0.0, 0.5), st.floats(0.0, 0.2))
def test_the_interval_holds_the_ratio_and_turns_around_with_it(a, b, share, sigma):
    there = stored("x", around(a, share), around(b, share), sigma, higher_is_better=True)
    back = stored("x", around(b, share), around(a, share), sigma, higher_is_better=True)
    assert there.ratio.low <= there.ratio.value <= there.ratio.high < inf
    assert there.ratio.value == pytest.approx(1 / back.ratio.value)
    assert there.ratio.low == pytest.approx(1 / back.ratio.high)
    assert there.tolerance == pytest.approx(back.tolerance)


@given(positive, st.floats(0.0, 0.2))
def test_a_figure_is_never_different_from_itself(value, share):
    figure = around(value, share)
    delta = stored("x", figure, figure, 0.006, higher_is_better=True)
    assert delta.word in (Word.SAME, Word.CANT_TELL)


def test_an_interval_that_reaches_zero_tells_nothing():
    delta = stored("x", Estimate(10.0, 0.0, 20.0), around(20.0, 0.01), 0.0, higher_is_better=True)
    assert delta.word is Word.CANT_TELL
    assert delta.ratio.high < inf


@pytest.mark.parametrize("wrong", [(0.0, 1.0), (1.0, 0.0), (-1.0, 1.0)])
def test_ratios_need_positive_figures(wrong):
    with pytest.raises(ValueError, match="positive"):
        stored("x", exactly(wrong[0]), exactly(wrong[1]), 0.0, higher_is_better=True)


@pytest.mark.parametrize(
    ("subject", "word"), [(110, Word.LARGER), (90, Word.SMALLER), (100, Word.SAME), (100.5, Word.SAME)]
)
def test_sizes_have_words_of_their_own(subject, word):
    assert sized("model_size", exactly(100), exactly(subject), 0.0).word is word


def test_without_repeats_the_prior_counts():
    assert spread_of("throughput", []) == spread_of("throughput", [SURE]) == PRIOR["throughput"]


def repeats(sigma, count, seed=0):
    return [exactly(100 * np.exp(sigma * x)) for x in np.random.default_rng(seed).standard_normal(count)]


@pytest.mark.parametrize("sigma", [0.01, 0.05])
def test_many_repeats_outweigh_the_prior(sigma):
    assert spread_of("throughput", repeats(sigma, 200)) == pytest.approx(sigma, rel=0.15)


def test_a_few_equal_repeats_do_not_make_a_host_perfect():
    assert spread_of("throughput", [SURE] * 100) == PRIOR["throughput"] / 2


def test_a_lasting_step_in_the_history_is_no_spread():
    before, after = repeats(0.006, 30, 1), [exactly(e.value * 1.2) for e in repeats(0.006, 30, 2)]
    assert spread_of("throughput", [*before, *after]) < 0.03


def test_a_restless_run_says_less_and_one_that_was_held_back_still_less():
    calm = run_sigma("throughput", 0.006, around(100, 0.002), VerdictStatus.OK)
    restless = run_sigma("throughput", 0.006, around(100, 0.02), VerdictStatus.OK)
    held_back = run_sigma("throughput", 0.006, around(100, 0.02), VerdictStatus.CONTENDED)
    assert 0.006 <= calm < 0.0065 < restless < held_back


def test_a_figure_that_is_seen_once_relies_on_its_spread():
    assert run_sigma("compile_time", 0.1, exactly(100), VerdictStatus.OK) == 0.1
    assert run_sigma("compile_time", 0.1, exactly(100), VerdictStatus.THROTTLED) == 0.2


def test_what_others_took_from_one_run_only_counts():
    quiet, busy = environment(foreign_cpu=0.0), environment(foreign_cpu=0.4)
    figures = (around(100, 0.05), around(100, 0.05))
    assert host_sigma("throughput", figures, (quiet, busy)) == pytest.approx(0.1, rel=0.05)
    assert host_sigma("throughput", figures, (busy, busy)) < 0.03
    stolen = environment(foreign_cpu=0.0, steal=0.4)
    assert host_sigma("throughput", figures, (quiet, stolen)) == pytest.approx(0.1, rel=0.05)


def test_foreign_load_that_did_not_move_a_single_block_does_no_harm():
    quiet, busy = environment(foreign_cpu=0.0), environment(foreign_cpu=2.0)
    assert host_sigma("throughput", (exactly(100), exactly(100)), (quiet, busy)) == 0.0
    assert host_sigma("compile_time", (exactly(100), exactly(100)), (quiet, busy)) > 0.4


def test_nobody_tells_the_load_on_some_platforms():
    silent = environment(foreign_cpu=None, steal=None, noise=0.0)
    assert host_sigma("throughput", (SURE, SURE), (silent, silent)) == 0.0


@given(st.floats(0.01, 100.0), st.floats(1.0, 5.0))
def test_the_reach_is_that_of_the_logarithm(low, factor):
    assert log_reach(low, low * factor) == pytest.approx(np.log(factor))
