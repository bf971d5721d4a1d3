"""Worker processes, who owns a run, and whose turn it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from dlwb.domain.run import Owner, Run
from dlwb.protocol import Answer, Message, Request


class Launcher(Protocol):
    """Starts and stops worker processes."""

    def run(
        self,
        request: Request,
        *,
        log: Path,
        on_start: Callable[[Owner], None],
        on_message: Callable[[Message], None],
    ) -> Answer:
        """Run one task in a fresh worker and block until it ended; what it prints goes to `log`.

        `on_start` is told the worker's process as soon as it exists; `on_message` gets progress.

        Raises:
            WorkerCrashed, WorkerKilled, OutOfMemory, WorkerProtocolError, or what the task raised.
        """

    def stop(self, worker: Owner) -> None:
        """Kill a worker's whole process group, whichever process launched it; no error if it is gone."""


class Processes(Protocol):
    """Who owns a run, and whether that process still lives."""

    def me(self) -> Owner:
        """The process that asks."""

    def is_alive(self, owner: Owner) -> bool:
        """Whether exactly that process still runs; processes of another host count as alive."""


class Slot(Protocol):
    """The right to use this machine; one holder across all processes."""

    def try_hold(self, run: Run) -> AbstractContextManager[None] | None:
        """Hold the slot for `run`, or None when somebody else does."""

    def holder(self) -> str:
        """Who holds it, in words ("benchmark of resnet50, run 3f2a, process 4711"), or empty."""
