"""Sweep: every configuration of a space measured, each as a benchmark run of its own."""

import random
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from itertools import groupby
from threading import Lock

from dlwb.calc.duration import Forecast, Speed, in_words
from dlwb.calc.figure_words import counted
from dlwb.calc.pareto import choose
from dlwb.calc.shapes import missing_shapes
from dlwb.domain.config_rules import (
    config_problems,
    device_problems,
    find_device,
    hint_problems,
    plan_problems,
    property_problems,
)
from dlwb.domain.errors import Failure, InputError, InvalidOptions, NotFound, OptionProblem, WorkerError
from dlwb.domain.headline import SearchHeadline
from dlwb.domain.inference import Hint, InferenceConfig, MeasurePlan
from dlwb.domain.model import TensorSpec
from dlwb.domain.outcomes import BenchmarkOutcome, RunOutcome, SweepOutcome
from dlwb.domain.problems import Problems
from dlwb.domain.run import Progress, Run, RunState
from dlwb.domain.search import Goal, SearchSpace, compile_key
from dlwb.domain.specs import BenchmarkSpec, SweepSpec, TuneSpec
from dlwb.domain.target import Device, MeasuredOn
from dlwb.ports import Artifacts, RunFilter, Store
from dlwb.protocol import Message, ModelFiles, PointMessage, PointStarted, SweepTask
from dlwb.workflows.benchmark import to_measurement
from dlwb.workflows.model_verbs import model_files
from dlwb.workflows.verb import Seat

# From here on somebody has to say that they mean it.
MANY_POINTS = 500
MOST_POINTS = 100_000
_SHOWN = 2
_WATCHED = 16
_SEED = 20231128


# --- before the start -----------------------------------------------------------------------------


def check_sweep(
    space: SearchSpace, plan: MeasurePlan, goal: Goal, devices: Sequence[Device], inputs: Sequence[TensorSpec]
) -> None:
    """Refuse a sweep that cannot be done, before anything is started. `inputs` are those of the model.

    Raises:
        InvalidOptions: with everything that is wrong at once.
    """
    wrong = Problems()
    if goal.memory_limit_bytes is not None:
        words = "a sweep cannot keep it: its process holds one configuration after another. A search for the best can."
        wrong.add([OptionProblem("memory_limit_bytes", words)])
    with wrong.collected():
        check_space(space, plan, goal, devices, inputs)
    wrong.raise_any()


def check_space(
    space: SearchSpace, plan: MeasurePlan, goal: Goal, devices: Sequence[Device], inputs: Sequence[TensorSpec]
) -> None:
    """Refuse a space that cannot be measured, or not with this plan. `inputs` are those of the model.

    Raises:
        InvalidOptions: with everything that is wrong at once.
    """
    hint = next((hint for hint in space.hints if hint is not Hint.NONE), None)
    problems = [
        *device_problems(devices, space.base.device),
        *hint_problems(hint, space.streams or space.cells or space.base.streams),
        *goal_problems(goal),
    ]
    if space.size > MOST_POINTS:
        problems += plan_problems(plan, space.base)
        problems.append(
            OptionProblem("points", f"{space.size:,} are more than can be counted out; at most {MOST_POINTS:,}.")
        )
        raise InvalidOptions(tuple(problems))
    device = find_device(devices, space.base.device)
    points = space.points()
    wrong = dict.fromkeys(problem for point in points for problem in plan_problems(plan, point))
    wrong |= dict.fromkeys(problem for point in points for problem in config_problems(point, device))
    wrong |= dict.fromkeys(problem for point in points for problem in property_problems(point))
    sizes = {(repr(point.shapes), point.batch): point for point in points}.values()
    missing = [error for point in sizes if (error := missing_shapes(inputs, point.shapes, point.batch)) is not None]
    wrong |= dict.fromkeys(problem for error in missing for problem in error.problems)
    problems += _shortened(tuple(wrong))
    if problems:
        shown = missing[0] if missing else InvalidOptions(())
        raise InvalidOptions(tuple(problems), shown.hint, shown.terminal)


