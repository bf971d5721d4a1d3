"""The verb that finds the best: what it records, what it survives, and how it decides."""

import itertools
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from builders.measurements import effective, environment, raw_measurement
from builders.queue_parts import TheSeat

from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.adapters.stores.memory import MemoryStore
from dlwb.calc.racing import DOMINATED, TO_THE_END, race_plan
from dlwb.domain.comparison import RawInterleaved, RawSubject, Window, Word
from dlwb.domain.errors import Failure, InputError, OutOfMemory, RunCancelled, WorkerCrashed
from dlwb.domain.headline import SearchHeadline
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.measurement import Estimate
from dlwb.domain.model import Converted, ImportOptions, Model, ModelFormat, Preprocessing
from dlwb.domain.moments import as_recorded
from dlwb.domain.outcomes import BenchmarkOutcome
from dlwb.domain.run import Ended, Run, RunState, Succeeded
from dlwb.domain.search import Goal, GoalKind, PointSoFar, SearchSpace
from dlwb.domain.specs import BenchmarkSpec, TuneSpec
from dlwb.domain.target import MeasuredOn
from dlwb.protocol import (
    BenchmarkAnswer,
    BenchmarkTask,
    InterleaveAnswer,
    InterleaveTask,
    Message,
    PointMessage,
    PointStarted,
    RaceAnswer,
    RaceTask,
    RacingMessage,
    from_json,
)
from dlwb.workflows.benchmark import to_measurement
from dlwb.workflows.folders import RACING
from dlwb.workflows.tune import TuneVerb
from dlwb.workflows.tune_space import candidates

SPACE = SearchSpace(InferenceConfig(device="GPU"), batch=(1, 4, 16), streams=(1, 2))
THROUGHPUT, LATENCY = 0, 1  # places of the hints among the candidates
CONFIGS = candidates(SPACE)


def place(batch, streams):
    return next(i for i, c in enumerate(CONFIGS) if (c.batch, c.streams) == (batch, streams))


def measured(fps, ms, peak=None):
    """An answer with these frames per second and this latency."""
    blocks = [[ms] * 20] * 3
    raw = raw_measurement(blocks, wall_s=20 / fps, effective=effective(), peak_rss_bytes=peak)
    return BenchmarkAnswer(raw, environment())


