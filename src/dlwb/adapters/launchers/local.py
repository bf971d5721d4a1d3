"""Workers as child processes of this one: typed messages on a private pipe, one process group each."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from dlwb.adapters.diskspace import disk_full_is_named
from dlwb.adapters.launchers.endings import judge_ending, oom_kills
from dlwb.adapters.processes import is_running, owner_of
from dlwb.domain.errors import StoreError, WorkerProtocolError
from dlwb.domain.run import Owner
from dlwb.protocol import (
    PROTOCOL_VERSION,
    Answer,
    AnswerMessage,
    FailureMessage,
    Hello,
    Message,
    Request,
    from_json,
    to_json,
)

# Variables that change what an engine does without leaving a trace in the run's configuration.
# Whoever wants such a setting gives it to the run, where it is stored with the result.
_SILENT_TUNING = (
    *("OMP_", "GOMP_", "KMP_", "TBB_"),
    *("MKL_", "OPENBLAS_", "BLIS_", "VECLIB_", "NUMEXPR_", "ONEDNN_", "DNNL_"),
    "MALLOC_",
)
_MOST_BYTES_IN_A_LINE = 1 << 30
_MIXED = "Two versions of dlwb are mixed here; install it again, and start the server again."


class LocalLauncher:
    """`ports.Launcher` for this machine."""

    def run(
        self,
        request: Request,
        *,
        log: Path,
        on_start: Callable[[Owner], None],
        on_message: Callable[[Message], None],
    ) -> Answer:
        """Run one task in a fresh worker and block until it ended; see `ports.Launcher.run`.

        Whatever ends this call, an exception of a callback included, the worker and all processes
        that it started are gone when it returns.
        """
        killed_before = oom_kills()
        process = _start(request, log)
        try:
            on_start(owner_of(process.pid))
            _send(process, request)
            final = _read(process, on_message)
        finally:
            _end(process)
        match final:
            case AnswerMessage(answer):
                return answer
            case FailureMessage(failure):
                raise failure.to_error()
            case None:
                raise judge_ending(process.returncode, log, oom_killed=oom_kills() > killed_before)

    def stop(self, worker: Owner) -> None:
        """Kill a worker's whole process group, whichever process launched it; no error if it is gone."""
        if worker.host == socket.gethostname() and is_running(worker):
            _kill_group(worker.pid)


def _start(request: Request, log: Path) -> subprocess.Popen[bytes]:
    try:
        with disk_full_is_named(log.parent), log.open("ab") as errors:
            return subprocess.Popen(
                # -P: a file in the working folder must not pass for a module. -u: the log is read while it grows.
                [sys.executable, "-P", "-u", "-m", "dlwb.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=request.output,
                env=worker_environment(),
                start_new_session=True,
            )
    except OSError as error:
        raise StoreError(
            f"No worker could be started: {error}.", "See whether the workspace can be written and memory is left."
        ) from error


def worker_environment() -> dict[str, str]:
    """The environment of this process without the variables that tune engines behind the configuration's back."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_SILENT_TUNING)}


def _send(process: subprocess.Popen[bytes], request: Request) -> None:
    assert process.stdin is not None
    with suppress(BrokenPipeError):  # it died already; its end says why
        process.stdin.write(to_json(request).encode() + b"\n")
        process.stdin.flush()


def _read(
    process: subprocess.Popen[bytes], on_message: Callable[[Message], None]
) -> AnswerMessage | FailureMessage | None:
    """Messages until the final one, or None when the worker ended without it."""
    assert process.stdout is not None
    greeted = False
    while line := process.stdout.readline(_MOST_BYTES_IN_A_LINE):
        if not line.endswith(b"\n"):
            return None  # it died in the middle of a message
        message: Message = from_json(Message, line)
        match message:
            case Hello(_, version):
                if version != PROTOCOL_VERSION:
                    raise WorkerProtocolError(f"The worker speaks protocol {version}, not {PROTOCOL_VERSION}.", _MIXED)
                greeted = True
            case FailureMessage():
                return message
            case _ if not greeted:
                raise WorkerProtocolError(f"The worker sent {type(message).__name__} before it said hello.", _MIXED)
            case AnswerMessage():
                return message
        on_message(message)
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the process group, then reap the worker.

    In this order: until it is reaped, the worker's id cannot be given to another process.
    """
    _kill_group(process.pid)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):  # a request that was never read
                pipe.close()


def _kill_group(leader: int) -> None:
    if sys.platform == "win32":
        _kill_tree(leader)
        return
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _kill_tree(root: int) -> None:
    """Windows has no process groups to kill: end the process and everything it started."""
    try:
        process = psutil.Process(root)
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
