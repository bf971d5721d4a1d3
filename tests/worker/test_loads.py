"""The three loads, in simulated time: what they count, and that nothing slips through."""

import numpy as np
import pytest
from builders.simulated_queue import SimulatedClock, SimulatedQueue

from dlwb.domain.inference import Arrivals, MeasurePlan, Mode
from dlwb.worker.loads import GRACE_S, start_load


def offered(rate, **plan):
    return MeasurePlan(mode=Mode.OFFERED, rate=rate, arrivals=Arrivals.CONSTANT, **plan)


def everything(load, seconds):
    """Run one stretch and the tail; all latencies in ms, and the tail."""
    stretch = load.run(seconds, 1, seconds)
    inside = stretch.latency_ms.copy()
    tail = load.finish()
    return np.concatenate((inside, tail.latency_ms)), tail


def test_sync_load_has_one_request_in_flight_and_never_touches_the_queue():
    clock = SimulatedClock()
    queue = SimulatedQueue(clock, 4, lambda k: 0.01)
    stretch = start_load(MeasurePlan(mode=Mode.SYNC), queue, clock).run(1.0, 30, 9.0)
    assert queue.inferred == stretch.latency_ms.size == 100
    assert stretch.wall_s == pytest.approx(1.0, rel=1e-3)
    assert stretch.latency_ms == pytest.approx(np.full(100, 10.0))


def test_closed_load_keeps_every_request_in_flight():
    clock = SimulatedClock()
    queue = SimulatedQueue(clock, 3, lambda k: 0.01, streams=1)
    load = start_load(MeasurePlan(mode=Mode.CLOSED), queue, clock)
    load.run(0.1, 1, 0.1)
    queue.fewest_in_flight_at_start = 3
    stretches = [load.run(1.0, 30, 9.0).latency_ms.copy() for _ in range(3)]
    assert queue.fewest_in_flight_at_start == 2
    assert queue.drains == 0
    for latencies in stretches:
        # Three requests share one server: each waits for two others.
        assert latencies == pytest.approx(np.full(latencies.size, 30.0), rel=1e-4)
        assert latencies.size == pytest.approx(100, abs=1)


def test_stretches_touch_even_when_the_caller_takes_its_time_between_them():
    clock = SimulatedClock()
    queue = SimulatedQueue(clock, 2, lambda k: 0.01, streams=2)
    load = start_load(MeasurePlan(mode=Mode.CLOSED), queue, clock)
    begin = clock.time
    walls = []
    for _ in range(4):
        walls.append(load.run(0.5, 1, 0.5).wall_s)
        end = clock.time
        clock.sleep_until(end + 0.02)
    assert sum(walls) == pytest.approx(end - begin, abs=1e-4)


def test_a_stretch_ends_by_time_and_completions_and_at_the_latest_at_its_limit():
    clock = SimulatedClock()
    queue = SimulatedQueue(clock, 1, lambda k: 0.1)
    load = start_load(MeasurePlan(mode=Mode.CLOSED), queue, clock)
    assert load.run(0.25, 1, 9.0).latency_ms.size == 3
    assert load.run(0.25, 30, 9.0).latency_ms.size == 30
    assert load.run(0.25, 30, 0.5).latency_ms.size == 5


def test_offered_load_without_queueing_sees_the_service_time():
    clock = SimulatedClock()
    queue = SimulatedQueue(clock, 2, lambda k: 0.002, streams=2)
    latencies, tail = everything(start_load(offered(100.0), queue, clock), 2.0)
    assert latencies == pytest.approx(np.full(latencies.size, 2.0), abs=1e-2)
    assert latencies.size == pytest.approx(200, abs=3)
    assert tail.unserved == 0


def test_offered_load_counts_late_starts_from_the_moment_they_were_due():
    """One stall of a second delays a hundred requests, and each of them must show it (coordinated omission)."""
    clock = SimulatedClock()
    queue = SimulatedQueue(clock, 1, lambda k: 1.0 if k == 50 else 1e-4)
    load = start_load(offered(100.0), queue, clock)
    latencies, _ = everything(load, 5.0)
    assert load.late_starts == pytest.approx(100, abs=2)
    delayed = np.sort(latencies)[-100:]
    assert delayed == pytest.approx(np.linspace(10, 1000, 100), abs=12)
    closed_view = queue.latency_ms(0)
    assert closed_view < 1  # what a loop that waits would have seen nearly always


def test_a_stall_at_the_very_end_is_not_cut_off():
    clock = SimulatedClock()
    queue = SimulatedQueue(clock, 1, lambda k: 1.0 if k == 400 else 1e-4)
    load = start_load(offered(100.0), queue, clock)
    latencies, tail = everything(load, 4.5)
    assert tail.unserved == 0
    # The stall ends a second after request 400 was due; everything due meanwhile is there with its waiting time.
    assert np.sum(latencies > 100) == pytest.approx(90, abs=3)
    assert tail.latency_ms.size > 80


def test_requests_that_were_never_started_count_with_the_time_they_waited():
    clock = SimulatedClock()
    queue = SimulatedQueue(clock, 1, lambda k: 0.1)
    load = start_load(offered(100.0), queue, clock)
    latencies, tail = everything(load, 20.0)
    due = queue.started + tail.unserved
    assert due == pytest.approx(2000, abs=10)
    assert latencies.size == due
    assert tail.unserved == pytest.approx(2000 - (20 + GRACE_S) * 10, abs=20)
    assert latencies.max() > 18e3


def test_the_schedule_stands_still_while_the_caller_keeps_its_books():
    clock = SimulatedClock()
    queue = SimulatedQueue(clock, 2, lambda k: 1e-4, streams=2)
    load = start_load(offered(1000.0), queue, clock)
    for _ in range(3):
        assert load.run(0.2, 1, 0.2).latency_ms.max() < 0.2
        clock.sleep_until(clock.time + 0.05)
    assert load.late_starts == 0


@pytest.mark.parametrize("rate", [50.0, 2000.0])
def test_poisson_arrivals_have_the_rate_and_repeat_with_the_seed(rate):
    def starts(seed):
        clock = SimulatedClock()
        queue = SimulatedQueue(clock, 8, lambda k: 1e-5, streams=8)
        plan = MeasurePlan(mode=Mode.OFFERED, rate=rate, arrivals=Arrivals.POISSON, seed=seed)
        start_load(plan, queue, clock).run(4000 / rate, 1, 4000 / rate)
        return np.asarray(queue.start_times)

    first = starts(1)
    gaps = np.diff(first)
    assert gaps.mean() * rate == pytest.approx(1.0, abs=0.06)
    assert gaps.std() * rate == pytest.approx(1.0, abs=0.1)
    assert np.array_equal(first, starts(1))
    assert not np.array_equal(first[:100], starts(2)[:100])
