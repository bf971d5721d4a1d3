"""The search within a bound: what the policy asks is written, measured and answered; at last the fastest that holds is chosen."""

import shutil
from collections.abc import Collection, Sequence
from functools import partial

from dlwb.calc.compare import paired_answers
from dlwb.calc.quantization.noise import ALL_TRIED, refined, worth_trying
from dlwb.calc.quantization.search import Answer, Candidate, Question, Search, fastest_first
from dlwb.domain.comparison import InterleavePlan
from dlwb.domain.measurement import Estimate
from dlwb.domain.quantization_report import RankedGroup
from dlwb.domain.run import Progress
from dlwb.ports import Quantized
from dlwb.protocol import RankingMessage, Tell
from dlwb.worker.attempts import Attempts, Draft
from dlwb.worker.clock import SystemClock
from dlwb.worker.interleave import side_by_side
from dlwb.worker.ranking import TAPPED_INPUTS, TRIED_INPUTS, Ranker, ranked
from dlwb.worker.setting import Setting
from dlwb.worker.stages import Stages

# Finalists are told apart by a few per cent, for which short windows do.
_PLAN = InterleavePlan(window_s=0.1, budget_s=4.0)


class BoundedSearch:
    """Put groups back until the bound holds, then look for what is fastest. `ranking` and `notes` are for the report."""

    def __init__(self, setting: Setting, quantized: Quantized, attempts: Attempts, stages: Stages, tell: Tell) -> None:
        self.ranking: tuple[RankedGroup, ...] = ()
        self.notes: list[str] = []
        self._setting = setting
        self._quantized = quantized
        self._ranker = Ranker(setting, quantized, stages)
        self._attempts = attempts
        self._stages = stages
        self._tell = tell
        self._alone: dict[int, float] = {}
        self._steps: dict[frozenset[int], int] = {}
        self._costs: list[float | None] = [None] * len(quantized.groups)

    def run(self, drop: float, limit: float) -> None:
        """Search, after the network entirely in 8 bits lost `drop`, which is more than `limit`.

        Raises:
            DiskFull, EngineError: the best so far stays.
        """
        with self._stages.measured("ranking"):
            sensitivity = self._sensitivity()
            self._rank(sensitivity)
            self._costs = self._ranker.costs_us()
            self._rank(sensitivity)
        all_tried = len(self._alone) == len(self._costs)
        screened = self._attempts.screen_by_best()
        search = Search(sensitivity, self._costs, drop, limit, final=all_tried, screened=screened)
        while search.question is not None:
            search.answer(self._answered(search, search.question))
        if search.gave_up:
            self.notes.append(
                "The bound does not hold even with all but the least sensitive operations in floating point."
                if len(self._costs) > 1
                else "All operations go back together, which leaves nothing in 8 bits."
            )
        self._settle(search)

    def _sensitivity(self) -> tuple[float, ...]:
        """How sensitive each group is: tried alone, and of many groups only those whose noise inside is worth it."""
        groups = len(self._costs)
        if groups <= ALL_TRIED:
            self._alone = self._tried(range(groups))
            return tuple(self._alone[group] for group in range(groups))
        noise = self._ranker.noise(self._setting.calibration.few(TAPPED_INPUTS))
        self._rank(noise)
        self._alone = self._tried(worth_trying(noise))
        return refined(noise, self._alone)

    def _tried(self, groups: Sequence[int]) -> dict[int, float]:
        return self._ranker.alone(groups, self._setting.calibration.few(TRIED_INPUTS))

    def _rank(self, sensitivity: Sequence[float]) -> None:
        self.ranking = ranked(self._quantized.groups, sensitivity, self._costs)
        self._tell(RankingMessage(self.ranking))

    def _answered(self, search: Search, question: Question) -> Answer:
        if isinstance(question, Candidate):
            judged = self._attempts.try_out(
                self._draft(question.kept), question.why, self._names(question.kept), search.cost(question.kept)
            )
            self._steps[question.kept] = len(self._attempts.made)
            return Answer(judged.holds, judged.drop.value)
        self.notes.append(
            f"{question.why} The noise inside did not show what matters here, so every operation was tried by itself."
        )
        with self._stages.measured("ranking"):
            rest = [group for group in range(len(self._costs)) if group not in self._alone]
            self._alone |= self._tried(rest)
        sensitivity = tuple(self._alone[group] for group in range(len(self._costs)))
        self._rank(sensitivity)
        return Answer(sensitivity=sensitivity)

    def _settle(self, search: Search) -> None:
        """Let the fastest of those that hold be the result, after it was shown every picture."""
        finalists = search.finalists()
        speeds = self._speeds(finalists) if len(finalists) > 1 else {}
        for kept in fastest_first(finalists, speeds, [search.holding[one].drop for one in finalists]):
            judged = self._attempts.settle(self._steps[kept], self._draft(kept), speeds.get(kept))
            if judged.holds:
                return
        least = self._attempts.least_lost()
        kept = next((kept for kept, step in self._steps.items() if step == least), frozenset())
        self._attempts.settle(least, self._draft(kept))

    def _speeds(self, finalists: Sequence[frozenset[int]]) -> dict[frozenset[int], Estimate]:
        """The throughput of each over that of the network in floating point, side by side; none where it cannot be had."""
        folder = self._setting.scratch / "finalists"
        engine, config = self._setting.engine, self._setting.task.spec.accuracy.config
        subjects = [self._setting.task.files]
        try:
            with self._stages.measured("speed"):
                self._stages.say("comparing", None, f"the {len(finalists)} fastest side by side")
                for number, kept in enumerate(finalists):
                    (folder / str(number)).mkdir(parents=True)
                    subjects.append(self._quantized.write(kept, folder / str(number)))
                compiled = [engine.compile(files, config) for files in subjects]
                seats = [(one, one.queue(config.requests, (), 0)) for one in compiled]
                raw = side_by_side(seats, _PLAN, SystemClock(), self._on_progress)
            ratios = [answer.throughput.ratio for answer in paired_answers(raw)]
            return dict(zip(finalists, ratios, strict=True))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _on_progress(self, progress: Progress) -> None:
        self._stages.say("comparing", progress.fraction, progress.message)

    def _draft(self, kept: Collection[int]) -> Draft:
        return Draft(partial(self._quantized.write, kept), self._setting.task.spec.options)

    def _names(self, kept: Collection[int]) -> tuple[str, ...]:
        groups = self._quantized.groups
        return tuple(name for group in sorted(kept) for name in groups[group].operations)
