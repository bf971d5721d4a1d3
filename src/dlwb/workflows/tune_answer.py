"""The answer of a search for the best: the first of the race looked at closely, then beside the engine's own hint."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dlwb.calc.compare import FEWEST_PAIRS
from dlwb.calc.figure_words import TOO_NOISY, amount, counted, is_hidden, ratio_figures
from dlwb.calc.pareto import choose
from dlwb.domain.comparison import CompareSubject, Delta, InterleavePlan, PairedComparison, Word
from dlwb.domain.errors import EngineError, Failure, WorkerError
from dlwb.domain.headline import Headline
from dlwb.domain.inference import Effort, InferenceConfig, plan_for
from dlwb.domain.measurement import Estimate
from dlwb.domain.outcomes import BenchmarkOutcome
from dlwb.domain.run import Progress, Run
from dlwb.domain.search import Goal, GoalKind, LimitPercentile
from dlwb.domain.specs import BenchmarkSpec, TuneSpec
from dlwb.protocol import BenchmarkAnswer, InterleaveAnswer, InterleaveTask, ModelFiles
from dlwb.workflows.benchmark import benchmark_task, to_measurement
from dlwb.workflows.compare import derive_paired
from dlwb.workflows.verb import Seat, unexpected

# A process has reached its peak when every request has run, so a short measurement shows it.
_MEMORY_S = 2.0
# So many fall at a closer look before only the engine's own hints are looked at: beside the hint, or weighed, which is quick.
_MOST_BESIDE = 3
_MOST_WEIGHED = 8
# The winner takes the place of the hint when it is ahead by more than this, and surely behind by no more than that.
_WORTH_IT = 0.01
_AT_MOST_WORSE = 0.05


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a race left behind. `configs` are all candidates, the first `hints` of them the engine's own.

    `runs` are those that were measured, by place, `ranking` those that nobody had beaten, the best first.
    """

    configs: Sequence[InferenceConfig]
    hints: int
    runs: dict[int, Run]
    ranking: Sequence[int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search says. `nearest` where nothing meets the limits; `comparison` of the hint and what was found."""

    best: Run | None
    reason: str
    nearest: Run | None = None
    comparison: PairedComparison | None = None


@dataclass(slots=True)
class ClosingLook:
    """The last part of a search. `side_by_side_s`: the most seconds for one comparison with the hint."""

    spec: TuneSpec
    seat: Seat
    files: ModelFiles
    model_name: str
    found: Candidates
    side_by_side_s: float
    _weighed: list[int] = field(default_factory=list)
    _over: list[int] = field(default_factory=list)
    _failed: list[int] = field(default_factory=list)
    _fitting: set[int] = field(default_factory=set)

    def answer(self) -> Answer:
        """The first that keeps within the limits also when it is looked at closely, unless the hint is as good."""
        order = list(dict.fromkeys((*self.found.ranking, *by_headline(self.found.runs, self.spec.goal))))
        left_out = 0
        for index in order:
            if index >= self.found.hints and self._is_enough():
                left_out += 1
            elif index not in self._over and not self._needs_too_much(index) and self._fits(index):
                answer = self._beside_hint(index, order)
                if answer is not None:
                    return answer
        return self._nothing(left_out)

    def _is_enough(self) -> bool:
        return len(self._over) + len(self._failed) >= _MOST_BESIDE or len(self._weighed) >= _MOST_WEIGHED

    # --- memory -----------------------------------------------------------------------------------

    def _needs_too_much(self, index: int) -> bool:
        """Whether one that needs no more than this in anything took too much memory already."""
        return any(_needs_more(self.found.configs[index], self.found.configs[other]) for other in self._weighed)

    def _fits(self, index: int) -> bool:
        """Whether a configuration keeps within the limit on memory, known from a process of its own."""
        limit = self.spec.goal.memory_limit_bytes
        if limit is None or index in self._fitting:
            return True
        if index in (*self._weighed, *self._failed):
            return False
        self.seat.advance(Progress("checking", None, "the memory of the best in a process of its own"))
        plan = plan_for(Effort.QUICK, _MEMORY_S, inputs=self.spec.inputs, seed=self.spec.seed)
        spec = BenchmarkSpec(self.spec.model, self.found.configs[index], plan)
        try:
            answer = self.seat.ask(benchmark_task(spec, self.files))
        except (WorkerError, EngineError) as error:
            self.seat.record(spec, Failure.of(error))
            self._failed.append(index)
            return False
        if not isinstance(answer, BenchmarkAnswer):
            raise unexpected(answer)
        run = self.seat.record(spec, BenchmarkOutcome(to_measurement(spec, answer)))
        self.found.runs[index] = run
        peak = headline_of(run).peak_rss_bytes
        if peak is not None and peak <= limit:
            self._fitting.add(index)
            return True
        self._weighed.append(index)
        return False

    # --- beside the engine's own hint -------------------------------------------------------------

    def _beside_hint(self, index: int, order: Sequence[int]) -> Answer | None:
        """The answer; None when side by side it turns out to be over the latency limit."""
        run = self.found.runs[index]
        hint = self._better_hint(order)
        if index < self.found.hints and not self._is_ahead(hint, index):
            return Answer(run, self._hint_is_best(index))
        if hint is None:
            return Answer(run, f"{self._figure(run)} {self._no_hint()}")
        try:
            comparison = self._side_by_side(hint, index)
        except (WorkerError, EngineError) as error:
            name = self.found.configs[hint].hint.value
            return Answer(run, f"{self._figure(run)} Beside the hint {name} it could not be measured: {error.message}")
        self._over += [place for place, number in ((hint, 0), (index, 1)) if self._is_over(comparison, number)]
        if index in self._over:
            return None
        if hint in self._over:
            return Answer(run, f"{self._figure(run)} {self._no_hint()}", comparison=comparison)
        return self._verdict(comparison, run, self.found.runs[hint], self.found.configs[hint])

    def _better_hint(self, order: Sequence[int]) -> int | None:
        """Of the hints within the limits the one whose own figures are best: a race of few laps can rank another first."""
        hints = {i: self.found.runs[i] for i in order if i < self.found.hints and i not in self._over}
        ranked = sorted(hints, key=lambda i: self._goodness(hints[i]), reverse=True)
        return next((i for i in ranked if self._fits(i)), None)

    def _is_ahead(self, hint: int | None, index: int) -> bool:
        """Whether the figures of a hint contradict that another hint is the best."""
        if hint is None or hint == index:
            return False
        mine, its = (self._goodness(self.found.runs[i]) for i in (index, hint))
        return its > mine * (1 + _WORTH_IT)

    def _goodness(self, run: Run) -> float:
        """What the goal is about, so that more is better."""
        headline = headline_of(run)
        if self.spec.goal.kind is GoalKind.LATENCY:
            return 1 / headline.latency_ms.value
        return headline.throughput_fps.value

    def _no_hint(self) -> str:
        hints = range(self.found.hints)
        if any(i in hints for i in self._weighed):
            return "The engine's own hint exceeds the memory limit."
        if any(i in hints for i in self._failed):
            return "The engine's own hint could not be measured in a process of its own."
        return "None of the engine's own hints meets the limit."

    def _hint_is_best(self, index: int) -> str:
        hint = f"The engine's own hint {self.found.configs[index].hint.value}"
        fallen = len({*self._weighed, *self._over, *self._failed} - set(range(self.found.hints)))
        if not fallen:
            return f"{hint} is the best; nothing else that was measured is surely better."
        others = "one that was better fell" if fallen == 1 else f"{fallen} that were better fell"
        return f"{hint} is the best that keeps within the limits; {others} at a closer look."

    def _side_by_side(self, hint: int, winner: int) -> PairedComparison:
        self.seat.advance(Progress("comparing", None, "the best beside the engine's own hint"))
        configs = [self.found.configs[hint], self.found.configs[winner]]
        plan = InterleavePlan(window_s=0.25, budget_s=self.side_by_side_s, inputs=self.spec.inputs, seed=self.spec.seed)
        answer = self.seat.ask(InterleaveTask(tuple((self.files, config) for config in configs), plan))
        if not isinstance(answer, InterleaveAnswer):
            raise unexpected(answer)
        found = f"hint {configs[1].hint.value}" if winner < self.found.hints else "found"
        labels = (f"hint {configs[0].hint.value}", found)
        subjects = [CompareSubject(self.spec.model, c, label) for c, label in zip(configs, labels, strict=True)]
        return derive_paired(subjects, [self.model_name] * 2, answer.raw, answer.environment)

    def _is_over(self, comparison: PairedComparison, subject: int) -> bool:
        goal = self.spec.goal
        if goal.latency_limit_ms is None or goal.percentile is not LimitPercentile.P50:
            return False
        return comparison.subjects[subject].latency_ms.low > goal.latency_limit_ms

    def _verdict(self, comparison: PairedComparison, run: Run, hint_run: Run, hint: InferenceConfig) -> Answer:
        delta, latency = _delta(comparison, self.spec.goal), _latency(comparison)
        gain = _gain(delta)
        what = "throughput" if self.spec.goal.kind is GoalKind.THROUGHPUT else "latency"
        words = _gain_words(gain, comparison.pairs)
        is_few = comparison.pairs < FEWEST_PAIRS
        is_ahead = gain.value > 1 + _WORTH_IT
        is_no_worse = not is_few and (delta.word is Word.SAME or gain.low >= 1 - _AT_MOST_WORSE)
        if delta.word is Word.FASTER:
            reason = f"{self._figure(run)} Side by side its {what} is {words} as that of the hint {hint.hint.value}."
            return Answer(run, reason, comparison=comparison)
        # A gain that may be none is not worth a longer latency. Few pairs count only if the race is sure of the same.
        is_dear = what == "throughput" and latency.ratio.value > 1 + _AT_MOST_WORSE
        is_likely = self._was_ahead(run, hint_run) if is_few else is_no_worse and (gain.low > 1 or not is_dear)
        if delta.word is Word.CANT_TELL and is_ahead and is_likely:
            reason = (
                f"{self._figure(run)} Side by side its {what} is probably better than that of the hint "
                f"{hint.hint.value}: {words}."
            )
            return Answer(run, reason, comparison=comparison)
        same = "is the same as" if delta.word is Word.SAME else "is not surely better than"
        if what == "throughput" and is_no_worse and latency.word is Word.FASTER:
            reason = (
                f"{self._figure(run)} Side by side its throughput {same} that of the hint {hint.hint.value}, {words}, and "
                f"its latency is the lower one, {ratio_figures(latency.ratio)[0]} times that of the hint."
            )
            return Answer(run, reason, comparison=comparison)
        dear = f", and its latency is {ratio_figures(latency.ratio)[0]} times that of the hint" if is_dear else ""
        reason = (
            f"The engine's own hint {hint.hint.value} is the answer: side by side the {what} of the best that was found "
            f"{same} that of the hint, {words}{dear}."
        )
        return Answer(hint_run, reason, comparison=comparison)

    def _was_ahead(self, run: Run, hint_run: Run) -> bool:
        """Whether the intervals of the race already say that one is better than the hint."""
        mine, its = headline_of(run), headline_of(hint_run)
        if self.spec.goal.kind is GoalKind.LATENCY:
            return mine.latency_ms.high < its.latency_ms.low
        return mine.throughput_fps.low > its.throughput_fps.high

    def _figure(self, run: Run) -> str:
        headline = headline_of(run)
        if self.spec.goal.kind is GoalKind.LATENCY:
            return f"Lowest median latency, {amount(headline.latency_ms.value)} ms."
        return f"Highest throughput, {amount(headline.throughput_fps.value)} frames/s."

    # --- nothing ----------------------------------------------------------------------------------

    def _nothing(self, left_out: int) -> Answer:
        """No configuration meets the limits: name the nearest."""
        goal = self.spec.goal
        looked = [self.found.runs[i] for i in dict.fromkeys((*self._weighed, *self._over))]
        runs = looked or list(self.found.runs.values())
        known = goal if self._weighed else replace(goal, memory_limit_bytes=None)
        choice = choose([headline_of(run) for run in runs], known)
        nearest = choice.nearest if choice.nearest is not None else choice.best
        reason = choice.reason
        if choice.nearest is None:
            reason = "Side by side with the engine's own hint, the best exceeded the latency limit."
        if left_out:
            reason += f" Of those that were slower in the race, {left_out} were not looked at closely."
        return Answer(None, reason, None if nearest is None else runs[nearest])


def by_headline(runs: Mapping[int, Run], goal: Goal) -> Iterator[int]:
    """Places of those that meet the limit on latency, the best first; memory is not known of runs of a race."""
    goal, left = replace(goal, memory_limit_bytes=None), dict(runs)
    while left:
        order = list(left)
        choice = choose([headline_of(left[i]) for i in order], goal)
        if choice.best is None:
            return
        yield order[choice.best]
        del left[order[choice.best]]


def headline_of(run: Run) -> Headline:
    """The headline of a run that was measured."""
    assert run.headline is not None
    return run.headline


def _needs_more(config: InferenceConfig, other: InferenceConfig) -> bool:
    """Whether a configuration needs at least as much memory as another: as large in batch, streams and requests."""
    sizes = [((c.batch or 1), (c.streams or 1), (c.requests or 1)) for c in (config, other)]
    alike = replace(config, batch=None, streams=None, requests=None) == replace(
        other, batch=None, streams=None, requests=None
    )
    return alike and all(mine >= theirs for mine, theirs in zip(*sizes, strict=True))


def _delta(comparison: PairedComparison, goal: Goal) -> Delta:
    """The answer about the figure that the goal is about."""
    higher = goal.kind is GoalKind.THROUGHPUT
    return next(delta for delta in comparison.subjects[1].deltas if delta.higher_is_better is higher)


def _latency(comparison: PairedComparison) -> Delta:
    return next(delta for delta in comparison.subjects[1].deltas if not delta.higher_is_better)


def _gain_words(gain: Estimate, pairs: int) -> str:
    """How many times as good; an interval of few pairs would say more than is known."""
    if pairs < FEWEST_PAIRS:
        value, _, _ = ratio_figures(Estimate(gain.value, gain.value, gain.value))
        return f"{value} times as good in {counted(pairs, 'pair')}, too few for an interval"
    if is_hidden(gain):
        return TOO_NOISY
    value, low, high = ratio_figures(gain)
    return f"{value} times as good ({low} to {high})"


def _gain(delta: Delta) -> Estimate:
    """The ratio so that above 1 is better, with its interval."""
    ratio = delta.ratio
    if delta.higher_is_better:
        return ratio
    return Estimate(1 / ratio.value, 1 / ratio.high, 1 / ratio.low)
