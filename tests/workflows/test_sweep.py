"""The sweep verb: what it records, what it survives, and how it continues."""

from dataclasses import replace

import pytest
from builders.measurements import calm_blocks, effective, environment, raw_measurement
from builders.queue_parts import TheSeat

from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.adapters.fake_engine import DEVICES
from dlwb.adapters.stores.memory import MemoryStore
from dlwb.domain.errors import Failure, InputError, InvalidOptions, OutOfMemory, WorkerCrashed
from dlwb.domain.inference import Hint, InferenceConfig, MeasurePlan, Mode
from dlwb.domain.model import Converted, ImportOptions, Model, ModelFormat, Preprocessing
from dlwb.domain.run import Ended, Run, RunState
from dlwb.domain.search import Goal, SearchSpace
from dlwb.domain.specs import SweepSpec
from dlwb.domain.target import MeasuredOn
from dlwb.protocol import BenchmarkAnswer, PointMessage, PointStarted, SweepAnswer
from dlwb.workflows.sweep import (
    KnownPoints,
    SweepVerb,
    check_amount,
    check_space,
    check_sweep,
    measuring_order,
    points_of,
)

BASE = InferenceConfig(device="GPU", hint=Hint.NONE)
SPACE = SearchSpace(BASE, batch=(1, 2, 4), streams=(1, 2))


def measured(config):
    raw = raw_measurement(calm_blocks(3), effective=effective(batch=config.batch or 1, streams=config.streams))
    return BenchmarkAnswer(raw, environment())


class Seat(TheSeat):
    """A seat whose children go to the store, like those of the real one; `fate(config)` says what a point comes to."""

    def __init__(self, store, run, fate, tmp_path):
        super().__init__(self.do, tmp_path)
        self.store, self.run, self.fate, self.tasks = store, run, fate, []

    def do(self, task, hear):
        self.tasks.append(task)
        for index, config in enumerate(task.configs):
            hear(PointStarted(index))
            end = self.fate(config)
            if isinstance(end, BaseException):
                raise end
            hear(PointMessage(index, None, end) if isinstance(end, Failure) else PointMessage(index, end))
        return SweepAnswer()

    def record(self, spec, end):
        child = replace(super().record(spec, end), id=f"{self.run.id}{len(self.recorded):03}", parent=self.run.id)
        self.store.add_run(child)
        return child


@pytest.fixture
def bench(tmp_path):
    artifacts, store = FolderArtifacts(tmp_path / "workspace"), MemoryStore()
    files = []
    for name in ("model.xml", "model.bin"):
        (tmp_path / name).write_text(name)
        files.append(artifacts.add(tmp_path / name, name))
    recipe = Converted(ModelFormat.ONNX, "ab" * 32, "fake 1.0", ImportOptions())
    model = Model("m1", "net", ModelFormat.ONNX, None, (), (), Preprocessing(), "f32", recipe, tuple(files), "t")
    store.add_model(model)
    return store, SweepVerb(store, artifacts), tmp_path


def a_sweep(store, id="sweep1", space=SPACE, continues=None):
    run = Run(id, SweepSpec("m1", space, MeasurePlan(), continues=continues), "t", model="m1", model_name="net")
    store.add_run(run)
    return run


def test_every_point_becomes_a_run(bench):
    store, verb, folder = bench
    run = a_sweep(store)
    seat = Seat(store, run, measured, folder)
    outcome = verb.work(run, seat)
    assert (outcome.measured, outcome.failed, outcome.taken_over) == (6, 0, 0)
    assert [task.before for task in seat.tasks] == [None]
    points = points_of(store, run)
    assert {(p.spec.config.batch, p.spec.config.streams) for p in points} == {(b, s) for b in (1, 2, 4) for s in (1, 2)}
    assert all(p.headline is not None and p.parent == run.id for p in points)
    assert seat.progress[-1].fraction == 1.0
    assert seat.progress[-1].left_s == 0.0


def test_a_point_that_kills_its_worker_is_recorded_and_the_rest_goes_on(bench):
    store, verb, folder = bench
    run = a_sweep(store)

    def fate(config):
        return OutOfMemory("The worker went over its limit.") if config.batch == 4 else measured(config)

    seat = Seat(store, run, fate, folder)
    outcome = verb.work(run, seat)
    assert (outcome.measured, outcome.failed) == (4, 2)
    assert len(seat.tasks) == 3 or (len(seat.tasks) == 2 and seat.tasks[-1].configs == ())
    failed = [p for p in points_of(store, run) if p.failure]
    assert {p.spec.config.batch for p in failed} == {4}
    assert {p.failure.type for p in failed} == {"OutOfMemory"}


def test_a_worker_that_dies_before_any_point_fails_the_sweep(bench):
    store, verb, folder = bench
    seat = TheSeat(None, folder)

    def die(task, hear):
        raise WorkerCrashed("It died while loading.")

    seat.answer = die
    with pytest.raises(WorkerCrashed, match="while loading"):
        verb.work(a_sweep(store), seat)


def test_nothing_measured_is_a_failure_with_the_first_reason(bench):
    store, verb, folder = bench
    run = a_sweep(store)
    with pytest.raises(InputError, match="None of the points") as error:
        verb.work(run, Seat(store, run, lambda config: Failure("CompileError", "No batch today."), folder))
    assert "No batch today." in error.value.hint


