"""Subjects measured in turns: order, numbers, and when it stops."""

import random
from itertools import pairwise

import pytest
from builders.simulated_queue import SimulatedClock, SimulatedCompiled, SimulatedQueue

from dlwb.adapters.fake_engine import FakeEngine
from dlwb.adapters.fake_network import FakeNetwork
from dlwb.calc.compare import paired_answers
from dlwb.domain.comparison import InterleavePlan, Word
from dlwb.domain.errors import DeviceUnavailable, InferenceError, InvalidOptions
from dlwb.domain.inference import Hint, InferenceConfig
from dlwb.protocol import ModelFiles
from dlwb.worker.interleave import BUDGET_SPENT, CLEAR, interleave, side_by_side

PLAN = InterleavePlan(min_pairs=6, window_s=0.1, budget_s=60.0)


class LoggedQueue(SimulatedQueue):
    """Remembers in a log shared by all subjects which of them ran."""

    def __init__(self, clock, log, name, service_s, requests=2):
        super().__init__(clock, requests, service_s)
        self.log, self.name = log, name

    def start(self):
        if not self.log or self.log[-1] != self.name:
            self.log.append(self.name)
        super().start()


def subjects(clock, services, log=None, batches=None):
    log = [] if log is None else log
    queues = [LoggedQueue(clock, log, name, service) for name, service in enumerate(services)]
    return [
        (SimulatedCompiled(batch), queue) for queue, batch in zip(queues, batches or [1] * len(queues), strict=True)
    ]


def constant(seconds):
    return lambda _: seconds


def measured(services, plan=PLAN, **more):
    clock = SimulatedClock()
    return side_by_side(subjects(clock, services, **more), plan, clock, lambda _: None)


def test_figures_are_those_of_the_subjects():
    raw = measured([constant(0.002), constant(0.004)], batches=[1, 8])
    fast, slow = raw.subjects
    assert raw.pairs == 6
    assert len(fast.windows) == len(slow.windows) == 12
    assert fast.windows[3].fps == pytest.approx(500, rel=1e-3)
    assert slow.windows[3].fps == pytest.approx(8 * 250, rel=1e-3)
    assert slow.windows[3].median_ms == pytest.approx(8.0, rel=1e-3)  # two requests on one stream


@pytest.mark.parametrize("number", [2, 3, 6])
def test_every_pair_runs_forwards_and_backwards_and_begins_with_another(number):
    log = []
    raw = measured([constant(0.001)] * number, log=log)
    expected = list(range(number))  # warming up
    for pair in range(raw.pairs):
        order = [(pair + i) % number for i in range(number)]
        expected += [*order, *reversed(order)]
    merged = [name for i, name in enumerate(expected) if i == 0 or expected[i - 1] != name]
    assert log == merged


def test_no_subject_runs_into_the_window_of_another():
    clock = SimulatedClock()
    running = subjects(clock, [constant(0.003), constant(0.005)])
    first, second = (queue for _, queue in running)

    def alone(queue, other):
        start = queue.start

        def checked():
            assert not other.finish
            start()

        queue.start = checked

    alone(first, second)
    alone(second, first)
    side_by_side(running, PLAN, clock, lambda _: None)


def test_it_stops_when_every_answer_is_clear():
    raw = measured([constant(0.002), constant(0.0022), constant(0.002)])
    assert raw.stop_reason == CLEAR
    assert raw.pairs == PLAN.min_pairs
    assert [a.throughput.word for a in paired_answers(raw)] == [Word.SLOWER, Word.SAME]
    assert [a.latency.word for a in paired_answers(raw)] == [Word.SLOWER, Word.SAME]


