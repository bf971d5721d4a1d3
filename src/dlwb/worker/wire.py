"""The worker's end of the private pipe: one request in, messages out, and death with the parent."""

import ctypes
import os
import signal
import sys
import threading
from typing import Any, BinaryIO

from dlwb.protocol import Answer, AnswerMessage, FailureMessage, Hello, Request, Update, from_json, to_json

if sys.platform != "win32":
    import fcntl
    import select


class Wire:
    """Standard input and output as the protocol's pipe, taken away from everybody else in this process.

    What native libraries print to descriptor 1 goes where descriptor 2 goes, and reading descriptor
    0 finds nothing; so neither can break a message. Neither pipe is inherited by grandchildren.
    """

    def __init__(self) -> None:
        self._in: BinaryIO = os.fdopen(os.dup(0), "rb", buffering=0)
        self._out: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    def read_request(self) -> Request:
        """The one line that says what to do.

        Raises:
            WorkerProtocolError: it is not a request.
        """
        request: Request = from_json(Request, self._in.readline())
        return request

    def die_with_parent(self) -> None:
        """From now on this process and all its children end as soon as the parent's end of the pipe closes."""
        if sys.platform == "linux":
            _kill_group_on_event(self._in.fileno())
        else:
            threading.Thread(target=self._wait_for_end, name="parent-watch", daemon=True).start()

    def _wait_for_end(self) -> None:
        self._in.read(1)
        kill_group()

    def hello(self) -> None:
        """Say that the worker is up."""
        self._send(Hello(os.getpid()))

    def tell(self, update: Update) -> None:
        """Say how far the work is, or what a part of it came to."""
        self._send(update)

    def answer(self, answer: Answer) -> None:
        """Hand over the result; nothing may follow."""
        flush_native_output()
        self._send(AnswerMessage(answer))

    def failure(self, message: FailureMessage) -> None:
        """Say why there is no result; nothing may follow."""
        flush_native_output()
        self._send(message)

    def _send(self, message: Any) -> None:
        line = memoryview(to_json(message).encode() + b"\n")
        while line:
            line = line[self._out.write(line) :]


def flush_native_output() -> None:
    """Write out what C libraries have printed so far: the process ends without the C library's own clean-up."""
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform != "win32":
        ctypes.CDLL(None).fflush(None)


def kill_group() -> None:
    """End this process and its children, now."""
    if sys.platform == "win32":
        os._exit(1)
    os.killpg(0, signal.SIGKILL)


def _kill_group_on_event(descriptor: int) -> None:
    """Let the kernel kill the process group when the other end of the pipe closes.

    A thread that waits for the end of the pipe would do on a good day, but native code that holds
    the interpreter's lock keeps it from running. The parent never writes after the request, so the
    only event left is the end. A parent that died before this call is caught by the poll.
    """
    fcntl.fcntl(descriptor, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_ASYNC)
    poll = select.poll()
    poll.register(descriptor, select.POLLHUP)
    if poll.poll(0):
        kill_group()
