"""Warm-up, blocks and the reasons to stop, in simulated time."""

import gc
import random
from dataclasses import replace
from itertools import pairwise

import pytest
from builders.simulated_queue import SimulatedClock, SimulatedCompiled, SimulatedQueue

from dlwb.domain.errors import InferenceError
from dlwb.domain.inference import Arrivals, Effort, MeasurePlan, Mode, plan_for
from dlwb.worker.measure import BUDGET_SPENT, PRECISION_REACHED, measure


class Run:
    """One measurement in simulated time."""

    def __init__(self, service_s, plan=None, requests=1, streams=1):
        self.clock = SimulatedClock()
        self.queue = SimulatedQueue(self.clock, requests, service_s, streams)
        self.told = []
        self.begin = self.clock.time
        plan = plan or plan_for(Effort.STANDARD)
        self.raw = measure(SimulatedCompiled(), self.queue, plan, self.clock, self._tell)

    def _tell(self, progress):
        self.told.append((self.clock.time, progress))


def wobble(share):
    """A service time of 10 ms whose level changes at random, by `share` (standard deviation), about every second."""
    rng = random.Random(5)
    levels = [1 + share * rng.gauss(0, 1) for _ in range(500)]
    return lambda k: 0.01 * levels[k // 100]


def restless(k):
    """A service time that never comes to rest."""
    return 0.01 * (1.0, 1.3, 1.1, 1.4, 1.2)[k // 23 % 5]


def test_a_steady_model_stops_after_the_least_number_of_blocks():
    run = Run(lambda k: 0.01)
    assert run.raw.steady
    assert run.raw.warmup_s == pytest.approx(1.0, rel=0.05)
    assert len(run.raw.blocks) == 10
    assert run.raw.stop_reason == PRECISION_REACHED
    assert run.raw.compile_ms == 12.5
    assert run.raw.first_inference_ms == pytest.approx(10.0)
    assert run.raw.latency_mean_ms == pytest.approx(10.0)
    assert sum(run.raw.histogram.counts) == run.raw.completions == sum(b.completions for b in run.raw.blocks)


def test_compile_and_first_inference_are_in_no_sample():
    run = Run(lambda k: 5.0 if k == 0 else 0.01)
    assert run.raw.first_inference_ms == pytest.approx(5000.0)
    assert run.raw.latency_max_ms == pytest.approx(10.0, rel=1e-3)


def test_warming_up_goes_on_while_the_figures_change():
    speeding_up = Run(lambda k: 0.01 * (1 + max(0.0, 1.0 - k / 150)))
    assert speeding_up.raw.steady
    assert 1.5 < speeding_up.raw.warmup_s < 3.1
    assert speeding_up.raw.latency_max_ms == pytest.approx(10.0, rel=0.01)


def test_warming_up_gives_up_after_a_fifth_of_the_budget():
    run = Run(restless)
    assert not run.raw.steady
    assert run.raw.warmup_s == pytest.approx(3.0, rel=0.1)
    rigorous = Run(restless, plan_for(Effort.RIGOROUS, 200.0))
    assert rigorous.raw.warmup_s == pytest.approx(15.0, rel=0.05)


def test_blocks_hold_a_second_and_thirty_completions():
    fast = Run(lambda k: 0.01).raw.blocks
    assert all(block.wall_s == pytest.approx(1.0, rel=0.02) for block in fast)
    slower = Run(lambda k: 0.04).raw.blocks
    assert all(block.completions == 30 and block.wall_s == pytest.approx(1.2, rel=0.01) for block in slower)


def test_a_slow_model_gets_blocks_that_fit_the_budget():
    raw = Run(lambda k: 0.7).raw
    assert len(raw.blocks) >= 9
    assert sum(block.wall_s for block in raw.blocks) < 17
    very_slow = Run(lambda k: 20.0).raw
    assert len(very_slow.blocks) == 1
    assert very_slow.stop_reason == BUDGET_SPENT


def test_an_unsteady_model_is_measured_until_the_budget_is_spent():
    raw = Run(wobble(0.1)).raw
    assert raw.stop_reason == BUDGET_SPENT
    assert sum(block.wall_s for block in raw.blocks) == pytest.approx(15.0, abs=1.0)


def test_the_precision_goal_decides_how_long():
    strict = Run(wobble(0.01), plan_for(Effort.RIGOROUS))
    loose = Run(wobble(0.01), plan_for(Effort.QUICK))
    assert strict.raw.stop_reason == loose.raw.stop_reason == PRECISION_REACHED
    assert len(loose.raw.blocks) == 5 < len(strict.raw.blocks)


@pytest.mark.parametrize("mode", [Mode.CLOSED, Mode.OFFERED])
def test_the_queue_is_drained_once_at_the_end_and_never_inside(mode):
    plan = replace(plan_for(Effort.QUICK), mode=mode, rate=150.0 if mode is Mode.OFFERED else None)
    run = Run(lambda k: 0.01, plan, requests=2, streams=2)
    assert run.queue.drains == 1
    if mode is Mode.CLOSED:
        gaps = [b - a for a, b in pairwise(run.queue.start_times)]
        assert max(gaps) < 0.0101


def test_offered_load_is_content_with_a_sure_latency_although_arrivals_are_random():
    plan = MeasurePlan(mode=Mode.OFFERED, rate=20.0, arrivals=Arrivals.POISSON, min_block_completions=10)
    raw = Run(lambda k: 0.001, plan, requests=4, streams=4).raw
    assert raw.stop_reason == PRECISION_REACHED
    assert raw.completions >= sum(block.completions for block in raw.blocks)


def test_offered_load_reports_late_starts_of_the_blocks_only():
    plan = MeasurePlan(mode=Mode.OFFERED, rate=100.0, arrivals=Arrivals.CONSTANT)
    calm = Run(lambda k: 0.001, plan)
    assert calm.raw.late_starts == 0
    stalled = Run(lambda k: 0.5 if k == 300 else 0.001, plan)
    assert stalled.raw.late_starts == pytest.approx(55, abs=6)
    overloaded = Run(lambda k: 0.02, plan)
    assert overloaded.raw.unserved > 0
    assert overloaded.raw.latency_max_ms > 5000


def test_progress_comes_at_most_twice_a_second():
    run = Run(wobble(0.1), plan_for(Effort.STANDARD), requests=2)
    moments = [moment for moment, _ in run.told]
    assert len(moments) > 10
    assert min(b - a for a, b in pairwise(moments)) >= 0.5
    phases = [progress.phase for _, progress in run.told]
    assert phases[0] == "warming up"
    assert phases[-1] == "measuring"
    fractions = [p.fraction for _, p in run.told if p.fraction is not None]
    assert fractions == sorted(fractions)
    assert fractions[-1] <= 1.0


def test_blocks_carry_what_the_percentile_intervals_need():
    raw = Run(lambda k: 0.01 + (k % 10) * 0.001).raw
    for place, share in enumerate((0.5, 0.9, 0.95, 0.99, 0.999)):
        below = sum(block.at_or_below[place] for block in raw.blocks)
        assert below / raw.completions == pytest.approx(share, abs=1e-3)


def test_the_garbage_collector_rests_in_the_timed_region_only():
    seen = []
    Run(lambda k: seen.append(gc.isenabled()) or 0.01)
    assert gc.isenabled()
    assert seen[0]  # the first inference is no sample
    assert not any(seen[1:])


class BrokenQueue(SimulatedQueue):
    """Fails in the loop as an engine does: `acquire` raises its own error, `drain` ours."""

    def acquire(self):
        if self.started > 20:
            raise RuntimeError("Exception from cpp:117")
        return super().acquire()

    def drain(self):
        raise InferenceError("An inference failed: out of something.")


def test_a_failed_inference_is_told_in_our_words():
    clock = SimulatedClock()
    queue = BrokenQueue(clock, 1, lambda k: 0.01)
    with pytest.raises(InferenceError, match="out of something"):
        measure(SimulatedCompiled(), queue, MeasurePlan(), clock, lambda progress: None)
    assert gc.isenabled()


def test_input_files_are_named():
    plan = replace(plan_for(Effort.QUICK), inputs=("/a/b/one.npy", "two.npy", "3.npy", "4.npy"))
    assert Run(lambda k: 0.01, plan).raw.input_source == "files: one.npy, two.npy, 3.npy and 1 more"
    assert Run(lambda k: 0.01).raw.input_source == "random, seed 0"
