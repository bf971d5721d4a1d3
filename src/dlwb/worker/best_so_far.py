"""The folder with the best network found so far, whole at any time."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dlwb.protocol import BEST

_CANDIDATE = "candidate"
_BEFORE = "best.before"


class BestSoFar:
    """The folder `best` of an output folder, and the one beside it in which the next candidate is written.

    Whatever happens while a candidate is written or measured, the best before it stays as it is.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self.folder = output / BEST

    @contextmanager
    def candidate(self) -> Iterator[Path]:
        """An empty folder for a candidate, which goes away again unless it became the best."""
        folder = self._output / _CANDIDATE
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def replace_by(self, folder: Path) -> None:
        """Make a candidate's folder the best; two renames, so that nothing is ever half-written."""
        before = self._output / _BEFORE
        shutil.rmtree(before, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(before)
        folder.rename(self.folder)
        shutil.rmtree(before, ignore_errors=True)
