"""Candidates written, measured and told one after another; the best of them is kept."""

import time
from collections.abc import Callable
from pathlib import Path

from dlwb.calc.quantization.standing import is_better
from dlwb.calc.quantization.yardstick import Judgement
from dlwb.domain.evaluation import RECORDS
from dlwb.domain.quantization_report import Attempt
from dlwb.protocol import AttemptMessage, ModelFiles, Tell
from dlwb.worker.best_so_far import BestSoFar
from dlwb.worker.collecting import write_records
from dlwb.worker.stages import Stages
from dlwb.worker.validation import Shown, Validation

Write = Callable[[Path], ModelFiles]


class Attempts:
    """All that was tried so far. `best` is the best of it, which lies in its folder, and `shown` what it made of pictures."""

    def __init__(self, validation: Validation, folder: BestSoFar, tell: Tell, stages: Stages) -> None:
        self.made: list[Attempt] = []
        self.best: Attempt | None = None
        self.shown: Shown | None = None
        self._best_cost = 0.0
        self._validation = validation
        self._folder = folder
        self._tell = tell
        self._stages = stages

    def try_out(self, write: Write, why: str, kept: tuple[str, ...] = (), cost: float = 0.0) -> Judgement:
        """Write a candidate, measure and tell it; it becomes the best where it is better.

        Args:
            write: writes it to a folder.
            why: how it was chosen, in words.
            kept: the operations that stayed in floating point.
            cost: what those are expected to cost in time, in any unit; of candidates that hold, the least is best.

        Raises:
            DiskFull, InputError, EngineError: the best so far stays as it is.
        """
        begin = time.monotonic()
        step = len(self.made) + 1
        with self._folder.candidate() as folder, self._stages.measured("attempts"):
            self._stages.say("attempts", None, f"Attempt {step}: writing the network, {why}")
            files = write(folder)
            shown = self._validation.show(files, self._validation.samples, self._say(step, why))
            judged = self._validation.judge(shown.records)
            attempt = Attempt(
                step,
                why,
                kept,
                judged.metric,
                judged.drop,
                judged.outcome,
                len(shown.records),
                time.monotonic() - begin,
                decided_early=shown.decided,
                best=self.best is None or is_better(judged, cost, _judgement(self.best), self._best_cost),
            )
            if attempt.best:
                write_records(shown.records, folder / RECORDS)
                self._folder.replace_by(folder)
                self.best, self.shown, self._best_cost = attempt, shown, cost
        self.made.append(attempt)
        self._tell(AttemptMessage(attempt))
        return judged

    def _say(self, step: int, why: str) -> Callable[[int, float], None]:
        total = len(self._validation.samples)

        def say(done: int, spent_s: float) -> None:
            left_s = (total - done) * spent_s / done if done else None
            self._stages.say("attempts", done / total, f"Attempt {step}: {done:,} of {total:,} pictures, {why}", left_s)

        return say


def _judgement(attempt: Attempt) -> Judgement:
    return Judgement(attempt.metric, attempt.drop, attempt.outcome)
