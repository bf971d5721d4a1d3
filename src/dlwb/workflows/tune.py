"""Find the best configuration: let all of them race, then measure the winner beside the engine's own hint."""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from dlwb.calc.figure_words import ratio_figures
from dlwb.calc.pareto import choose
from dlwb.calc.racing import race_plan
from dlwb.domain.comparison import CompareSubject, Delta, InterleavePlan, PairedComparison, Word
from dlwb.domain.errors import Failure, InputError, WorkerError
from dlwb.domain.headline import Headline, SearchHeadline
from dlwb.domain.inference import Effort, InferenceConfig, plan_for
from dlwb.domain.measurement import Estimate
from dlwb.domain.outcomes import BenchmarkOutcome, RunOutcome, TuneOutcome
from dlwb.domain.run import Progress, Run
from dlwb.domain.search import Goal, GoalKind, LimitPercentile
from dlwb.domain.specs import BenchmarkSpec, TuneSpec
from dlwb.ports import Artifacts, Store
from dlwb.protocol import (
    BenchmarkAnswer,
    InterleaveAnswer,
    InterleaveTask,
    KnownPoint,
    Message,
    ModelFiles,
    PointMessage,
    PointStarted,
    RaceAnswer,
    RaceTask,
    RacingMessage,
    to_json,
)
from dlwb.workflows.benchmark import benchmark_task, to_measurement
from dlwb.workflows.compare import derive_paired
from dlwb.workflows.folders import RACING
from dlwb.workflows.model_verbs import model_files
from dlwb.workflows.sweep import measured_on
from dlwb.workflows.tune_continue import LEAST_SHARE, TakenOver, taken_over
from dlwb.workflows.tune_space import baselines, candidates
from dlwb.workflows.verb import Seat, unexpected

# Of the budget, so much is kept for measuring the winner beside the hint.
_SIDE_BY_SIDE_SHARE = 0.2
_SIDE_BY_SIDE_MOST_S = 6.0
# A process has reached its peak when every request has run, so a short measurement shows it.
_MEMORY_S = 2.0
# So many of the race's first are looked at more closely, when the limits are not met by those before them.
_MOST_CHECKED = 3
# The winner takes the place of the hint when it is ahead by more than this, and surely behind by no more than that.
_WORTH_IT = 0.01
_AT_MOST_WORSE = 0.05