def side_by_side(ratio, ms=10.0, noise=0.002, pairs=10, hint_ms=None, wobble=0.0):
    """Two subjects of which the second has `ratio` times the throughput, and `ms` latency, the first `hint_ms`.

    By `wobble` the ratio differs from pair to pair.
    """

    def windows(level, latency, wobble=0.0):
        wave = [(1 + noise * (-1) ** p) * (1 + wobble * (-1) ** (p // 2)) for p in range(2 * pairs)]
        return tuple(Window(level * w, latency * w) for w in wave)

    subjects = (
        RawSubject(effective(), 10.0, windows(100, hint_ms or ms * ratio)),
        RawSubject(effective(), 10.0, windows(100 * ratio, ms, wobble)),
    )
    return InterleaveAnswer(RawInterleaved(subjects, pairs, "every answer is clear"), environment())


class Host(TheSeat):
    """A seat whose workers race by script: `speeds` by place as (fps, ms); `deaths` kill the worker once."""

    def __init__(self, tmp_path, speeds, *, ranking=None, deaths=(), ratio=1.5, peaks=None, **paired):
        super().__init__(self.do, tmp_path)
        self.speeds, self.ranking, self.deaths = speeds, ranking, dict.fromkeys(deaths, OutOfMemory("Too much."))
        self.ratio, self.peaks, self.paired = ratio, peaks or {}, paired

    def do(self, task, hear):
        match task:
            case RaceTask():
                return self.race(task, hear)
            case InterleaveTask():
                return side_by_side(self.ratio, **self.paired)
            case BenchmarkTask():
                index = CONFIGS.index(task.config)
                return measured(*self.speeds[index], self.peaks.get(index, 100))

    def race(self, task, hear):
        for number, config in enumerate(task.configs):
            index = CONFIGS.index(config)
            if index not in self.speeds:
                continue
            hear(PointStarted(number))
            if index in self.deaths:
                raise self.deaths.pop(index)
            speed = self.speeds[index]
            hear(
                PointMessage(number, None, speed)
                if isinstance(speed, Failure)
                else PointMessage(number, measured(*speed))
            )
        order = self.ranking or sorted(
            (i for i, s in self.speeds.items() if not isinstance(s, Failure)), key=lambda i: -self.speeds[i][0]
        )
        here = [CONFIGS.index(c) for c in task.configs]
        return RaceAnswer(tuple(here.index(i) for i in order if i in here), (), "the best is clear")

    def tasks(self, kind):
        return [task for task in self.asked if isinstance(task, kind)]


@pytest.fixture
def tune(tmp_path):
    artifacts, store = FolderArtifacts(tmp_path / "workspace"), MemoryStore()
    files = []
    for name in ("model.xml", "model.bin"):
        (tmp_path / name).write_text(name)
        files.append(artifacts.add(tmp_path / name, name))
    recipe = Converted(ModelFormat.ONNX, "ab" * 32, "fake 1.0", ImportOptions())
    store.add_model(
        Model("m1", "net", ModelFormat.ONNX, None, (), (), Preprocessing(), "f32", recipe, tuple(files), "t")
    )

    def run(host, goal=Goal(), budget_s=60.0, continues=None, before=()):  # noqa: B008
        for one in before:
            store.add_run(one)
        spec = TuneSpec("m1", SPACE, goal, budget_s, continues=continues)
        return TuneVerb(store, artifacts).work(Run("tune1", spec, "t", model="m1", model_name="net"), host)

    return run


HINTED = {THROUGHPUT: (100.0, 10.0), LATENCY: (60.0, 6.0)}


def best(host, outcome):
    return next(child for child in host.recorded if child.id == outcome.best)


def test_the_winner_is_the_answer_when_it_is_faster_side_by_side(tune, tmp_path):
    winner = place(4, 2)
    host = Host(tmp_path, HINTED | {winner: (150.0, 20.0), place(1, 1): (80.0, 8.0)})
    outcome = tune(host)
    assert best(host, outcome).spec.config == CONFIGS[winner]
    assert "1.500 times as good" in outcome.reason
    assert "hint throughput" in outcome.reason
    assert [s.subject.config for s in outcome.comparison.subjects] == [CONFIGS[THROUGHPUT], CONFIGS[winner]]
    assert len(outcome.baselines) == 2
    assert (outcome.candidates, outcome.tried, outcome.nearest) == (len(CONFIGS), 4, None)
    assert len(host.recorded) == 4
    assert outcome.headline == SearchHeadline.of(best(host, outcome).headline, True, 4)
    assert host.recorded[0].headline.stop_reason == "precision reached"


@pytest.mark.parametrize(("ratio", "words"), [(1.001, "is the same as"), (0.9, "is not surely better than")])
def test_the_hint_is_the_answer_when_the_winner_is_not_better(tune, tmp_path, ratio, words):
    host = Host(tmp_path, HINTED | {place(4, 2): (150.0, 20.0)}, ratio=ratio)
    outcome = tune(host)
    assert best(host, outcome).spec.config == CONFIGS[THROUGHPUT]
    assert words in outcome.reason
    assert outcome.comparison is not None


def test_the_hint_that_won_needs_no_comparison(tune, tmp_path):
    host = Host(tmp_path, HINTED | {place(1, 1): (80.0, 8.0)})
    outcome = tune(host)
    assert best(host, outcome).spec.config == CONFIGS[THROUGHPUT]
    assert outcome.comparison is None
    assert "own hint throughput is the best" in outcome.reason
    assert not host.tasks(InterleaveTask)


def test_for_latency_the_gain_is_the_inverse(tune, tmp_path):
    winner = place(1, 1)
    host = Host(tmp_path, HINTED | {winner: (80.0, 3.0)}, ranking=[winner, LATENCY, THROUGHPUT], ratio=2.0)
    outcome = tune(host, Goal(GoalKind.LATENCY))
    assert "Lowest median latency, 3.0" in outcome.reason
    assert "2.000 times as good" in outcome.reason
    assert outcome.comparison.subjects[0].subject.config == CONFIGS[LATENCY]


def test_a_worker_that_dies_costs_one_configuration_and_those_that_need_more(tune, tmp_path):
    small, large, winner = place(1, 1), place(16, 2), place(4, 2)
    speeds = HINTED | {small: (80.0, 8.0), winner: (150.0, 20.0), large: (500.0, 90.0)}
    host = Host(tmp_path, speeds, deaths=[winner])
    outcome = tune(host)
    first, second = host.tasks(RaceTask)
    assert first.known == ()
    assert {CONFIGS.index(c) for c in second.configs}.isdisjoint({THROUGHPUT, LATENCY, small, winner, large})
    assert [round(p.fps) for p in second.known] == [100, 60, 80]
    assert second.budget_s <= first.budget_s
    failed = [child for child in host.recorded if child.failure]
    assert [child.failure.type for child in failed] == ["OutOfMemory"]
    assert outcome.best is not None
    assert outcome.tried == 4


def test_a_worker_that_dies_before_anything_began_fails_the_search(tune, tmp_path):
    def die(task, hear):
        raise WorkerCrashed("It died while loading.")

    with pytest.raises(WorkerCrashed, match="while loading"):
        tune(TheSeat(die, tmp_path))


def test_what_cannot_be_measured_is_recorded_and_the_rest_goes_on(tune, tmp_path):
    host = Host(tmp_path, HINTED | {place(4, 2): Failure("InvalidOptions", "The batch is fixed to 1.")})
    outcome = tune(host)
    assert outcome.tried == 3
    assert [c.failure.message for c in host.recorded if c.failure] == ["The batch is fixed to 1."]


def test_nothing_measured_is_a_failure_with_the_first_reason(tune, tmp_path):
    host = Host(tmp_path, {THROUGHPUT: Failure("CompileError", "No."), LATENCY: Failure("CompileError", "Never.")})
    with pytest.raises(InputError, match="None of the configurations") as error:
        tune(host)
    assert "No." in error.value.hint


def test_a_limit_that_nothing_meets_names_the_nearest(tune, tmp_path):
    host = Host(tmp_path, HINTED)
    host.race = lambda task, hear: replace(Host.race(host, task, hear), ranking=())
    outcome = tune(host, Goal(latency_limit_ms=5.0))
    assert outcome.best is None
    assert outcome.nearest == host.recorded[LATENCY].id
    assert "No configuration meets the p50 latency limit of 5 ms (the nearest has 6" in outcome.reason


def test_a_winner_that_is_over_the_limit_side_by_side_is_not_the_answer(tune, tmp_path):
    winner = place(4, 2)
    host = Host(tmp_path, HINTED | {winner: (150.0, 11.9)}, ms=14.0, hint_ms=10.0)
    outcome = tune(host, Goal(latency_limit_ms=12.0))
    assert best(host, outcome).spec.config == CONFIGS[THROUGHPUT]
    assert outcome.comparison is None
    assert "the best that keeps within the limits; one that was better fell at a closer look" in outcome.reason


def test_a_hint_that_is_over_the_limit_side_by_side_is_not_the_answer_either(tune, tmp_path):
    winner = place(4, 2)
    host = Host(tmp_path, HINTED | {winner: (101.0, 11.0)}, ratio=1.001, ms=11.0, hint_ms=13.0)
    outcome = tune(host, Goal(latency_limit_ms=12.0))
    assert best(host, outcome).spec.config == CONFIGS[winner]
    assert "None of the engine's own hints meets the limit" in outcome.reason


def test_a_hint_meets_the_limits_that_the_first_of_the_race_do_not(tune, tmp_path):
    over = {place(batch, streams): (150.0 + batch, 11.9) for batch in (4, 16) for streams in (1, 2)}
    host = Host(tmp_path, HINTED | over, ms=14.0, hint_ms=10.0)
    outcome = tune(host, Goal(latency_limit_ms=12.0))
    assert len(host.tasks(InterleaveTask)) == 3
    assert best(host, outcome).spec.config == CONFIGS[THROUGHPUT]
    assert "3 that were better fell" in outcome.reason


def test_too_few_pairs_have_no_interval(tune, tmp_path):
    winner = place(4, 2)
    host = Host(tmp_path, HINTED | {winner: (150.0, 20.0)}, pairs=2)
    outcome = tune(host)
    assert best(host, outcome).spec.config == CONFIGS[winner]
    assert "probably better" in outcome.reason
    assert "1.500 times as good in 2 pairs, too few for an interval" in outcome.reason
    assert " to " not in outcome.reason


def test_the_winner_is_held_beside_the_hint_whose_figures_are_better(tune, tmp_path):
    # After few laps a race can rank the hints otherwise than the table that everybody sees.
    winner = place(4, 2)
    host = Host(tmp_path, {THROUGHPUT: (96.0, 10.0), LATENCY: (60.0, 6.0), winner: (65.0, 20.0)}, ratio=1.001)
    host.ranking = [winner, LATENCY, THROUGHPUT]
    outcome = tune(host)
    assert outcome.comparison.subjects[0].subject.config == CONFIGS[THROUGHPUT]
    assert best(host, outcome).spec.config == CONFIGS[THROUGHPUT]


def test_a_hint_that_another_hint_outdoes_in_the_table_is_held_beside_it(tune, tmp_path):
    host = Host(tmp_path, HINTED, ranking=[LATENCY, THROUGHPUT], ratio=0.6)
    outcome = tune(host)
    assert [s.subject.label for s in outcome.comparison.subjects] == ["hint throughput", "hint latency"]
    assert best(host, outcome).spec.config == CONFIGS[THROUGHPUT]


def test_few_pairs_are_not_believed_against_the_race(tune, tmp_path):
    winner = place(4, 2)
    host = Host(tmp_path, HINTED | {winner: (95.0, 20.0)}, ranking=[winner, THROUGHPUT], ratio=1.098, pairs=1)
    outcome = tune(host)
    assert best(host, outcome).spec.config == CONFIGS[THROUGHPUT]
    assert "1.098 times as good in 1 pair, too few for an interval" in outcome.reason


def test_a_gain_that_is_not_sure_is_not_worth_a_longer_latency(tune, tmp_path):
    winner = place(4, 2)
    host = Host(tmp_path, HINTED | {winner: (150.0, 40.0)}, ratio=1.02, ms=43.3, hint_ms=10.0, wobble=0.06)
    outcome = tune(host)
    assert best(host, outcome).spec.config == CONFIGS[THROUGHPUT]
    assert "4.32 times that of the hint" in outcome.reason


def test_a_gain_that_is_sure_is_worth_a_longer_latency_even_if_this_host_may_hide_as_much(tune, tmp_path):
    winner = place(4, 2)
    host = Host(tmp_path, HINTED | {winner: (150.0, 40.0)}, ratio=1.06, ms=43.3, hint_ms=10.0, wobble=0.03)
    outcome = tune(host)
    delta = outcome.comparison.subjects[1].deltas[0]
    assert delta.word is Word.CANT_TELL
    assert delta.ratio.low > 1
    assert best(host, outcome).spec.config == CONFIGS[winner]


def test_of_equals_the_one_with_the_lower_latency_is_the_answer(tune, tmp_path):
    winner = place(4, 2)
    host = Host(tmp_path, HINTED | {winner: (150.0, 5.0)}, ratio=1.001, ms=5.0, hint_ms=10.0)
    outcome = tune(host)
    assert best(host, outcome).spec.config == CONFIGS[winner]
    assert "its latency is the lower one, 0.500 times that of the hint" in outcome.reason


def test_thousands_are_written_out(tune, tmp_path):
    host = Host(tmp_path, HINTED | {place(4, 2): (18350.0, 1.0)})
    assert "18,350 frames/s" in tune(host).reason


def test_what_cannot_be_held_beside_the_hint_is_still_the_answer_of_the_race(tune, tmp_path):
    class Cramped(Host):
        def do(self, task, hear):
            if isinstance(task, InterleaveTask):
                raise OutOfMemory("Both at once are too much.")
            return super().do(task, hear)

    winner = place(4, 2)
    host = Cramped(tmp_path, HINTED | {winner: (150.0, 20.0)})
    outcome = tune(host)
    assert best(host, outcome).spec.config == CONFIGS[winner]
    assert "could not be measured: Both at once are too much." in outcome.reason


def test_a_worker_that_dies_late_does_not_lose_the_search(tune, tmp_path):
    class First(Host):
        """The first worker uses all the time and dies before anything was told."""

        def race(self, task, hear):
            if len(self.tasks(RaceTask)) == 1:
                monkey.append(1000.0)
                hear(PointStarted(place(16, 2)))
                raise OutOfMemory("Too much.")
            return super().race(task, hear)

    monkey = []
    clock = time.monotonic
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dlwb.workflows.tune.time.monotonic", lambda: clock() + sum(monkey))
        host = First(tmp_path, HINTED)
        outcome = tune(host)
    assert best(host, outcome).spec.config == CONFIGS[THROUGHPUT]
    assert host.tasks(RaceTask)[1].budget_s > 0


def test_without_a_hint_inside_the_limit_there_is_nothing_to_compare(tune, tmp_path):
    winner = place(1, 1)
    host = Host(tmp_path, HINTED | {winner: (80.0, 3.0)}, ranking=[winner])
    outcome = tune(host, Goal(latency_limit_ms=4.0))
    assert best(host, outcome).spec.config == CONFIGS[winner]
    assert "None of the engine's own hints meets the limit" in outcome.reason


def test_memory_is_that_of_a_process_of_its_own(tune, tmp_path):
    large, small = place(16, 2), place(4, 2)
    speeds = HINTED | {large: (200.0, 80.0), small: (150.0, 20.0)}
    host = Host(tmp_path, speeds, peaks={large: 5000, small: 900})
    outcome = tune(host, Goal(memory_limit_bytes=1000))
    answer = best(host, outcome)
    assert answer.spec.config == CONFIGS[small]
    assert answer.headline.peak_rss_bytes == 900
    assert [CONFIGS.index(task.config) for task in host.tasks(BenchmarkTask)] == [large, small, THROUGHPUT]


def test_a_memory_limit_is_met_by_what_the_race_had_dismissed(tune, tmp_path):
    # The race does not know memory: all that nobody had beaten there take too much, and what needs more is not weighed.
    speeds = HINTED | {place(16, 2): (200.0, 80.0), place(16, 1): (190.0, 80.0), place(4, 2): (150.0, 20.0)}
    peaks = {place(16, 1): 4000, place(4, 2): 900, THROUGHPUT: 3000, LATENCY: 3000}
    host = Host(tmp_path, speeds, peaks=peaks, ranking=[place(16, 1), place(16, 2), THROUGHPUT])
    outcome = tune(host, Goal(memory_limit_bytes=1000))
    assert best(host, outcome).spec.config == CONFIGS[place(4, 2)]
    assert place(16, 2) not in [CONFIGS.index(task.config) for task in host.tasks(BenchmarkTask)]
    assert "hint exceeds the memory limit" in outcome.reason


def test_one_that_dies_alone_is_not_the_answer(tune, tmp_path):
    class Fragile(Host):
        def do(self, task, hear):
            if isinstance(task, BenchmarkTask) and task.config == CONFIGS[place(16, 2)]:
                raise OutOfMemory("Too much.")
            return super().do(task, hear)

    host = Fragile(tmp_path, HINTED | {place(16, 2): (200.0, 80.0), place(4, 2): (150.0, 20.0)})
    outcome = tune(host, Goal(memory_limit_bytes=1000))
    assert best(host, outcome).spec.config == CONFIGS[place(4, 2)]
    assert [child.failure.type for child in host.recorded if child.failure] == ["OutOfMemory"]


def test_a_memory_limit_that_nothing_meets_names_the_nearest(tune, tmp_path):
    host = Host(tmp_path, HINTED, peaks={THROUGHPUT: 3000, LATENCY: 2000})
    outcome = tune(host, Goal(memory_limit_bytes=1000))
    assert outcome.best is None
    nearest = next(child for child in host.recorded if child.id == outcome.nearest)
    assert nearest.headline.peak_rss_bytes == 2000
    assert "memory limit" in outcome.reason


def test_a_cancel_keeps_what_was_measured(tune, tmp_path):
    host = Host(tmp_path, HINTED | {place(1, 1): (80.0, 8.0)})

    def cancelled(task, hear):
        hear(PointStarted(0))
        hear(PointMessage(0, measured(100.0, 10.0)))
        raise RunCancelled("The tune of net was cancelled.")

    host.answer = cancelled
    with pytest.raises(RunCancelled):
        tune(host)
    assert len(host.recorded) == 1


def test_the_race_leaves_time_for_the_comparison(tune, tmp_path):
    host = Host(tmp_path, HINTED | {place(4, 2): (150.0, 20.0)})
    tune(host, budget_s=20.0)
    assert host.tasks(RaceTask)[0].budget_s == pytest.approx(14.0, abs=0.5), "both start a worker"
    assert host.tasks(InterleaveTask)[0].plan.budget_s == pytest.approx(18.0), "this race left more"
    busy = Host(tmp_path, HINTED | {place(4, 2): (150.0, 20.0)})
    clock, ticks = time.monotonic, itertools.count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dlwb.workflows.tune.time.monotonic", lambda: clock() + 16 * next(ticks))
        tune(busy, budget_s=20.0)
    assert busy.tasks(InterleaveTask)[0].plan.budget_s == pytest.approx(4.0), "this one did not"


def test_the_figures_so_far_lie_in_a_file_while_the_race_goes_on(tune, tmp_path):
    seen = []
    so_far = RacingMessage((PointSoFar(CONFIGS[0], Estimate(100.0, 90.0, 110.0), Estimate(10.0, 9.0, 11.0), 2),))

    class Watched(Host):
        def race(self, task, hear):
            hear(so_far)
            seen.append(from_json(Message, (self.output / RACING).read_bytes()))
            return super().race(task, hear)

    host = Watched(tmp_path, HINTED)
    tune(host)
    assert seen == [so_far]
    assert not (tmp_path / RACING).exists()
    assert len(host.recorded) == 2, "they are no runs"


def test_a_full_disk_does_not_end_the_race(tune, tmp_path, monkeypatch):
    class Watched(Host):
        def race(self, task, hear):
            hear(RacingMessage(()))
            return super().race(task, hear)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    assert tune(Watched(tmp_path, HINTED)).best is not None


# --- going on where another was stopped -----------------------------------------------------------


def stopped(seconds, state=RunState.CANCELLED, ended=None):
    """A search that was at work for so many seconds."""
    run = Run("before", TuneSpec("m1", SPACE, Goal(), 60.0), moment(0), model="m1", started=moment(0))
    return run.apply(Ended(state, Failure("E", "stopped"), moment(seconds if ended is None else ended)))


def moment(seconds):
    return as_recorded(datetime(2030, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


def a_point(id, index, fps, ms, reason=DOMINATED, at_s=5):
    answer = measured(fps, ms)
    answer = replace(answer, raw=replace(answer.raw, stop_reason=reason))
    spec = BenchmarkSpec("m1", CONFIGS[index], race_plan((), 0))
    run = Run(id, spec, moment(at_s), model="m1", parent="before")
    return run.apply(Succeeded(BenchmarkOutcome(to_measurement(spec, answer)), moment(at_s)))


WINNER, LOSER = place(4, 2), place(1, 2)
POINTS = (
    a_point("lost", LOSER, 70.0, 8.0),
    a_point("hint", THROUGHPUT, 100.0, 10.0, TO_THE_END),
    a_point("won", WINNER, 149.0, 20.0, TO_THE_END),
)


def test_what_left_the_race_is_taken_over_and_the_others_race_again(tune, tmp_path):
    host = Host(tmp_path, HINTED | {WINNER: (150.0, 20.0)})
    outcome = tune(host, continues="before", before=(stopped(20), *POINTS))
    (task,) = host.tasks(RaceTask)
    (known,) = task.known
    assert (known.config, known.fps) == (CONFIGS[LOSER], pytest.approx(70.0))
    assert CONFIGS[LOSER] not in task.configs
    assert set(map(repr, task.configs)) == set(map(repr, CONFIGS)) - {repr(CONFIGS[LOSER])}
    assert task.baselines == 2
    assert task.before == MeasuredOn("Test CPU", 4.0, {})
    assert best(host, outcome).spec.config == CONFIGS[WINNER]
    assert outcome.tried == 4


@pytest.mark.parametrize(
    ("before", "rest_s"),
    [
        (stopped(20), 40),
        (stopped(59), 15),
        (stopped(0, RunState.LOST, ended=9999), 55),
    ],
    ids=["cancelled", "budget nearly spent", "lost, found much later"],
)
def test_the_budget_is_what_was_left_of_it_but_enough_for_those_that_are_left(tune, tmp_path, before, rest_s):
    host = Host(tmp_path, HINTED | {WINNER: (150.0, 20.0)})
    tune(host, continues="before", before=(before, *POINTS))
    (task,) = host.tasks(RaceTask)
    comparison_s = min(6.0, 0.2 * rest_s) + 2 * min(3.0, 0.05 * rest_s)  # measuring, and starting two workers
    assert task.budget_s == pytest.approx(rest_s - comparison_s, abs=1.0)


def test_a_search_whose_forerunner_was_removed_begins_anew(tune, tmp_path):
    host = Host(tmp_path, HINTED | {WINNER: (150.0, 20.0)})
    tune(host, continues="removed")
    (task,) = host.tasks(RaceTask)
    assert (task.known, len(task.configs)) == ((), len(CONFIGS))
    assert task.budget_s == pytest.approx(48.0, abs=1.0)
