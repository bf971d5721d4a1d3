"""One run in the hands of the process that carries it: every event goes to the store and to whoever listens."""

import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from dlwb.domain.errors import DlwbError, Failure, InputError, RunCancelled
from dlwb.domain.run import (
    Advanced,
    Ended,
    Owner,
    Run,
    RunEvent,
    RunOutcome,
    RunState,
    Started,
    Starting,
    Succeeded,
)
from dlwb.ports import Launcher, Store
from dlwb.protocol import Message, ProgressMessage, Request
from dlwb.workflows.folders import RunFolders
from dlwb.workflows.verb import Verb, Verbs

_STORE_EVERY_S = 1.0  # while a measurement runs, we touch the disk as seldom as somebody watching can bear


def now() -> str:
    """The time as runs record it: UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class CarriedRun:
    """A run, its latest state, and the work of getting it to its end."""

    def __init__(
        self, run: Run, store: Store, launcher: Launcher, folders: RunFolders, tell: Callable[[Run], None]
    ) -> None:
        self.run = run
        self._store = store
        self._launcher = launcher
        self._folders = folders
        self._tell = tell
        self._stored_at = time.monotonic()

    def store(self, event: RunEvent) -> None:
        """Apply an event, store the new state and tell it.

        Raises:
            RunCancelled: the stored run is finished: somebody ended it.
        """
        self.run = self.run.apply(event)
        self._stored_at = time.monotonic()
        if not self._store.update_run(self.run):
            raise self._cancelled()
        self._tell(self.run)

    def check_wanted(self) -> None:
        """Raise RunCancelled when somebody wants the run to stop, or has ended it."""
        if self._store.cancel_requested(self.run.id) or self._store.find_run(self.run.id).state.is_finished:
            raise self._cancelled()

    def work(self, verbs: Verbs, engine: str, memory_limit: Callable[[], int | None]) -> Succeeded | Ended:
        """Do the run in a worker; the event that ends it, which is left to the caller to store.

        Raises:
            RunCancelled: somebody ended the run meanwhile.
        """
        try:
            self.store(Starting(now()))
            verb = verbs.get(self.run.spec.kind)
            if verb is None:
                raise InputError(f"Nothing here knows how to do a run of kind '{self.run.spec.kind}'.")
            return Succeeded(self._outcome(verb, engine, memory_limit()), now())
        except RunCancelled:
            raise
        except DlwbError as error:
            return Ended(RunState.FAILED, Failure.of(error), now())
        except Exception as error:
            self._log(traceback.format_exc())
            return Ended(RunState.FAILED, Failure.of(error), now())

    def _outcome(self, verb: Verb, engine: str, memory_limit_bytes: int | None) -> RunOutcome:
        output = self._folders.make(self.run.id)
        request = Request(verb.prepare(self.run), engine, str(output), memory_limit_bytes)
        answer = self._launcher.run(
            request, log=self._folders.log(self.run.id), on_start=self._started, on_message=self._heard
        )
        self.check_wanted()
        return verb.complete(self.run, answer, output)

    def _started(self, worker: Owner) -> None:
        self.store(Started(worker, now()))
        self.check_wanted()  # a cancel that came before the worker was stored found nobody to kill

    def _heard(self, message: Message) -> None:
        if not isinstance(message, ProgressMessage):
            return
        event = Advanced(message.progress)
        if time.monotonic() - self._stored_at >= _STORE_EVERY_S:
            self.store(event)
            return
        self.run = self.run.apply(event)
        self._tell(self.run)

    def _cancelled(self) -> RunCancelled:
        return RunCancelled(f"The {self.run.what} was cancelled.")

    def _log(self, text: str) -> None:
        # The disk may be what failed.
        with suppress(OSError), self._folders.log(self.run.id).open("a", encoding="utf-8") as log:
            log.write(text)