class TuneVerb:
    """The configuration that is best by a goal within limits; what was tried becomes child runs."""

    def __init__(self, store: Store, artifacts: Artifacts) -> None:
        self._store = store
        self._artifacts = artifacts

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Race, check the limits, compare with the engine's own hint.

        Raises:
            InputError: not one configuration could be measured.
        """
        assert isinstance(run.spec, TuneSpec)
        model = self._store.find_model(run.spec.model)
        known = taken_over(self._store, run, candidates(run.spec.space))
        tuning = _Tuning(run.spec, seat, model_files(model, self._artifacts), model.name, known)
        tuning.race()
        return tuning.outcome()


class _Tuning:
    """A search under way. Configurations are known by their place among all candidates; the hints come first."""

    def __init__(self, spec: TuneSpec, seat: Seat, files: ModelFiles, model_name: str, known: TakenOver) -> None:
        self._spec = spec
        self._seat = seat
        self._files = files
        self._model_name = model_name
        self._configs = candidates(spec.space)
        self._hints = len(baselines(spec.space))
        self._plan = race_plan(spec.inputs, spec.seed)
        self._runs = dict(known.runs)
        self._before = measured_on(known.runs.values())
        self._failures: dict[int, Failure] = {}
        self._out = set(known.out)
        self._budget_s = max(spec.budget_s - known.spent_s, LEAST_SHARE * spec.budget_s)
        self._ranking: tuple[int, ...] = ()
        self._stop_reason = ""
        self._comparison: PairedComparison | None = None
        self._side_by_side_s = min(_SIDE_BY_SIDE_MOST_S, _SIDE_BY_SIDE_SHARE * self._budget_s)

    # --- the race ---------------------------------------------------------------------------------

    def race(self) -> None:
        """Let the candidates race; one that kills its worker is out, and the others go on in a new one."""
        began = time.monotonic()
        budget_s = self._budget_s - self._side_by_side_s
        while True:
            left = [i for i in range(len(self._configs)) if i not in self._out]
            rest_s = budget_s - (time.monotonic() - began)
            if not left or (rest_s <= 0 and self._out):
                self._stop_reason = self._stop_reason or "budget spent"
                break
            begun: list[int] = []
            try:
                answer = self._race(left, rest_s, begun)
            except WorkerError as error:
                if not begun:
                    raise
                self._killed(begun[-1], error)
                continue
            self._ranking = tuple(left[i] for i in answer.ranking)
            self._stop_reason = answer.stop_reason
            break
        if not self._runs:
            first = next(iter(self._failures.values()), None)
            raise InputError(
                "None of the configurations could be measured.", f"The first: {first.message}" if first else ""
            )
        self._ranking = self._ranking or tuple(self._by_headline())

    def _race(self, left: Sequence[int], budget_s: float, begun: list[int]) -> RaceAnswer:
        known = tuple(
            KnownPoint(self._configs[i], _headline(run).throughput_fps.value, _headline(run).latency_ms.value)
            for i, run in self._runs.items()
            if i in self._out
        )
        task = RaceTask(
            files=self._files,
            configs=tuple(self._configs[i] for i in left),
            baselines=sum(i < self._hints for i in left),
            goal=replace(self._spec.goal, memory_limit_bytes=None),
            budget_s=budget_s,
            inputs=self._spec.inputs,
            seed=self._spec.seed,
            known=known,
            before=self._before,
        )

        def hear(message: Message) -> None:
            if isinstance(message, PointStarted):
                begun.append(left[message.index])
            elif isinstance(message, PointMessage):
                self._end(left[message.index], message.measured, message.failure)
            elif isinstance(message, RacingMessage):
                self._show(message)

        try:
            answer = self._seat.ask(task, hear)
        finally:
            (self._seat.output / RACING).unlink(missing_ok=True)
        if not isinstance(answer, RaceAnswer):
            raise unexpected(answer)
        return answer

    def _show(self, message: RacingMessage) -> None:
        """Leave the figures so far where everybody finds them; whoever reads sees all of them or those before."""
        written = self._seat.output / f"{RACING}.new"
        # A disk that is full must not end the race: nobody needs these figures but those who watch.
        with suppress(OSError):
            written.write_text(to_json(message), encoding="utf-8")
            written.replace(self._seat.output / RACING)

    def _end(self, index: int, measured: BenchmarkAnswer | None, failure: Failure | None) -> None:
        self._out.add(index)
        spec = BenchmarkSpec(self._spec.model, self._configs[index], self._plan)
        if measured is not None:
            self._runs[index] = self._seat.record(spec, BenchmarkOutcome(to_measurement(spec, measured)))
        elif failure is not None:
            self._failures[index] = failure
            self._seat.record(spec, failure)

    def _killed(self, index: int, error: WorkerError) -> None:
        """The worker died of a configuration: those that need even more are not tried."""
        self._end(index, None, Failure.of(error))
        died = self._configs[index]
        for other, config in enumerate(self._configs):
            larger = (config.batch or 1) >= (died.batch or 1) and (config.requests or 1) >= (died.requests or 1)
            if larger and other >= self._hints and replace(config, batch=died.batch, requests=died.requests) == died:
                self._out.add(other)

    def _by_headline(self) -> Iterator[int]:
        """Those that meet the limits, the best first, when no race came to its end."""
        left = dict(self._runs)
        while left:
            order = list(left)
            choice = choose([_headline(left[i]) for i in order], replace(self._spec.goal, memory_limit_bytes=None))
            if choice.best is None:
                return
            yield order[choice.best]
            del left[order[choice.best]]

    # --- the answer -------------------------------------------------------------------------------

    def outcome(self) -> TuneOutcome:
        """Check the first of the race more closely, and decide."""
        checked: list[Run] = []
        for index in self._ranking[:_MOST_CHECKED]:
            run = self._checked(index)
            checked.append(run)
            if self._exceeds_memory(run):
                continue
            answer = self._beside_hint(index, run)
            if answer is not None:
                return self._outcome(*answer)
        return self._nothing(checked)

    def _checked(self, index: int) -> Run:
        """A run whose memory is known: that of a process of its own."""
        if self._spec.goal.memory_limit_bytes is None:
            return self._runs[index]
        self._seat.advance(Progress("checking", None, "the memory of the best in a process of its own"))
        plan = plan_for(Effort.QUICK, _MEMORY_S, inputs=self._spec.inputs, seed=self._spec.seed)
        spec = BenchmarkSpec(self._spec.model, self._configs[index], plan)
        answer = self._seat.ask(benchmark_task(spec, self._files))
        if not isinstance(answer, BenchmarkAnswer):
            raise unexpected(answer)
        self._runs[index] = self._seat.record(spec, BenchmarkOutcome(to_measurement(spec, answer)))
        return self._runs[index]

    def _exceeds_memory(self, run: Run) -> bool:
        limit, peak = self._spec.goal.memory_limit_bytes, _headline(run).peak_rss_bytes
        return limit is not None and (peak is None or peak > limit)

    def _beside_hint(self, index: int, run: Run) -> tuple[Run, str] | None:
        """The answer and its reason; None when side by side the winner turns out to be over the latency limit."""
        if index < self._hints:
            hint = self._configs[index].hint.value
            return run, f"The engine's own hint {hint} is the best; nothing that was measured is better."
        hint_index = next((i for i in self._ranking if i < self._hints), None)
        if hint_index is None:
            return run, f"{self._figure(run)} None of the engine's own hints meets the limit."
        hint_run = self._checked(hint_index)
        if self._exceeds_memory(hint_run):
            return run, f"{self._figure(run)} The engine's own hint exceeds the memory limit."
        comparison = self._side_by_side(hint_index, index)
        if self._is_over(comparison):
            return None
        self._comparison = comparison
        return self._verdict(comparison, run, hint_run, self._configs[hint_index])

    def _side_by_side(self, hint: int, winner: int) -> PairedComparison:
        self._seat.advance(Progress("comparing", None, "the best beside the engine's own hint"))
        configs = [self._configs[hint], self._configs[winner]]
        plan = InterleavePlan(
            window_s=0.25, budget_s=self._side_by_side_s, inputs=self._spec.inputs, seed=self._spec.seed
        )
        answer = self._seat.ask(InterleaveTask(tuple((self._files, config) for config in configs), plan))
        if not isinstance(answer, InterleaveAnswer):
            raise unexpected(answer)
        labels = (f"hint {configs[0].hint.value}", "found")
        subjects = [CompareSubject(self._spec.model, c, label) for c, label in zip(configs, labels, strict=True)]
        return derive_paired(subjects, [self._model_name] * 2, answer.raw, answer.environment)

    def _is_over(self, comparison: PairedComparison) -> bool:
        goal = self._spec.goal
        if goal.latency_limit_ms is None or goal.percentile is not LimitPercentile.P50:
            return False
        return comparison.subjects[1].latency_ms.low > goal.latency_limit_ms

    def _verdict(self, comparison: PairedComparison, run: Run, hint_run: Run, hint: InferenceConfig) -> tuple[Run, str]:
        delta = _delta(comparison, self._spec.goal)
        gain = _gain(delta)
        what = "throughput" if self._spec.goal.kind is GoalKind.THROUGHPUT else "latency"
        value, low, high = ratio_figures(gain)
        interval = f"{value} times as good ({low} to {high})"
        if delta.word is Word.FASTER:
            return (
                run,
                f"{self._figure(run)} Side by side its {what} is {interval} as that of the hint {hint.hint.value}.",
            )
        if delta.word is Word.CANT_TELL and gain.value > 1 + _WORTH_IT and gain.low >= 1 - _AT_MOST_WORSE:
            return run, (
                f"{self._figure(run)} Side by side its {what} is probably better than that of the hint "
                f"{hint.hint.value}: {interval}."
            )
        same = "is the same as" if delta.word is Word.SAME else "is not surely better than"
        return hint_run, (
            f"The engine's own hint {hint.hint.value} is the answer: side by side the {what} of the best that was found "
            f"{same} that of the hint, {interval}."
        )

    def _figure(self, run: Run) -> str:
        headline = _headline(run)
        if self._spec.goal.kind is GoalKind.LATENCY:
            return f"Lowest median latency, {headline.latency_ms.value:.4g} ms."
        return f"Highest throughput, {headline.throughput_fps.value:.4g} frames/s."

    def _nothing(self, checked: Sequence[Run]) -> TuneOutcome:
        """No configuration meets the limits: name the nearest."""
        goal = self._spec.goal
        runs = list(checked) if checked and goal.memory_limit_bytes is not None else list(self._runs.values())
        known = goal if checked else replace(goal, memory_limit_bytes=None)
        choice = choose([_headline(run) for run in runs], known)
        nearest = choice.nearest if choice.nearest is not None else choice.best
        reason = choice.reason
        if choice.nearest is None:
            reason = "Side by side with the engine's own hint, the best exceeded the latency limit."
        return self._outcome(None, reason, None if nearest is None else runs[nearest])

    def _outcome(self, best: Run | None, reason: str, nearest: Run | None = None) -> TuneOutcome:
        return TuneOutcome(
            best=best.id if best else None,
            nearest=nearest.id if nearest else None,
            reason=reason,
            baselines=tuple(self._runs[i].id for i in range(self._hints) if i in self._runs),
            comparison=self._comparison,
            candidates=len(self._configs),
            tried=len(self._runs) + len(self._failures),
            stop_reason=self._stop_reason,
            headline=self._search_headline(best or nearest, best is not None),
        )

    def _search_headline(self, run: Run | None, fits: bool) -> SearchHeadline | None:
        return None if run is None else SearchHeadline.of(_headline(run), fits, len(self._runs))


def _headline(run: Run) -> Headline:
    assert run.headline is not None
    return run.headline


def _delta(comparison: PairedComparison, goal: Goal) -> Delta:
    """The answer about the figure that the goal is about."""
    higher = goal.kind is GoalKind.THROUGHPUT
    return next(delta for delta in comparison.subjects[1].deltas if delta.higher_is_better is higher)


def _gain(delta: Delta) -> Estimate:
    """The ratio so that above 1 is better, with its interval."""
    ratio = delta.ratio
    if delta.higher_is_better:
        return ratio
    return Estimate(1 / ratio.value, 1 / ratio.high, 1 / ratio.low)
