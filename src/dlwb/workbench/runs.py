"""The runs of a workspace, as the SDK offers them."""

import builtins
from collections.abc import Callable
from pathlib import Path

from dlwb.adapters.stores.sql import SqlStore
from dlwb.domain.errors import NotFound
from dlwb.domain.run import Run
from dlwb.ports import RunFilter
from dlwb.workflows.queue import OnChange, RunQueue

ANY = RunFilter()


class RunShelf:
    """The runs of a workspace: the queue and the history."""

    def __init__(self, store: SqlStore, queue: RunQueue) -> None:
        self._store = store
        self._queue = queue

    def list(self, filter: RunFilter = ANY) -> builtins.tuple[Run, ...]:
        """Runs that fit, newest first."""
        return self._store.runs(filter)

    def count(self, filter: RunFilter = ANY) -> int:
        """How many runs fit, whatever the limit."""
        return self._store.count_runs(filter)

    def get(self, text: str) -> Run:
        """A run by id or unique beginning of one. Raises NotFound, Ambiguous."""
        return self._store.find_run(text)

    def cancel(self, text: str) -> Run:
        """Cancel a run, whichever process carries it. Raises NotFound, Ambiguous."""
        return self._queue.cancel(text)

    def remove(self, text: str) -> None:
        """Forget a finished run and its files. Raises NotFound, Ambiguous, InputError."""
        self._queue.remove(text)

    def log(self, text: str) -> str:
        """What the worker and its libraries printed; bytes that are not UTF-8 are replaced."""
        log = self._queue.folders.log(self.get(text).id)
        return log.read_bytes().decode(errors="replace") if log.exists() else ""

    def file(self, text: str, name: str) -> Path:
        """Where a file that a run made lies, such as `runtime.xml`. Raises NotFound."""
        run = self.get(text)
        path = self._queue.folders.path(run.id) / name
        if Path(name).name != name or not path.is_file():
            raise NotFound(f"Run {run.id} has no file '{name}'.", "Only a finished profile has a runtime graph.")
        return path

    def on_change(self, listener: OnChange) -> Callable[[], None]:
        """Tell `listener` every change of the runs of this process, from their threads; returns how to stop that."""
        return self._queue.on_change(listener)

    def revision(self) -> int:
        """A number that changes whenever any process wrote to the workspace."""
        return self._store.revision()
