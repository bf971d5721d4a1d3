"""One invocation of the terminal: which workspace, which output, and how an error leaves the process."""

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console

if TYPE_CHECKING:
    from dlwb.documents import Document
    from dlwb.workbench import Workbench

# A pipe has no width: a line of text stays one line there, and a table gets the room it needs.
PIPE_WIDTH = 100_000
_PADDING = re.compile(r"[ \t]+$", re.MULTILINE)


class Output(Console):
    """One stream of this process, as wide as `COLUMNS` says, else as its terminal; in a pipe nothing is wrapped or padded."""

    def __init__(self, *, stderr: bool) -> None:
        stream = sys.stderr if stderr else sys.stdout
        columns = os.environ.get("COLUMNS", "")
        given = int(columns) if columns.isdecimal() else 0
        super().__init__(stderr=stderr, highlight=False, width=given or (None if stream.isatty() else PIPE_WIDTH))

    def print(self, *objects: Any, **options: Any) -> None:
        """As rich does, without the spaces that would fill lines up to the width of a table where no one looks at them."""
        if self.is_terminal:
            super().print(*objects, **options)
            return
        with self.capture() as said:
            super().print(*objects, **options)
        self.file.write(_PADDING.sub("", said.get()))
        self.file.flush()


# Results go to stdout, everything that is said on the way to stderr: `--json | jq` must always work.
out = Output(stderr=False)
err = Output(stderr=True)

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_BOUND_NOT_MET = 3
EXIT_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Invocation:
    """What was said before the verb."""

    workspace: str | None


@contextmanager
def opened(context: typer.Context) -> Iterator["Workbench"]:
    """The workbench of this invocation; loaded here, so that `--help` stays fast."""
    from dlwb.workbench import Workbench

    invocation: Invocation = context.obj
    with Workbench(invocation.workspace) as workbench:
        yield workbench


def print_json(document: "Document") -> None:
    """Print one JSON document, and nothing else, on stdout."""
    from dlwb.protocol import to_json

    text = to_json(document)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(json.loads(text))  # JSON has its own way to write what an encoding lacks
    sys.stdout.write(text + "\n")