def test_a_stopped_sweep_goes_on_where_it_was(bench):
    store, verb, folder = bench
    first, count = a_sweep(store), []

    def stop_after_two(config):
        count.append(config)
        return measured(config) if len(count) <= 2 else KeyboardInterrupt()

    with pytest.raises(KeyboardInterrupt):
        verb.work(first, Seat(store, first, stop_after_two, folder))
    second = a_sweep(store, "sweep2", continues=first.id)
    seat = Seat(store, second, measured, folder)
    outcome = verb.work(second, seat)
    assert (outcome.measured, outcome.taken_over) == (4, 2)
    assert not set(map(repr, count[:2])) & set(map(repr, seat.tasks[0].configs))
    assert len(points_of(store, second)) == 6
    assert outcome.headline.points == 6
    assert outcome.headline.throughput_fps.value == max(
        point.headline.throughput_fps.value for point in points_of(store, second)
    )
    assert seat.tasks[0].before == MeasuredOn("Test CPU", 4.0, {})
    third = a_sweep(store, "sweep3", continues=second.id)
    assert len(points_of(store, third)) == 6


def test_the_forerunner_of_a_sweep_can_be_removed_while_it_goes_on(bench):
    store, verb, folder = bench
    first = a_sweep(store, space=replace(SPACE, batch=(1, 2)))
    verb.work(first, Seat(store, first, measured, folder))
    store.update_run(first.apply(Ended(RunState.CANCELLED, Failure("RunCancelled", "stopped"), "t")))
    second, known, seen = a_sweep(store, "sweep2", continues=first.id), KnownPoints(store), []

    def removing(config):
        seen.append(len(known.of(second)))
        if len(seen) == 2:
            store.remove_runs([first.id])
        return measured(config)

    outcome = verb.work(second, Seat(store, second, removing, folder))
    assert (outcome.measured, outcome.taken_over) == (2, 4)
    assert seen == [4, 5]
    assert known.of(second) == points_of(store, second)
    assert len(known.of(second)) == 2


def test_points_that_are_watched_are_those_that_are_there(bench):
    store, verb, folder = bench
    run, known = a_sweep(store), KnownPoints(store)

    def watched(config):
        assert known.of(run) == points_of(store, run)
        return measured(config)

    verb.work(run, Seat(store, run, watched, folder))
    assert known.of(run) == points_of(store, run)
    store.remove_runs([points_of(store, run)[2].id])
    assert known.of(run) == points_of(store, run)
    store.remove_runs([point.id for point in points_of(store, run)])
    assert known.of(run) == ()


def test_the_order_is_random_the_same_each_time_and_keeps_compiled_models_together():
    points = SearchSpace(BASE, batch=tuple(range(1, 30)), requests=(1, 2)).points()
    order = measuring_order(points)
    assert order == measuring_order(points)
    assert sorted(map(repr, order)) == sorted(map(repr, points))
    batches = [p.batch for p in order]
    assert batches != sorted(batches)
    assert batches[::2] == batches[1::2]


# --- before the start -----------------------------------------------------------------------------


def test_everything_wrong_is_said_at_once():
    space = SearchSpace(BASE, batch=(0, 1), streams=(1, 9), precisions=("f32", "i4"))
    with pytest.raises(InvalidOptions) as error:
        check_space(space, MeasurePlan(mode=Mode.OFFERED), Goal(latency_limit_ms=-1.0), DEVICES, ())
    assert {p.option for p in error.value.problems} == {"batch", "streams", "precision", "rate", "latency_limit_ms"}
    assert len(error.value.problems) == 5


def test_a_long_range_of_wrong_values_takes_three_lines():
    with pytest.raises(InvalidOptions) as error:
        check_space(SearchSpace(BASE, streams=tuple(range(1, 41))), MeasurePlan(), Goal(), DEVICES, ())
    assert [p.message[:6] for p in error.value.problems] == ["5 is o", "6 is o", "34 mor"]


def test_a_plan_must_fit_every_point():
    plan = MeasurePlan(mode=Mode.SYNC)
    with pytest.raises(InvalidOptions) as error:
        check_space(SearchSpace(BASE, streams=(1,), requests=(1, 2, 4)), plan, Goal(), DEVICES, ())
    (problem,) = error.value.problems
    assert problem.option == "requests"
    assert "exactly one request in flight" in problem.message
    check_space(SearchSpace(replace(BASE, requests=4), requests=(1,)), plan, Goal(), DEVICES, ())


def test_a_sweep_keeps_no_memory_limit():
    goal = Goal(latency_limit_ms=-1.0, memory_limit_bytes=10**9)
    with pytest.raises(InvalidOptions, match="A search for the best can") as error:
        check_sweep(SPACE, MeasurePlan(), goal, DEVICES, ())
    assert [problem.option for problem in error.value.problems] == ["memory_limit_bytes", "latency_limit_ms"]
    check_sweep(SPACE, MeasurePlan(), Goal(latency_limit_ms=1.0), DEVICES, ())


def test_an_absurd_space_is_not_even_counted_out():
    with pytest.raises(InvalidOptions, match="more than can be counted"):
        check_space(
            SearchSpace(BASE, batch=tuple(range(1, 9000)), requests=tuple(range(1, 9000))),
            MeasurePlan(),
            Goal(),
            DEVICES,
            (),
        )


def test_an_enormous_sweep_is_confirmed_first():
    with pytest.raises(InvalidOptions, match=r"10,000 points would take about 19\.4 h"):
        check_amount(10_000, 70_000, confirmed=False)
    check_amount(10_000, 70_000, confirmed=True)
    check_amount(200, 70_000, confirmed=False)


def test_an_unknown_device_is_refused():
    with pytest.raises(InvalidOptions, match="no device 'TPU'"):
        check_space(SearchSpace(InferenceConfig(device="TPU")), MeasurePlan(), Goal(), DEVICES, ())
