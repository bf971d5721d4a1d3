"""Subjects measured side by side in one process: window after window in counterbalanced order (METHODS §2).

What the host does meanwhile hits all subjects alike, so their ratios are far surer than those of runs taken apart.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from dlwb.calc.compare import paired_answers
from dlwb.calc.warmup import is_steady
from dlwb.domain.comparison import InterleavePlan, RawInterleaved, RawSubject, Window
from dlwb.domain.errors import DlwbError, Failure, OptionProblem
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.run import Progress
from dlwb.ports import Clock, Compiled, Engine, RequestQueue
from dlwb.protocol import ModelFiles
from dlwb.worker.clock import SystemClock
from dlwb.worker.loads import ClosedLoad, Stretch
from dlwb.worker.measure import no_garbage_collection

OnProgress = Callable[[Progress], None]

CLEAR = "every answer is clear"
BUDGET_SPENT = "budget spent"

_WINDOW_COMPLETIONS = 10
# Before each window the subject runs untimed, so that the window begins with a full pipeline and its own data in the cache.
_LEAD_SHARE = 0.2
_WARMUP_WINDOW_S = 0.25
_WARMUP_MOST_S = 5.0
_WARMUP_SHARE = 0.1
_TELL_EVERY_S = 0.5
# Up to here the answers are looked at after every pair, later after every tenth part more.
_EVERY_PAIR_UP_TO = 20


@dataclass(slots=True)
class _Seat:
    """One subject: its requests, and how it does."""

    compiled: Compiled
    queue: RequestQueue
    batch: int
    rate: float
    windows: list[Window]


def interleave(
    engine: Engine,
    subjects: Sequence[tuple[ModelFiles, InferenceConfig]],
    plan: InterleavePlan,
    on_progress: OnProgress,
) -> RawInterleaved:
    """Compile all subjects, warm each up, then measure them in turns until every answer is clear or the budget is spent.

    The first subject is the reference. Each gets a compiled model of its own, even where two have the same configuration.

    Raises:
        DeviceUnavailable, CompileError, InvalidOptions, InputError: a subject cannot be measured; says which.
        InferenceError: an inference failed.
    """
    seats = []
    for number, (files, config) in enumerate(subjects, 1):
        on_progress(Progress("compiling", None, f"subject {number} of {len(subjects)} for {config.device}"))
        try:
            compiled = engine.compile(files, config)
            queue = compiled.queue(config.requests, plan.inputs, plan.seed)
        except DlwbError as error:
            raise _of_subject(error, number) from error
        seats.append((compiled, queue))
    return side_by_side(seats, plan, SystemClock(), on_progress)


def side_by_side(
    subjects: Sequence[tuple[Compiled, RequestQueue]], plan: InterleavePlan, clock: Clock, on_progress: OnProgress
) -> RawInterleaved:
    """`interleave` for subjects that are compiled already."""
    seats = [_Seat(c, q, c.effective(len(q)).batch, 0.0, []) for c, q in subjects]
    for number, seat in enumerate(seats, 1):
        on_progress(Progress("warming up", None, f"subject {number} of {len(seats)}"))
        with _failures_of(seat):
            seat.rate = _warm_up(seat.queue, plan, len(seats), clock)
    with no_garbage_collection():
        rounds = _Rounds(seats, plan, clock)
        return rounds.raw(_all_pairs(rounds, clock, on_progress))


def _all_pairs(rounds: "_Rounds", clock: Clock, on_progress: OnProgress) -> str:
    """Measure pairs until there is a reason to stop, which is returned."""
    tell_at = clock.now()
    while True:
        rounds.pair()
        stop_reason = rounds.stop_reason()
        if stop_reason:
            return stop_reason
        if clock.now() >= tell_at:
            tell_at = clock.now() + _TELL_EVERY_S
            on_progress(Progress("measuring", rounds.fraction, f"{rounds.pairs} pairs"))


class _Rounds:
    """Pair after pair of windows, and when there are enough."""

    def __init__(self, seats: Sequence[_Seat], plan: InterleavePlan, clock: Clock) -> None:
        self._seats = seats
        self._plan = plan
        self._clock = clock
        self._begin = clock.now()
        self.pairs = 0
        # A short budget shortens the windows too, so that the least number of pairs still fits.
        self._share_s = plan.budget_s / (plan.min_pairs * 2 * len(seats))
        self._window_s = min(plan.window_s, self._share_s / (1 + _LEAD_SHARE))

    @property
    def _elapsed_s(self) -> float:
        return self._clock.now() - self._begin

    @property
    def fraction(self) -> float:
        """How far it is at least: it ends with the budget, or before."""
        return min(1.0, self._elapsed_s / self._plan.budget_s)

    def pair(self) -> None:
        """Two windows of every subject: forwards, then backwards.

        Each pair begins one subject later, so that every subject comes first, last and after every other.
        """
        count = len(self._seats)
        order = [self._seats[(self.pairs + i) % count] for i in range(count)]
        for seat in (*order, *reversed(order)):
            with _failures_of(seat):
                seat.windows.append(self._window(seat))
        self.pairs += 1

    def _window(self, seat: _Seat) -> Window:
        requests = len(seat.queue)
        # A slow model gets fewer completions in a window, so that the least number of pairs fits the budget: besides the
        # window its share holds the lead-in, and waiting for the requests in flight at the end.
        fitting = int(seat.rate * self._share_s) - 2 * requests
        completions = max(1, min(max(_WINDOW_COMPLETIONS, requests), fitting))
        most_s = 2 * max(self._window_s, self._share_s)
        load = ClosedLoad(seat.queue, self._clock)
        load.run(_LEAD_SHARE * self._window_s, requests, most_s)
        stretch = load.run(self._window_s, completions, most_s)
        window = _window_of(stretch, seat.batch)
        load.finish()
        return window

    def stop_reason(self) -> str:
        """Why to stop now, or empty to go on."""
        per_pair_s = self._elapsed_s / self.pairs
        if self.pairs >= self._plan.min_pairs and self._is_time_to_look() and self._is_clear():
            return CLEAR
        return BUDGET_SPENT if self._elapsed_s + per_pair_s / 2 > self._plan.budget_s else ""

    def _is_time_to_look(self) -> bool:
        return self.pairs <= _EVERY_PAIR_UP_TO or self.pairs % ceil(self.pairs / 10) == 0

    def _is_clear(self) -> bool:
        return all(answer.is_clear for answer in paired_answers(self.raw("")))

    def raw(self, stop_reason: str) -> RawInterleaved:
        """What was seen so far."""
        subjects = tuple(
            RawSubject(seat.compiled.effective(len(seat.queue)), seat.compiled.compile_ms, tuple(seat.windows))
            for seat in self._seats
        )
        return RawInterleaved(subjects, self.pairs, stop_reason)


def _warm_up(queue: RequestQueue, plan: InterleavePlan, subjects: int, clock: Clock) -> float:
    """Run windows until four in a row agree, or the subject's part of a tenth of the budget is spent.

    Returns completions per second.
    """
    queue.infer()
    most = min(_WARMUP_MOST_S, max(4 * _WARMUP_WINDOW_S, _WARMUP_SHARE * plan.budget_s / subjects))
    load = ClosedLoad(queue, clock)
    rates: list[float] = []
    elapsed = 0.0
    while elapsed < most and not is_steady(rates):
        stretch = load.run(_WARMUP_WINDOW_S, len(queue), most)
        elapsed += stretch.wall_s
        rates.append(stretch.latency_ms.size / stretch.wall_s)
    load.finish()
    return rates[-1]


def _window_of(stretch: Stretch, batch: int) -> Window:
    return Window(stretch.latency_ms.size * batch / stretch.wall_s, float(np.median(stretch.latency_ms)))


@contextmanager
def _failures_of(seat: _Seat) -> Iterator[None]:
    try:
        yield
    except RuntimeError:
        seat.queue.drain()  # says in our words what the engine's own functions raised inside the loop
        raise


def _of_subject(error: DlwbError, number: int) -> DlwbError:
    """The error, saying which subject it is about."""
    failure = Failure.of(error)
    problems = tuple(OptionProblem(f"subject {number}, {p.option}", p.message) for p in failure.problems)
    return replace(failure, message=f"Subject {number}: {failure.message}", problems=problems).to_error()