def _shortened(problems: Sequence[OptionProblem]) -> list[OptionProblem]:
    """At most three lines for each option: a long range can have hundreds of values that are wrong in the same way."""
    shown: list[OptionProblem] = []
    for option in dict.fromkeys(problem.option for problem in problems):
        of_option = [problem for problem in problems if problem.option == option]
        shown += of_option[:_SHOWN]
        if len(of_option) > _SHOWN:
            more = len(of_option) - _SHOWN
            shown.append(
                OptionProblem(option, f"{more} more value{'s are' if more > 1 else ' is'} not possible either.")
            )
    return shown


def goal_problems(goal: Goal) -> list[OptionProblem]:
    """What is wrong with the limits of a goal."""
    limits = {"latency_limit_ms": goal.latency_limit_ms, "memory_limit_bytes": goal.memory_limit_bytes}
    # Without the value: some type it in another unit.
    return [
        OptionProblem(name, "has to be a number above 0.")
        for name, value in limits.items()
        if value is not None and not 0 < value < float("inf")
    ]


def check_amount(points: int, seconds: float, confirmed: bool) -> None:
    """Refuse an enormous sweep that nobody has confirmed.

    Raises:
        InvalidOptions: says how long it would take.
    """
    if points > MANY_POINTS and not confirmed:
        raise InvalidOptions(
            (OptionProblem("points", f"{points:,} points would take about {in_words(seconds)}."),),
            "Choose fewer, or confirm that you mean it.",
            terminal="--yes",
        )


def speed_of(store: Store, model: str, device: str) -> Speed:
    """What the newest benchmarks of a model on a device tell of its speed."""
    wanted = RunFilter(
        kinds=("benchmark",), states=(RunState.SUCCEEDED,), models=(model,), limit=20, outcomes=False, own=True
    )
    for run in store.runs(wanted):
        headline = run.headline
        if headline is not None and headline.effective.device == device:
            frame_ms = headline.latency_ms.value / max(1, headline.effective.batch)
            return Speed(frame_ms, headline.compile_ms / 1e3)
    return Speed()


# --- the run --------------------------------------------------------------------------------------


def points_of(store: Store, run: Run) -> tuple[Run, ...]:
    """The points of a search with those that it took over from searches it continues, oldest first; without outcomes."""
    return store.runs(_points_filter(family_of(store, run), 0))


def family_of(store: Store, run: Run) -> tuple[str, ...]:
    """The search and those that it continues, the newest first; one that was removed ends the line."""
    family = [run.id]
    spec = run.spec
    while isinstance(spec, SweepSpec | TuneSpec) and spec.continues is not None and spec.continues not in family:
        try:
            before = store.find_run(spec.continues)
        except NotFound:
            break
        family.append(before.id)
        spec = before.spec
    return tuple(family)


def measured_on(points: Iterable[Run]) -> MeasuredOn | None:
    """What points that a search takes over were measured on: all on the same, or none would have been added."""
    return next((point.headline.measured_on for point in points if point.headline is not None), None)


def _points_filter(family: tuple[str, ...], offset: int) -> RunFilter:
    return RunFilter(parents=family, limit=MOST_POINTS, offset=offset, outcomes=False, ascending=True)


