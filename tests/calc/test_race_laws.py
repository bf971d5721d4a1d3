"""What need not run."""

from math import inf

import pytest
from builders.simulated_race import Network

from dlwb.calc.race_laws import Entrant, Laws
from dlwb.calc.standings import FIRST, Lap, Standings
from dlwb.domain.search import GoalKind


def laws(ran, waiting, streams=1):
    """Laws after entrants (batch, requests) ran with (fps, busy share); the last entrants wait."""
    known = [*ran, *waiting]
    entrants = [Entrant(batch, 0, batch, requests, streams) for batch, requests in known]
    standings = Standings(GoalKind.THROUGHPUT)
    made = Laws(entrants, standings)
    for index, ((batch, requests), (fps, busy)) in enumerate(ran.items()):
        lap = fps if isinstance(fps, Lap) else Lap(fps, 1e3 * batch * requests * busy / fps, 0.2, busy)
        standings.add(index, FIRST, lap)
        made.ran(index)
    return made, len(ran)


def test_busy_streams_gain_nothing_from_more_requests():
    made, two = laws({(1, 1): (100, 0.999)}, [(1, 2)])
    assert made.most_fps(two) == pytest.approx(100, rel=0.02)
    slow, two = laws({(1, 1): (4, 0.999)}, [(1, 2)])
    assert slow.most_gain(two) == pytest.approx(1.0, abs=0.002)


def test_idle_streams_may_gain():
    made, two = laws({(1, 1): (100, 0.5)}, [(1, 2)])
    assert made.most_fps(two) == pytest.approx(200, rel=0.05)
    made, two = laws({(1, 1): (20_000, 0.7)}, [(1, 2)])  # 35 µs, of which waking up may be all
    assert made.most_fps(two) == made.most_gain(two) == inf


def test_more_requests_gain_less_at_a_larger_batch():
    ran = {(1, 1): (1000, 0.05), (1, 2): (1500, 0.1), (4, 1): (3000, 0.05)}
    made, waiting = laws(ran, [(4, 2)])
    assert made.most_fps(waiting) == pytest.approx(4500 * 1.05)


def test_throughput_over_batch_has_one_peak():
    falling = {(1, 1): (200, 1.0), (4, 1): (150, 1.0)}
    made, large = laws(falling, [(16, 1)])
    assert made.most_fps(large) < 160
    rising = {(4, 1): (200, 1.0), (8, 1): (300, 1.0)}
    made, small = laws(rising, [(2, 1)])
    assert made.most_fps(small) < 211


@pytest.mark.parametrize("start_ms", [0.0, 1.0, 10.0])
def test_a_larger_batch_is_not_ruled_out_while_it_may_gain(start_ms):
    network = Network(frame_ms=1.0, start_ms=start_ms, dispatch_ms=0.0, cache=1e9)
    truth = {b: network.truth(b, 1, 1)[0] for b in (1, 4, 16)}
    made, large = laws({(1, 1): (truth[1], 1.0), (4, 1): (truth[4], 1.0)}, [(16, 1)])
    assert made.most_fps(large) >= truth[16]


def test_latency_rises_with_batch_and_requests():
    made, first = laws({(2, 2): (100, 1.0)}, [(4, 2), (2, 4), (1, 2), (4, 1)])
    over = [made.is_over(first + i, 20.0) for i in range(4)]
    assert over == [True, True, False, False]
    assert not made.is_over(first, 39.0)
    assert [made.is_outdone(first + i) for i in range(4)] == [True, True, False, False]


def test_laps_that_others_disturbed_forbid_little():
    def most(foreign):
        ran = {(8, 1): (100, 1.0), (4, 1): (90, 1.0), (1, 1): (Lap(100, 10, 0.2, 0.999, foreign=foreign), 0)}
        made, waiting = laws(ran, [(1, 2)])
        return made.most_fps(waiting)

    assert most(0.4) > 3 * most(0.0)


def test_the_hint_runs_for_what_is_the_same():
    entrants = [Entrant(0, -1, 1, 1, 1), Entrant(1, 0, 1, 2, 2), Entrant(1, 0, 1, 4, 2)]
    standings = Standings(GoalKind.THROUGHPUT)
    made = Laws(entrants, standings)
    standings.add(0, FIRST, Lap(100, 20, 0.2, 0.999))
    made.ran(0)
    assert made.most_fps(2) == inf
    made.ran(1, lap_of=0)
    assert made.most_fps(2) < 103


def test_speed_is_foretold_from_the_nearest_batch():
    made, waiting = laws({(1, 1): (100, 1.0), (8, 1): (300, 1.0)}, [(16, 1), (2, 1)])
    assert made.likely_fps(waiting) == 300
    assert made.likely_fps(waiting + 1) == 100
    assert laws({}, [(1, 1)])[0].likely_fps(0) is None


def test_neighbours_are_one_step_away_in_batch_requests_or_streams():
    points = [(b, s, s * k) for b in (1, 4, 8, 16) for s in (1, 2) for k in (1, 2, 4)]
    families = [Entrant(n, s, b, r, s) for n, (b, s, r) in enumerate(points)]
    made = Laws([*families, Entrant(99, -1, 8, 2, 2)], Standings(GoalKind.THROUGHPUT))
    beside = {points[i] for i in made.neighbours(points.index((8, 2, 4)))}
    assert beside == {(4, 2, 4), (16, 2, 4), (8, 2, 2), (8, 2, 8), (8, 1, 2)}
