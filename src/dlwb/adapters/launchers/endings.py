"""What the end of a worker that gave no answer means, in words."""

import os
import signal
from pathlib import Path

from dlwb.domain.errors import OutOfMemory, WorkerCrashed, WorkerError, WorkerKilled

_HINTS = {
    "SIGSEGV": "A native library read memory that is not its own.",
    "SIGBUS": "A mapped file became shorter while it was read, or its disk failed.",
    "SIGABRT": "A native library gave up.",
    "SIGILL": "A native library used an instruction that this CPU does not have.",
    "SIGFPE": "A native library divided by zero.",
}
_KILLS = ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT")
_VMSTAT = Path("/proc/vmstat")
_STACK = ("File ", "Extension modules", "Current thread", "Thread ", "<", "...")
_TAIL_BYTES = 64 * 1024


def oom_kills() -> int:
    """How many processes the kernel's out-of-memory killer has killed on this machine; 0 where nobody counts.

    The counter covers kills inside control groups too, so one look tells for hosts and containers.
    """
    try:
        counters = dict(line.split() for line in _VMSTAT.read_text(encoding="ascii").splitlines())
    except OSError:
        return 0
    return int(counters.get("oom_kill", 0))


def judge_ending(code: int, log: Path, *, oom_killed: bool) -> WorkerError:
    """The error for a worker that ended with `code` (negative: a signal) and without an answer."""
    last = _last_line(log)
    if code >= 0:
        return WorkerCrashed(f"The worker ended with exit code {code} and without an answer.", _see_log(last))
    name = signal.Signals(-code).name if -code in {s.value for s in signal.Signals} else f"signal {-code}"
    if name == "SIGKILL" and oom_killed:
        return WorkerKilled(
            "The kernel killed the worker because the machine ran out of memory.",
            "Use a smaller batch, fewer streams or a smaller model, or close other programs.",
        )
    if name in _KILLS:
        return WorkerKilled(
            f"Something outside killed the worker ({name}).", "Run it again; the run's log may say more."
        )
    if name == "SIGABRT" and "bad_alloc" in last:
        return OutOfMemory(
            f"The worker could not get the memory it asked for ({last}).",
            "Use a smaller batch, fewer streams or a smaller model, or raise the memory_limit_gib setting.",
        )
    return WorkerCrashed(f"The worker crashed with {name}.", f"{_HINTS.get(name, '')} {_see_log(last)}".strip())


def _see_log(last: str) -> str:
    return f"The run's log ends with: {last}" if last else "The run's log is empty."


def _last_line(log: Path) -> str:
    """The last line that says something of the cause; the stack of a crash report, which follows it, does not."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL_BYTES))
            lines = [line.strip() for line in file.read().decode(errors="replace").splitlines()]
    except OSError:
        return ""
    telling = [line for line in lines if line and not line.startswith(_STACK)]
    return telling[-1][:300] if telling else ""
