"""Candidates written, measured and told one after another; the best of them is kept."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from dlwb.calc.quantization.certainty import Certainty, is_mean, order_of
from dlwb.calc.quantization.screen import Screen, screen_of
from dlwb.calc.quantization.standing import is_better
from dlwb.calc.quantization.yardstick import Judgement
from dlwb.domain.evaluation import RECORDS
from dlwb.domain.measurement import Estimate
from dlwb.domain.quantization import QuantizationOptions
from dlwb.domain.quantization_report import Attempt
from dlwb.protocol import AttemptMessage, ModelFiles, Tell
from dlwb.worker.best_so_far import BestSoFar
from dlwb.worker.collecting import write_records
from dlwb.worker.looking import Looker
from dlwb.worker.stages import Stages
from dlwb.worker.validation import Showing, Validation

Write = Callable[[Path], ModelFiles]


@dataclass(frozen=True, slots=True)
class Draft:
    """A network that can be written to a folder, made with `options`: not always those that were asked for."""

    write: Write
    options: QuantizationOptions


class Attempts:
    """All that was tried so far. `best` is the best of it, which lies in its folder, and `shown` what it made of pictures."""

    def __init__(self, validation: Validation, folder: BestSoFar, tell: Tell, stages: Stages, seed: int = 0) -> None:
        """Begin; `seed` decides the order of the pictures, where their number may be less than all."""
        self.made: list[Attempt] = []
        self.best: Attempt | None = None
        self.shown: Showing | None = None
        self._screen: Screen | None = None
        self._best_cost = 0.0
        self._validation = validation
        self._kind = validation.kind
        self._folder = folder
        self._tell = tell
        self._stages = stages
        by_position = dict(validation.samples)
        self._shuffled = [(position, by_position[position]) for position in order_of(list(by_position), seed)]

    def screen_by_best(self) -> bool:
        """From now on show candidates first what the best so far, entirely in 8 bits, turned; whether that can be done."""
        assert self.shown is not None
        yardstick = self._validation.yardstick
        before = yardstick.before(position for position, _ in self._shuffled)
        if yardstick.limit is not None:
            self._screen = screen_of(yardstick.metric, before, self.shown.records)
        return self._screen is not None

    def try_out(self, draft: Draft, why: str, kept: tuple[str, ...] = (), cost: float = 0.0) -> Judgement:
        """Write a candidate, show it pictures until it is certain whether it holds, and tell; it may become the best.

        One that loses too much on the pictures for screening is shown no others, and never becomes the best.

        Args:
            draft: what is tried.
            why: how it was chosen, in words.
            kept: the operations that stayed in floating point.
            cost: what those are expected to cost in time, in any unit; of candidates that hold, the least is best.

        Raises:
            DiskFull, InputError, EngineError: the best so far stays as it is.
        """
        begin = time.monotonic()
        step = len(self.made) + 1
        with self._folder.candidate() as folder, self._stages.measured("attempts"):
            self._stages.say("attempts", None, f"number {step}, writing the network, {why}")
            looker = self._validation.looker(draft.write(folder))
            shown, judged, dismissed = self._looked_at(looker, step, why)
            items = self._kind.plural
            attempt = Attempt(
                step,
                f"{why}; dismissed by the {items} that 8 bits turned or nearly turned" if dismissed else why,
                kept,
                judged.metric,
                judged.drop,
                judged.outcome,
                len(shown.records),
                time.monotonic() - begin,
                decided_early=shown.decided or dismissed,
                best=not dismissed
                and (self.best is None or is_better(judged, cost, _judgement(self.best), self._best_cost)),
            )
            replaced = self.best
            if attempt.best:
                self._keep(folder, draft, attempt, shown)
                self._best_cost = cost
        self.made.append(attempt)
        self._tell(AttemptMessage(attempt))
        self._tell_no_longer_best(replaced)
        return judged

    def settle(self, step: int, draft: Draft, speed: Estimate | None = None) -> Judgement:
        """Let an attempt be the result, if it still holds after all pictures; it is told again, with what is known now.

        Args:
            step: of the attempt.
            draft: what was tried then.
            speed: its throughput over that of the network in floating point.

        Raises:
            DiskFull, InputError, EngineError: the best so far stays as it is.
        """
        begin = time.monotonic()
        before = self.made[step - 1]
        attempt = replace(before, speed=speed)
        is_best = self.best is not None and self.best.step == step
        if is_best and not attempt.decided_early:
            if attempt != before:
                self._told_again(attempt)
            self.best = attempt
            return _judgement(attempt)
        with self._folder.candidate() as folder, self._stages.measured("attempts"):
            looker = self._validation.looker(draft.write(folder))
            shown = self._validation.show(looker, self._shuffled, self._say(step, f"all {self._kind.plural}"))
            judged = self._validation.judge(shown.records)
            attempt = replace(
                attempt,
                metric=judged.metric,
                drop=judged.drop,
                outcome=judged.outcome,
                pictures=len(shown.records),
                seconds=attempt.seconds + time.monotonic() - begin,
                decided_early=False,
                best=judged.holds or is_best or self.best is None or is_better(judged, 0.0, _judgement(self.best), 0.0),
            )
            replaced = self.best
            if attempt.best:
                self._keep(folder, draft, attempt, shown)
        self._told_again(attempt)
        self._tell_no_longer_best(replaced)
        return judged

    def least_lost(self) -> int:
        """The step of the attempt that lost least, as far as is known."""
        return min(self.made, key=lambda one: one.drop.value).step

    def _looked_at(self, looker: Looker, step: int, why: str) -> tuple[Showing, Judgement, bool]:
        """What a candidate made of pictures, what it is worth, and whether the pictures for screening dismissed it.

        The worth of one that was dismissed is that of its records completed by those of the network entirely in 8 bits.
        """
        if self._screen is not None:
            first = [one for one in self._shuffled if one[0] in self._screen.positions]
            shown = self._validation.show(looker, first, self._say(step, why))
            judged = self._validation.judge(self._screen.completed(shown.records))
            if not judged.holds:
                return shown, judged, True
        shown = self._validation.show(looker, self._shuffled, self._say(step, why), self._certainty())
        return shown, self._validation.judge(shown.records), False

    def _keep(self, folder: Path, draft: Draft, attempt: Attempt, shown: Showing) -> None:
        write_records(shown.records, folder / RECORDS)
        self._folder.replace_by(folder, draft.options, attempt.kept_float, attempt.outcome)
        self.best, self.shown = attempt, shown

    def _told_again(self, attempt: Attempt) -> None:
        self.made[attempt.step - 1] = attempt
        self._tell(AttemptMessage(attempt))

    def _tell_no_longer_best(self, before: Attempt | None) -> None:
        """Tell what was the best until now again, if something else is: the best need not be the latest."""
        if before is not None and self.best is not None and self.best.step != before.step:
            self._told_again(replace(before, best=False))

    def _certainty(self) -> Certainty | None:
        yardstick = self._validation.yardstick
        if yardstick.limit is None or not is_mean(yardstick.metric):
            return None
        return Certainty(
            yardstick.metric, yardstick.before(position for position, _ in self._shuffled), yardstick.limit
        )

    def _say(self, step: int, why: str) -> Callable[[int, float], None]:
        total = len(self._shuffled)

        def say(done: int, spent_s: float) -> None:
            left_s = (total - done) * spent_s / done if done else None
            self._stages.say(
                "attempts",
                done / total,
                f"number {step}, {done:,} of {self._kind.counted(total)}, {why}",
                left_s,
            )

        return say


def _judgement(attempt: Attempt) -> Judgement:
    return Judgement(attempt.metric, attempt.drop, attempt.outcome)
