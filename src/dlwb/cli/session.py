"""One invocation of the terminal: which workspace, which output, and how an error leaves the process."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console

if TYPE_CHECKING:
    from dlwb.workbench import Workbench

# Results go to stdout, everything that is said on the way to stderr: `--json | jq` must always work.
# A pipe has no width: then tables get the room they need instead of the 80 columns that rich would assume.
PIPE_WIDTH = 160
out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)
err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else PIPE_WIDTH)

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_BOUND_NOT_MET = 3
EXIT_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Invocation:
    """What was said before the verb."""

    workspace: Path | None


@contextmanager
def opened(context: typer.Context) -> Iterator["Workbench"]:
    """The workbench of this invocation; loaded here, so that `--help` stays fast."""
    from dlwb.workbench import Workbench

    invocation: Invocation = context.obj
    with Workbench(invocation.workspace) as workbench:
        yield workbench


def print_json(document: Any) -> None:
    """Print one JSON document, and nothing else, on stdout."""
    from dlwb.protocol import to_json

    sys.stdout.write(to_json(document) + "\n")
