"""One run in the hands of the process that carries it: every event goes to the store and to whoever listens."""

import secrets
import shutil
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from dlwb.domain.errors import DlwbError, Failure, InputError, RunCancelled, WorkerError
from dlwb.domain.outcomes import RunOutcome
from dlwb.domain.run import Advanced, Ended, Owner, Progress, Run, RunEvent, RunState, Started, Starting, Succeeded
from dlwb.domain.specs import RunSpec, dataset_of, model_of
from dlwb.ports import Launcher, Store
from dlwb.protocol import Answer, Message, ProgressMessage, Request, Task
from dlwb.workflows.folders import RunFolders
from dlwb.workflows.verb import Hear, Verbs, Within

_STORE_EVERY_S = 1.0  # while a measurement runs, we touch the disk as seldom as somebody watching can bear


def new_id() -> str:
    """An id for a run: 12 hex characters."""
    return secrets.token_hex(6)


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
                raise InputError(
                    f"Nothing here knows how to do a run of kind '{self.run.spec.kind}'.",
                    "Use the dlwb that submitted it, or cancel it.",
                )
            seat = _Seat(self, engine, memory_limit)
            outcome = verb.work(self.run, seat)
            return Succeeded(outcome, now())
        except RunCancelled:
            raise
        except DlwbError as error:
            return Ended(RunState.FAILED, Failure.of(error), now())
        except Exception as error:
            self._log(traceback.format_exc())
            return Ended(RunState.FAILED, Failure.of(error), now())

    def ask(self, request: Request, hear: Hear | None, within: Within | None = None) -> Answer:
        """Run one task in a fresh worker.

        Raises:
            RunCancelled: somebody ended the run, which is also why its worker may have died. WorkerError, or what the
                task raised.
        """

        def heard(message: Message) -> None:
            if isinstance(message, ProgressMessage):
                self.advance(within(message.progress) if within else message.progress)
            elif hear is not None:
                hear(message)

        log = self._folders.log(self.run.id)
        try:
            answer = self._launcher.run(request, log=log, on_start=self._started, on_message=heard)
        except WorkerError:
            self.check_wanted()
            raise
        self.check_wanted()
        return answer

    def advance(self, progress: Progress) -> None:
        """Tell how far the run is; it reaches the disk once a second at most."""
        event = Advanced(progress)
        if time.monotonic() - self._stored_at >= _STORE_EVERY_S:
            self.store(event)
            return
        self.run = self.run.apply(event)
        self._tell(self.run)

    def record(self, spec: RunSpec, end: RunOutcome | Failure, files: Sequence[Path] = ()) -> Run:
        """Remember a finished child run; `files` move into its folder."""
        self.check_wanted()
        at = now()
        event = Ended(RunState.FAILED, end, at) if isinstance(end, Failure) else Succeeded(end, at)
        child = Run(
            id=new_id(),
            spec=spec,
            created=at,
            owner=self.run.owner,
            model=model_of(spec),
            dataset=dataset_of(spec),
            model_name=self._name_of(model_of(spec)),
            parent=self.run.id,
        ).apply(event)
        for file in files:
            shutil.move(file, self._folders.make(child.id) / file.name)
        self._store.add_run(child)
        self._tell(child)
        return child

    def _name_of(self, model: str | None) -> str:
        """The name of a child's model, which need not be that of the run."""
        if model is None or model == self.run.model:
            return self.run.model_name
        return self._store.find_model(model).name

    def folder(self) -> Path:
        """The run's folder, made if needed."""
        return self._folders.make(self.run.id)

    def _started(self, worker: Owner) -> None:
        self.store(Started(worker, now()))
        self.check_wanted()  # a cancel that came before the worker was stored found nobody to kill

    def _cancelled(self) -> RunCancelled:
        return RunCancelled(f"The {self.run.what} was cancelled.")

    def _log(self, text: str) -> None:
        # The disk may be what failed.
        with suppress(OSError), self._folders.log(self.run.id).open("a", encoding="utf-8") as log:
            log.write(text)


class _Seat:
    """`verb.Seat` of a carried run."""

    def __init__(self, carried: CarriedRun, engine: str, memory_limit: Callable[[], int | None]) -> None:
        self._carried = carried
        self._engine = engine
        self._memory_limit = memory_limit
        self.output = carried.folder()

    def ask(self, task: Task, hear: Hear | None = None, within: Within | None = None) -> Answer:
        """See `Seat`."""
        return self._carried.ask(Request(task, self._engine, str(self.output), self._memory_limit()), hear, within)

    def advance(self, progress: Progress) -> None:
        """See `Seat`."""
        self._carried.check_wanted()
        self._carried.advance(progress)

    def record(self, spec: RunSpec, end: RunOutcome | Failure, files: Sequence[Path] = ()) -> Run:
        """See `Seat`."""
        return self._carried.record(spec, end, files)
