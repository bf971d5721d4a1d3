"""What a kind of run adds to the queue: which tasks it has for workers, and what their answers mean."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from dlwb.domain.errors import Failure, WorkerProtocolError
from dlwb.domain.outcomes import RunOutcome
from dlwb.domain.run import Progress, Run
from dlwb.domain.specs import RunSpec
from dlwb.protocol import Answer, Message, Task

Hear = Callable[[Message], None]
Within = Callable[[Progress], Progress]


class Seat(Protocol):
    """Where a verb sits while it works: the machine's slot is held, and workers start at its word."""

    @property
    def output(self) -> Path:
        """The run's folder, where its workers write files; what should not stay there has to be moved or removed."""

    def ask(self, task: Task, hear: Hear | None = None, within: Within | None = None) -> Answer:
        """Do a task in a fresh worker and return its answer; `hear` is told every message on the way.

        Progress messages have become the run's progress already; `within` says what that of a task is in the run as a whole,
        where they are not the same.

        Raises:
            RunCancelled: somebody ended the run meanwhile. WorkerError, or what the task raised.
        """

    def advance(self, progress: Progress) -> None:
        """Say how far the run is, between tasks. Raises RunCancelled."""

    def record(self, spec: RunSpec, end: RunOutcome | Failure, files: Sequence[Path] = ()) -> Run:
        """Remember a finished child run: one point of this search, measured (outcome) or impossible (failure).

        `files` move into the child's folder.

        Raises:
            StoreError: it could not be stored. RunCancelled.
        """


class Verb(Protocol):
    """One kind of run."""

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Do the run, in the process that carries it, with the machine's slot held.

        A verb that stores something elsewhere does so as its very last step, because the run may be cancelled until then.

        Raises:
            DlwbError: the run cannot be done; it then fails with that error.
        """


@runtime_checkable
class Salvaging(Protocol):
    """A verb whose runs leave something worth keeping when the process that carried them is gone, and nobody cleaned up."""

    def salvage(self, run: Run, folder: Path) -> None:
        """Keep what such a run left in its folder, which is about to be emptied; two processes may do so at the same time.

        Raises:
            OSError, DlwbError: it cannot be kept; it is gone then.
        """


Verbs = Mapping[str, Verb]


def unexpected(answer: Answer) -> WorkerProtocolError:
    """The error for an answer that does not belong to the task."""
    return WorkerProtocolError(f"The worker answered with {type(answer).__name__}.", "Report this; it is a defect.")
