"""The folder with the best network found so far, whole at any time."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dlwb.domain.model import IR_BIN, IR_XML
from dlwb.domain.quantization import Outcome, QuantizationOptions
from dlwb.ports import Engine
from dlwb.protocol import BEST, BEST_BEFORE, MADE_JSON, MadeCandidate, ModelFiles, to_json
from dlwb.worker.graph_file import write_graph

_CANDIDATE = "candidate"


class BestSoFar:
    """The folder `best` of an output folder, and the one beside it in which the next candidate is written.

    Whatever happens while a candidate is written or measured, the best before it stays as it is.
    """

    def __init__(self, output: Path, engine: Engine, tool: str) -> None:
        """Begin; `tool` names what makes the networks."""
        self._output = output
        self._engine = engine
        self._tool = tool
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

    def replace_by(
        self, folder: Path, options: QuantizationOptions, kept_float: tuple[str, ...], outcome: Outcome
    ) -> None:
        """Make a candidate's folder the best, with all that a version of it needs: it may be asked for at any moment.

        Two renames, so that nothing is ever half-written; between them the one before is there under another name. The content
        is on the disk before the names are: what a power cut leaves may be made a version of.
        """
        write_graph(self._engine, ModelFiles(str(folder / IR_XML), str(folder / IR_BIN)), {}, folder)
        made = MadeCandidate(self._tool, options, kept_float, outcome)
        (folder / MADE_JSON).write_text(to_json(made), encoding="utf-8")
        for path in filter(Path.is_file, folder.iterdir()):
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        before = self._output / BEST_BEFORE
        shutil.rmtree(before, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(before)
        folder.rename(self.folder)
        shutil.rmtree(before, ignore_errors=True)