class KnownPoints:
    """Points of searches that somebody watches: not all are read from the store each time, because none changes any more."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[str, tuple[Run, ...]] = OrderedDict()
        self._lock = Lock()

    def of(self, run: Run) -> tuple[Run, ...]:
        """What `points_of` gives."""
        with self._lock:
            known = self._known.pop(run.id, ())
            family = family_of(self._store, run)
            # The last known point is read again: it has another place when points, or a whole search, were removed.
            fresh = self._store.runs(_points_filter(family, max(0, len(known) - 1)))
            if known and (not fresh or fresh[0].id != known[-1].id):
                known, fresh = (), self._store.runs(_points_filter(family, 0))
            self._known[run.id] = known[:-1] + fresh
            if len(self._known) > _WATCHED:
                self._known.popitem(last=False)
            return self._known[run.id]


def measuring_order(points: Sequence[InferenceConfig]) -> tuple[InferenceConfig, ...]:
    """The points in random order, those that share a compiled model beside each other.

    So neither a slow change of the machine looks like an effect of batch or streams, nor is what has been measured so far
    unlike what is left. The same points always come in the same order.
    """
    by_key = [list(group) for _, group in groupby(points, key=compile_key)]
    random.Random(_SEED).shuffle(by_key)  # noqa: S311 - a repeatable order, not a secret
    return tuple(point for group in by_key for point in group)


class SweepVerb:
    """All points of a space are measured; what cannot be measured is recorded with its reason, and the rest goes on."""

    def __init__(self, store: Store, artifacts: Artifacts) -> None:
        self._store = store
        self._artifacts = artifacts

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Measure what is left of the space.

        Raises:
            InputError: not one point could be measured.
        """
        assert isinstance(run.spec, SweepSpec)
        files = model_files(self._store.find_model(run.spec.model), self._artifacts)
        speed = speed_of(self._store, run.spec.model, run.spec.space.base.device)
        before = points_of(self._store, run)
        sweeping = _Sweeping(run.spec, seat, speed, before)
        while sweeping.left:
            sweeping.advance(files)
        done = tuple(p for p in points_of(self._store, run) if p.state is RunState.SUCCEEDED)
        if not done:
            raise InputError("None of the points could be measured.", f"The first: {sweeping.first_failure}")
        return SweepOutcome(sweeping.measured, sweeping.failed, sweeping.taken_over, _best_of(done, run.spec.goal))


def _best_of(points: Sequence[Run], goal: Goal) -> SearchHeadline | None:
    """The figures of the best point, or of the nearest to the limits."""
    headlines = [point.headline for point in points if point.headline is not None]
    choice = choose(headlines, goal)
    chosen = choice.nearest if choice.best is None else choice.best
    if chosen is None:
        return None
    return SearchHeadline.of(headlines[chosen], choice.best is not None, len(headlines))


class _Sweeping:
    """A sweep under way: what is left, and how long that will take."""

    def __init__(self, spec: SweepSpec, seat: Seat, speed: Speed, before: Sequence[Run]) -> None:
        self._spec = spec
        self._seat = seat
        points = measuring_order(spec.space.points())
        measured = [p for p in before if p.headline is not None]
        known = [p.spec.config for p in measured if isinstance(p.spec, BenchmarkSpec)]
        self._before = measured_on(measured)
        self.left = [point for point in points if point not in known]
        self.taken_over = len(points) - len(self.left)
        self.measured = 0
        self.failed = 0
        self.first_failure = ""
        self._total = len(points)
        self._forecast = Forecast(self.left, spec.plan, speed)
        self._began = time.monotonic()

    def advance(self, files: ModelFiles) -> None:
        """Let one worker measure what is left, for as long as it lives; a point that kills it is recorded as failed."""
        task = SweepTask(files, tuple(self.left), self._spec.plan, self._before)
        begun: list[InferenceConfig] = []

        def hear(message: Message) -> None:
            if isinstance(message, PointStarted):
                begun.append(task.configs[message.index])
            elif isinstance(message, PointMessage):
                self._end(task.configs[message.index], message)

        try:
            self._seat.ask(task, hear)
        except WorkerError as error:
            if not begun or begun[-1] not in self.left:
                raise
            self._end(begun[-1], PointMessage(0, None, Failure.of(error)))

    def _end(self, config: InferenceConfig, message: PointMessage) -> None:
        spec = BenchmarkSpec(self._spec.model, config, self._spec.plan)
        seen = None
        if message.measured is not None:
            measurement = to_measurement(spec, message.measured)
            frame_ms = measurement.latency_ms.p50.value / measurement.raw.effective.batch
            seen = Speed(frame_ms, measurement.raw.compile_ms / 1e3)
            self.measured += 1
            self._seat.record(spec, BenchmarkOutcome(measurement))
        else:
            assert message.failure is not None
            self.failed += 1
            self.first_failure = self.first_failure or message.failure.message
            self._seat.record(spec, message.failure)
        self.left.remove(config)
        self._forecast.finished(config, seen)
        self._tell()

    def _tell(self) -> None:
        done = self._total - len(self.left)
        left_s = self._forecast.left_s(time.monotonic() - self._began)
        words = f"{done} of {counted(self._total, 'point')}"
        self._seat.advance(Progress("measuring", done / self._total, words, round(left_s, 1)))
