"""Where runs keep their files: one folder each, with a log that stays and output that stays only on success.

What a search tried stays too, so that one that was stopped can still show it.
"""

import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

LOG = "log.txt"
ATTEMPTS = "attempts.jsonl"
# How those stand that are still in the race of a search; there while it runs.
RACING = "racing.json"
_STAYS = (LOG, ATTEMPTS)
_RUN_ID = re.compile(r"[0-9a-f]{12}")


class RunFolders:
    """The folder of every run, below one root. Whatever is wrong with the disk comes out as OSError."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, run_id: str) -> Path:
        """The folder of a run; it exists once the run has started."""
        return self._root / run_id

    def log(self, run_id: str) -> Path:
        """What the worker and its libraries printed."""
        return self.path(run_id) / LOG

    def make(self, run_id: str) -> Path:
        """The folder, made if needed."""
        folder = self.path(run_id)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def older_than(self, seconds: float) -> frozenset[str]:
        """Ids of the runs in whose folders nothing was made or removed for so long."""
        found = set()
        for folder in self._root.glob("*"):
            with suppress(FileNotFoundError):  # another process removed it
                if _RUN_ID.fullmatch(folder.name) and time.time() - folder.stat().st_mtime > seconds:
                    found.add(folder.name)
        return frozenset(found)

    def drop_output(self, run_id: str) -> None:
        """Remove everything but the log and what was tried."""
        folder = self.path(run_id)
        if not folder.is_dir():
            return
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry.name not in _STAYS:
                entry.unlink(missing_ok=True)

    def remove(self, run_id: str) -> None:
        """Remove the folder and all that is in it; no error if it is gone."""
        if self.path(run_id).is_dir():
            shutil.rmtree(self.path(run_id))
