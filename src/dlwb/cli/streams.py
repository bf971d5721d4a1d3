"""The streams of this process, as the shell left them: closed, full, or in an encoding that lacks our characters."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_LOUD = ("strict", "surrogateescape")  # ways to answer a character that the encoding lacks with an exception


class OutputLost(OSError):
    """What goes to stdout cannot be written: a disk is full, for example."""


class _Outgoing(io.TextIOWrapper):
    """Standard output whose errors can be told from those of other files."""

    def write(self, text: str, /) -> int:
        with _told():
            return super().write(text)

    def flush(self) -> None:
        with _told():
            super().flush()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(error.errno, error.strerror) from error


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
    # Python keeps its own stream, so the file that both write to stays open.
    if isinstance(was := sys.stdout, io.TextIOWrapper) and was is sys.__stdout__:
        sys.stdout = _Outgoing(was.buffer, was.encoding, was.errors, line_buffering=was.line_buffering)


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
