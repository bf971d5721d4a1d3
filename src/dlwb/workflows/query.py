"""Short questions to the engine: a worker that answers at once and is no run, so it neither waits nor shows up in lists."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dlwb.domain.run import Owner
from dlwb.ports import Launcher
from dlwb.protocol import Answer, Message, Request, Task


class Query:
    """Asks one engine. `scratch` is where a worker may write for a moment; `memory_limit` is asked each time."""

    def __init__(
        self, launcher: Launcher, engine: str, scratch: Path, memory_limit: Callable[[], int | None] = lambda: None
    ) -> None:
        self._launcher = launcher
        self._engine = engine
        self._scratch = scratch
        self._memory_limit = memory_limit

    @contextmanager
    def __call__(self, task: Task) -> Iterator[tuple[Answer, Path]]:
        """The answer and the folder with the worker's files, which is gone when the block ends.

        Raises:
            WorkerError, or what the task raised.
        """
        self._scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="query-", dir=self._scratch) as name:
            output = Path(name)
            answer = self._launcher.run(
                Request(task, self._engine, str(output), self._memory_limit()),
                log=output / "log.txt",
                on_start=_nobody_waits,
                on_message=_nobody_waits,
            )
            yield answer, output


def _nobody_waits(_: Owner | Message) -> None:
    """A question takes a moment: nobody watches its progress, and nobody cancels it."""