def erratic(seed):
    """Inferences whose speed changes at random every 37 of them."""
    levels = random.Random(seed).choices(range(1, 9), k=1000)
    return lambda k: 0.001 * levels[k // 37 % 1000]


def test_it_stops_when_the_budget_is_spent():
    plan = InterleavePlan(min_pairs=6, window_s=0.1, budget_s=10.0)
    clock = SimulatedClock()
    running = subjects(clock, [erratic(1), erratic(2)])
    begin = clock.now()
    raw = side_by_side(running, plan, clock, lambda _: None)
    assert raw.stop_reason == BUDGET_SPENT
    assert raw.pairs > plan.min_pairs
    assert clock.now() - begin <= 1.3 * plan.budget_s


def test_a_short_budget_shortens_the_windows_of_a_slow_model():
    plan = InterleavePlan(min_pairs=9, window_s=0.5, budget_s=30.0)
    clock = SimulatedClock()
    running = subjects(clock, [constant(0.2), constant(0.3)])
    begin = clock.now()
    raw = side_by_side(running, plan, clock, lambda _: None)
    assert 4 <= raw.pairs <= 9
    assert clock.now() - begin <= 1.5 * plan.budget_s


def test_progress_is_told_at_most_twice_a_second():
    clock = SimulatedClock()
    told = []
    side_by_side(
        subjects(clock, [erratic(1), erratic(2)]), PLAN, clock, lambda progress: told.append((clock.now(), progress))
    )
    measuring = [(at, p) for at, p in told if p.phase == "measuring"]
    assert len(measuring) > 3
    assert all(b - a >= 0.5 for (a, _), (b, _) in pairwise(measuring))
    assert measuring[-1][1].fraction == pytest.approx(1.0, abs=0.1)


# --- on the fake engine, in real time ---


@pytest.fixture
def files(tmp_path):
    FakeNetwork("net").save(tmp_path / "model.xml", tmp_path / "model.bin")
    return ModelFiles(str(tmp_path / "model.xml"), str(tmp_path / "model.bin"))


def config(**extra):
    return InferenceConfig(device="GPU", streams=1, precision="f32", extra={"fake.latency_ms": "2", **extra})


def test_a_slowdown_of_five_per_cent_is_found_on_the_fake_engine(files):
    slow = config(**{"fake.slowdown": "1.05"})
    plan = InterleavePlan(window_s=0.05, budget_s=10.0)
    raw = interleave(FakeEngine(), [(files, config()), (files, slow)], plan, lambda _: None)
    (answer,) = paired_answers(raw)
    assert answer.latency.word is Word.SLOWER
    assert answer.latency.ratio.value == pytest.approx(1.05, rel=2e-3)
    assert answer.throughput.word is not Word.SAME


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        ({"device": "TPU"}, DeviceUnavailable, "Subject 2: There is no device 'TPU'"),
        ({"device": "GPU", "streams": 99}, InvalidOptions, "subject 2, streams: 99 is outside the range"),
    ],
)
def test_what_cannot_be_measured_is_named(files, wrong, error, words):
    with pytest.raises(error, match=words):
        interleave(FakeEngine(), [(files, config()), (files, InferenceConfig(**wrong))], PLAN, lambda _: None)


def test_a_failed_inference_ends_it(files):
    with pytest.raises(InferenceError):
        interleave(FakeEngine(), [(files, config()), (files, config(**{"fake.crash": "fail"}))], PLAN, lambda _: None)


@pytest.mark.openvino
def test_two_configurations_of_a_real_model(tmp_path):
    from builders import ir_models

    from dlwb.adapters.openvino.engine import OpenVinoEngine

    xml = ir_models.write(tmp_path / "model.xml")
    real = ModelFiles(str(xml), str(xml.with_suffix(".bin")))
    configs = [InferenceConfig(streams=1, hint=Hint.NONE), InferenceConfig(streams=1, requests=3, hint=Hint.NONE)]
    plan = InterleavePlan(min_pairs=6, window_s=0.02, budget_s=3.0)
    raw = interleave(OpenVinoEngine(), [(real, config) for config in configs], plan, lambda _: None)
    assert raw.pairs >= 1  # how many there is time for, a busy machine decides
    assert [len(subject.windows) for subject in raw.subjects] == [2 * raw.pairs] * 2
    assert [subject.effective.requests for subject in raw.subjects][1] == 3
    assert all(window.fps > 0 and window.median_ms > 0 for subject in raw.subjects for window in subject.windows)
