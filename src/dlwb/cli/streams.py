"""The streams of this process, as the shell left them: closed, full, or in an encoding that lacks our characters."""

import io
import os
import sys
from contextlib import suppress

_LOUD = ("strict", "surrogateescape")  # ways to answer a character that the encoding lacks with an exception


def prepare() -> None:
    """Make all three usable: what the shell has closed leads nowhere, and characters that cannot be shown become `?`.

    A finished measurement must not count as failed because its result has a dash that Latin-1 lacks.
    """
    if sys.stdin is None:
        sys.stdin = _nowhere("r")
    if sys.stdout is None:
        sys.stdout = _nowhere("w")
    if sys.stderr is None:
        sys.stderr = _nowhere("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors in _LOUD:
            stream.reconfigure(errors="replace")


def silence() -> None:
    """Lead what is still to be written nowhere: nobody takes it, and Python would complain of that at the end."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a stream that is no file has nothing to lose
            stream.flush()
            continue
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _nowhere(mode: str) -> io.TextIOWrapper:
    # Stays open to the end, and takes the number of the closed one, which no other file should have.
    stream = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115
    assert isinstance(stream, io.TextIOWrapper)
    return stream
