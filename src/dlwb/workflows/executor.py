"""A thread that executes this process's runs in the order in which they were submitted (for the server)."""

import logging
import queue
import threading

from dlwb.domain.errors import DlwbError, NotFound, StoreError
from dlwb.domain.run import Run
from dlwb.domain.specs import RunSpec
from dlwb.workflows.queue import RunQueue

_log = logging.getLogger(__name__)


class Executor:
    """Executes in the background what is submitted to it; one run at a time, as the machine's slot wants it anyway."""

    def __init__(self, runs: RunQueue, *, sweep_every_s: float = 5.0) -> None:
        """`sweep_every_s`: how often an idle executor looks for runs whose process died."""
        self._runs = runs
        self._pending: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._sweep_every_s = sweep_every_s
        self._open: dict[str, None] = {}
        self._lock = threading.Lock()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="dlwb-executor", daemon=True)

    def start(self) -> None:
        """Begin to execute."""
        self._thread.start()

    def submit(self, spec: RunSpec, model_name: str = "") -> Run:
        """Remember a run and execute it when its turn comes; returns it as queued.

        Raises:
            DlwbError: the executor has been stopped. StoreError: the run could not be stored.
        """
        with self._lock:
            if self._stopping:
                raise DlwbError("The workbench is shutting down and takes no more runs.", "Start it again.")
            run = self._runs.submit(spec, model_name)
            self._open[run.id] = None
            self._pending.put(run.id)
        return run

    def stop(self) -> None:
        """Cancel what runs and what waits, and return when the thread has ended; no worker is left behind."""
        with self._lock:
            self._stopping = True
            still_open = tuple(self._open)
        for run_id in still_open:
            try:
                self._runs.cancel(run_id, "The workbench that carried the run was shut down.")
            except NotFound:
                continue  # cancelled while it waited, and forgotten
            except StoreError:
                _log.exception("The end of run %s could not be stored; it will show as lost", run_id)
        self._pending.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while (run_id := self._next()) is not None:
            try:
                self._runs.execute(run_id)
            except NotFound:
                _log.debug("Run %s was forgotten while it waited", run_id)
            except Exception:
                _log.exception("Run %s could not be brought to its end", run_id)
            with self._lock:
                del self._open[run_id]

    def _next(self) -> str | None:
        """The next run to execute, or None to end; until there is one, runs of dead processes are found."""
        while True:
            try:
                return self._pending.get(timeout=self._sweep_every_s)
            except queue.Empty:
                self._sweep()

    def _sweep(self) -> None:
        try:
            self._runs.sweep_lost()
        except Exception:  # whatever it is, the runs that are still to come must not wait for ever
            _log.exception("Runs of dead processes could not be looked for")
