"""The queue: one run at a time on this machine, whichever process asked for it.

A run is carried by the process that submitted it. The store holds every state, so that all processes
see the same queue; the machine's slot lets one run work; the launcher's worker does the work.
Nothing here knows what kind of work that is: a `Verb` says it.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

from dlwb.calc.figure_words import counted
from dlwb.domain.errors import Failure, RunCancelled, RunLost, StoreError
from dlwb.domain.run import Ended, Run, RunState, Succeeded, Waiting
from dlwb.domain.specs import RunSpec, dataset_of, model_of
from dlwb.ports import Launcher, Processes, Slot, Store
from dlwb.workflows.carried_run import CarriedRun, new_id, now
from dlwb.workflows.folders import RunFolders
from dlwb.workflows.verb import Salvaging, Verbs

OnChange = Callable[[Run], None]

_log = logging.getLogger(__name__)
_ORPHANED_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a waiting run looks (`poll_s`), and how long it lets an older one leave the slot unused (`patience_s`).

    An older run can fail to use its turn when the process that submitted it never executes it.
    """

    poll_s: float = 0.5
    patience_s: float = 5.0


class RunQueue:
    """Submits, executes and cancels runs; safe to use from several threads and several processes."""

    def __init__(
        self,
        store: Store,
        slot: Slot,
        launcher: Launcher,
        processes: Processes,
        verbs: Verbs,
        *,
        folder: Path,
        engine: str,
        memory_limit: Callable[[], int | None] = lambda: None,
        pace: Pace = Pace(),
    ) -> None:
        """Put the parts together.

        `verbs` are keyed by the kind of their spec; `folder` is where runs keep their files;
        `memory_limit` is asked at the start of each run for the most bytes its worker may take.
        """
        self.folders = RunFolders(folder)
        self._store = store
        self._slot = slot
        self._launcher = launcher
        self._processes = processes
        self._verbs = verbs
        self._engine = engine
        self._memory_limit = memory_limit
        self._pace = pace
        self._listeners: list[OnChange] = []
        self._unsaved: dict[str, Run] = {}

    # --- what others call -------------------------------------------------------------------------

    def on_change(self, listener: OnChange) -> Callable[[], None]:
        """Tell `listener` every new state and progress of the runs of this process; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def submit(self, spec: RunSpec, model_name: str = "") -> Run:
        """Remember a run as queued; this process now carries it and has to `execute` it.

        Raises:
            StoreError: the run could not be stored.
        """
        self._save_unsaved()
        run = Run(
            id=new_id(),
            spec=spec,
            created=now(),
            owner=self._processes.me(),
            model=model_of(spec),
            dataset=dataset_of(spec),
            model_name=model_name,
        )
        self._store.add_run(run)
        self._tell(run)
        return run

    def execute(self, run_id: str) -> Run:
        """Wait for the run's turn, do it, and return it finished: succeeded, failed or cancelled.

        An interrupt (Ctrl-C) cancels the run and goes on its way.

        Raises:
            NotFound: no such run. StoreError: the end of the run could not be stored.
        """
        carried = CarriedRun(self._store.find_run(run_id), self._store, self._launcher, self.folders, self._tell)
        event: Ended | Succeeded
        try:
            with ExitStack() as held:
                try:
                    self._save_unsaved()
                    held.enter_context(self._turn(carried))
                    event = carried.work(self._verbs, self._engine, self._memory_limit)
                except StoreError as error:
                    event = Ended(RunState.FAILED, Failure.of(error), now())
                return self._finish(carried.run, event)
        except RunCancelled as error:
            if not self._end(carried.run, RunState.CANCELLED, Failure.of(error)):
                self._tell(self._store.find_run(run_id))  # somebody else ended it: those who listen here do not know
            self._drop_output(run_id)
            return self._store.find_run(run_id)
        except (KeyboardInterrupt, SystemExit):
            self.cancel(run_id)
            self._drop_output(run_id)
            raise

    def cancel(self, text: str, reason: str = "") -> Run:
        """Cancel a run, whichever process carries it, and return it as stored; a finished one stays as it is.

        Its worker is killed at once. `text` is an id or the beginning of one.

        Raises:
            NotFound, Ambiguous: no such run, or several. StoreError: the end could not be stored; the worker is
                killed all the same.
        """
        run = self._store.find_run(text)
        if run.state.is_finished:
            return run
        try:
            # The request comes before the second look: either that look sees the worker, or the process
            # that has just started one sees the request.
            self._store.request_cancel(run.id)
            run = self._store.find_run(run.id)
            words = reason or f"The {run.what} was cancelled."
            self._end(run, RunState.CANCELLED, Failure.of(RunCancelled(words)))
        except StoreError:
            self._stop_worker(run)  # a full disk must not keep anybody from stopping the work
            raise
        return self._store.find_run(run.id)

    def sweep_lost(self) -> tuple[Run, ...]:
        """Mark unfinished runs whose process is gone as lost, and end what is left of them; returns those runs."""
        self._save_unsaved()
        lost = []
        for run in self._store.unfinished():
            if run.owner is not None and self._processes.is_alive(run.owner):
                continue
            carrier = f" (process {run.owner.pid} on {run.owner.host})" if run.owner else ""
            error = RunLost(f"The process that carried the {run.what} is gone{carrier}.", "Start it again.")
            if self._end(run, RunState.LOST, Failure.of(error)):
                lost.append(self._store.find_run(run.id))
        return tuple(lost)

    def remove(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Forget finished runs and their files, all or none; returns their ids. Each text is an id or the beginning of one.

        Raises:
            NotFound, Ambiguous: no such run, or several. InputError: one is not finished.
        """
        ids = tuple(dict.fromkeys(self._store.run_id(text) for text in texts))
        for id in self._store.remove_runs(ids):
            self.folders.remove(id)
        return ids

    def discard_orphans(self) -> None:
        """Remove folders of runs that are no more, as processes leave them that are killed while they remove a run.

        A point of a search has its folder a moment before it is stored, so folders of less than a day stay.
        """
        old = self.folders.older_than(_ORPHANED_S)
        for id in old - self._store.known_runs(old):
            try:
                self.folders.remove(id)
            except OSError as error:
                _log.warning("The files of run %s, which is no more, cannot be removed: %s", id, error)

    # --- waiting ----------------------------------------------------------------------------------

    def _turn(self, carried: CarriedRun) -> AbstractContextManager[None]:
        """Wait until the slot is free and no older run wants it; returns holding it."""
        unused_since: float | None = None
        while True:
            carried.check_wanted()
            older, holder = self._older_than(carried.run), self._slot.holder()
            if holder:
                unused_since = None
            elif unused_since is None:
                unused_since = time.monotonic()
            impatient = unused_since is not None and time.monotonic() - unused_since >= self._pace.patience_s
            turn = self._slot.try_hold(carried.run) if impatient or not older else None
            if turn is not None:
                return turn
            reason = _waiting_for(holder, older)
            if carried.run.progress.message != reason:
                carried.store(Waiting(reason))
            time.sleep(self._pace.poll_s)

    def _older_than(self, run: Run) -> tuple[Run, ...]:
        """Queued runs of living processes of this host that were submitted before `run`."""
        here = self._processes.me().host
        return tuple(
            other
            for other in self._store.unfinished()
            if other.state is RunState.QUEUED
            and (other.created, other.id) < (run.created, run.id)
            and other.owner is not None
            and other.owner.host == here
            and self._processes.is_alive(other.owner)
        )

    # --- ending -----------------------------------------------------------------------------------

    def _finish(self, run: Run, event: Ended | Succeeded) -> Run:
        """Store the last state. A result that cannot be stored fails its run, which makes room for saying so.

        Raises:
            RunCancelled: somebody ended the run meanwhile. StoreError: its end could not be stored, and will be later.
        """
        finished = run.apply(event)
        if finished.state is not RunState.SUCCEEDED:
            self._drop_output(run.id)
        try:
            stored = self._store.update_run(finished)
        except StoreError as error:
            if finished.state is RunState.SUCCEEDED:
                self._drop_output(run.id)
                finished = run.apply(Ended(RunState.FAILED, Failure.of(error), now()))
            stored = self._store_end(finished)
        if not stored:
            raise RunCancelled(f"The {run.what} was cancelled.")
        self._tell(finished)
        return finished

    def _end(self, run: Run, state: RunState, failure: Failure) -> bool:
        """End a run from outside: store its end, kill its worker; False if it was finished already."""
        assert state in (RunState.CANCELLED, RunState.LOST)
        ended = run.apply(Ended(state, failure, now()))
        abandoned = run.owner is None or not self._processes.is_alive(run.owner)
        if abandoned:  # before the end is stored: a process that is killed meanwhile leaves it to the next
            self._stop_worker(run)
            self._salvage(run)
        stored = self._store_end(ended)
        if abandoned:
            self._drop_output(run.id)
        else:
            self._stop_worker(run)
        if stored:
            self._tell(ended)
        return stored

    def _store_end(self, ended: Run) -> bool:
        """Store the end of a run; one that cannot be stored now is kept, for nobody else would ever end the run."""
        try:
            return self._store.update_run(ended)
        except StoreError:
            self._unsaved[ended.id] = ended
            raise

    def _drop_output(self, run_id: str) -> None:
        """Remove what a run that did not succeed wrote. What cannot be removed stays, and is no error of the run."""
        try:
            self.folders.drop_output(run_id)
        except FileNotFoundError:
            _log.debug("Another process removes what run %s wrote", run_id)
        except OSError as error:
            _log.warning("What run %s wrote cannot be removed: %s", run_id, error)

    def _salvage(self, run: Run) -> None:
        """Let the verb keep what is worth it. Whatever is wrong with that, the run comes to its end."""
        verb = self._verbs.get(run.spec.kind)
        if not isinstance(verb, Salvaging):
            return
        try:
            verb.salvage(run, self.folders.path(run.id))
        except Exception as error:
            _log.warning("What run %s left cannot be kept: %s", run.id, error)

    def _stop_worker(self, run: Run) -> None:
        if run.worker is not None:
            self._launcher.stop(run.worker)

    def _save_unsaved(self) -> None:
        """Store the ends of runs that could not be stored: the disk was full, or the database locked for too long."""
        for run_id, run in list(self._unsaved.items()):
            self._store.update_run(run)
            self._unsaved.pop(run_id, None)  # another thread may have stored it at the same moment

    def _tell(self, run: Run) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(run)
            except Exception:
                _log.exception("A listener failed on run %s; the run goes on", run.id)


def _waiting_for(holder: str, older: tuple[Run, ...]) -> str:
    queue = f", after {counted(len(older), 'older run')}" if older else ""
    if holder:
        return f"for the {holder}{queue}"
    return f"for run {older[0].id} ({older[0].what}) to start" if older else "for another process"
