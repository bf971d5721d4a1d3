"""How far a long piece of work is, and how many seconds each of its stages took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from dlwb.domain.run import Progress
from dlwb.protocol import ProgressMessage, Tell

_SAY_EVERY_S = 0.5


class Stages:
    """Seconds by stage, and progress at most twice a second."""

    def __init__(self, tell: Tell) -> None:
        self.seconds: dict[str, float] = {}
        self._tell = tell
        self._said = -_SAY_EVERY_S
        self._phase = ""

    @contextmanager
    def measured(self, stage: str) -> Iterator[None]:
        """Count the seconds inside for a stage; whatever it was left by."""
        begin = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - begin

    def say(self, phase: str, fraction: float | None, words: str, left_s: float | None = None) -> None:
        """Say how far it is; a new phase at once, all else at most twice a second."""
        now = time.monotonic()
        if phase == self._phase and now - self._said < _SAY_EVERY_S:
            return
        self._phase, self._said = phase, now
        self._tell(ProgressMessage(Progress(phase, fraction, words, left_s)))
