"""The machine's slot: a lock of the operating system, and a note beside it that says who holds it.

The lock decides, the note only explains. The kernel lets go of the lock when its holder dies, however
it dies; a note left behind by a dead holder is recognised by the holder's process and ignored.
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from dlwb.adapters.processes import LocalProcesses
from dlwb.domain.errors import StoreError
from dlwb.domain.run import Owner, Run


class FileSlot:
    """`ports.Slot` on a lock file that every process of this machine can reach."""

    def __init__(self, path: Path) -> None:
        """Use the lock file `path`; its folder is made when needed.

        Raises:
            StoreError: the folder cannot be made.
        """
        self._path = path
        self._note = path.with_suffix(".json")
        self._processes = LocalProcesses()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _unusable(path, error) from error

    def try_hold(self, run: Run) -> AbstractContextManager[None] | None:
        """Hold the slot for `run`, or None when somebody else does.

        Raises:
            StoreError: the lock file cannot be opened.
        """
        lock = FileLock(self._path, thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return None
        except OSError as error:
            raise _unusable(self._path, error) from error
        return self._held(lock, run)

    def holder(self) -> str:
        """Who holds it, in words, or empty when nobody does."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            owner = Owner(note["host"], note["pid"], note["started"])
            words = f"{note['what']}, run {note['run']}, process {owner.pid}"
        except (OSError, ValueError, KeyError, TypeError):  # no note, or half of one from a holder that died
            return ""
        return words if self._processes.is_alive(owner) else ""

    @contextmanager
    def _held(self, lock: FileLock, run: Run) -> Iterator[None]:
        me = self._processes.me()
        note = {"host": me.host, "pid": me.pid, "started": me.started, "run": run.id, "what": run.what}
        try:
            with suppress(OSError):  # a full disk: the run goes on, waiting ones will not know its name
                self._note.write_text(json.dumps(note), encoding="utf-8")
            yield
        finally:
            with suppress(OSError):
                self._note.unlink(missing_ok=True)
            lock.release()


def _unusable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"The lock file {path} of the machine's slot cannot be used: {error.strerror}.",
        "Set DLWB_SLOT to a file in a folder that you can write.",
    )
