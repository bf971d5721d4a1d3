"""What a kind of run adds to the queue: which task it is for the worker, and what the answer means."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from dlwb.domain.run import Run, RunOutcome
from dlwb.protocol import Answer, Task


class Verb(Protocol):
    """One kind of run. Both methods are called in the process that carries the run, with the machine's slot held."""

    def prepare(self, run: Run) -> Task:
        """The task for the worker.

        Raises:
            DlwbError: the run cannot be done; it then fails with that error.
        """

    def complete(self, run: Run, answer: Answer, output: Path) -> RunOutcome:
        """The result of the run, from the worker's answer and the files it wrote to `output`, the run's folder.

        Files that should not stay in the run's folder have to be moved or removed here. A verb that
        stores something elsewhere does so as its very last step, because the run may be cancelled
        until then.

        Raises:
            DlwbError: the answer cannot be used; the run then fails with that error.
        """


Verbs = Mapping[str, Verb]
