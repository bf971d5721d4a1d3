"""What laps say of who is ahead, and how sure that is."""

import random
from math import exp, log

import pytest

from dlwb.calc.standings import FIRST, Lap, Standings
from dlwb.domain.search import GoalKind


def a_lap(fps, foreign=0.0, **facts):
    return Lap(fps, 1e3 / fps, 0.2, foreign=foreign, **facts)


def standings(rounds, kind=GoalKind.THROUGHPUT):
    """Standings of entrants 0, 1, … that ran these frames per second, round by round."""
    made = Standings(kind)
    for number, speeds in enumerate(rounds):
        for entrant, fps in enumerate(speeds):
            made.add(entrant, number, fps if isinstance(fps, Lap) else a_lap(fps))
    return made


def test_paired_rounds_are_far_surer_than_first_laps():
    apart = standings([(100, 105)]).gap(1, 0)
    beside = standings([(100, 105)] * 9).gap(1, 0)
    assert apart.value == pytest.approx(log(1.05)) == pytest.approx(beside.value)
    assert apart.low(2) < 0 < beside.low(2)
    assert beside.error < apart.error / 4


def test_what_the_host_does_to_a_whole_round_cancels():
    steps = random.Random(1)
    waves = [exp(steps.gauss(0, 0.2)) for _ in range(10)]
    drifting = standings([(100 * w, 103 * w) for w in waves])
    calm = standings([(100, 103)] * 10)
    assert drifting.gap(1, 0).value == pytest.approx(log(1.03))
    assert drifting.noise() == pytest.approx(calm.noise())


def test_noise_is_learnt_from_the_rounds():
    steps = random.Random(2)

    def noisy(sigma):
        return standings([[100 * exp(steps.gauss(0, sigma)) for _ in range(5)] for _ in range(12)])

    assert noisy(0.08).noise() == pytest.approx(0.08, rel=0.3)
    assert noisy(0.01).noise() == pytest.approx(0.01, rel=0.4)


def test_one_burst_does_not_decide():
    rounds = [(100, 105)] * 4 + [(100, 40)]
    assert standings([(100, 105), *rounds]).gap(1, 0).value == pytest.approx(log(1.05), abs=0.005)


def test_a_lap_that_others_disturbed_says_less():
    calm, disturbed = a_lap(105), a_lap(50, foreign=0.5)
    found = standings([(100, calm), (100, calm), (100, disturbed)])
    assert found.weight(calm) == 1
    assert found.weight(disturbed) < 0.05
    assert found.fps(1) == 105
    first_only = standings([(100, disturbed, 100, 100)]).gap(1, 0)
    assert first_only.high(2) > 0 > first_only.value


def test_what_others_use_all_the_time_sets_no_lap_apart():
    busy = [a_lap(fps, foreign=0.5 + 0.02 * i) for i, fps in enumerate((100, 105, 95))]
    found = standings([busy])
    assert [found.weight(lap) for lap in busy] == [1, 1, 1]
    assert found.gap(1, 0).error > 3 * standings([[100, 105]]).gap(1, 0).error
    assert standings([[*busy, a_lap(300, foreign=0.0)]]).disturbance(a_lap(300, foreign=0.0)) > 0.4


def test_ticks_of_the_kernel_are_no_disturbance():
    found = standings([(100, 100)])
    assert found.disturbance(a_lap(1, foreign=0.04)) == 0 == found.disturbance(a_lap(1, foreign=None))


def test_for_latency_the_shorter_one_is_ahead():
    found = standings([(100, 200)], GoalKind.LATENCY)
    assert found.gap(1, 0).value == pytest.approx(log(2))
    assert found.latency_ms(1) == 5


def test_more_laps_know_the_latency_better():
    one, many = standings([(100,)]), standings([(100,)] * 9)
    assert one.log_latency(0).value == many.log_latency(0).value == pytest.approx(log(10))
    assert many.log_latency(0).error < one.log_latency(0).error / 2


def test_the_throughput_alone_is_as_sure_as_the_latency():
    one, many = standings([(100,)]), standings([(100,)] * 9)
    assert one.log_fps(0).value == many.log_fps(0).value == pytest.approx(log(100))
    assert (one.log_fps(0).error, many.log_fps(0).error) == (one.log_latency(0).error, many.log_latency(0).error)
    assert one.log_fps(0).error > 0.03, "the host drifts between laps taken apart"


def test_the_percentile_is_that_of_the_last_lap():
    found = standings([(a_lap(100),), (a_lap(100, p99_ms=20.0),)])
    assert found.p99_ms(0) == 20.0
    assert standings([(a_lap(100),)]).p99_ms(0) is None


def test_laps_of_the_first_round_are_not_paired():
    found = Standings(GoalKind.THROUGHPUT)
    found.add(0, FIRST, a_lap(100))
    found.add(1, 3, a_lap(110))
    gap = found.gap(1, 0)
    assert gap.value == pytest.approx(log(1.1))
    assert gap.error > 0.04
