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
    lines = _last_lines(log)
    if code >= 0:
        return WorkerCrashed(f"The worker ended with exit code {code} and without an answer.", _see_log(lines))
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
    exhaustion = [line for line in lines if "bad_alloc" in line]
    if name == "SIGABRT" and exhaustion:
        return OutOfMemory(
            f"The worker could not get the memory it asked for ({exhaustion[-1]}).",
            "Use a smaller batch, fewer streams or a smaller model, or raise the memory_limit_gib setting.",
        )
    return WorkerCrashed(f"The worker crashed with {name}.", f"{_HINTS.get(name, '')} {_see_log(lines)}".strip())


def _see_log(lines: list[str]) -> str:
    return f"The run's log ends with: {lines[-1]}" if lines else "See the run's log."


def _last_lines(log: Path) -> list[str]:
    """The end of the log up to the crash report, which repeats what the signal says already."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL_BYTES))
            text = file.read().decode(errors="replace")
    except OSError:
        return []
    before_report = text.split("\nFatal Python error:")[0]
    if before_report.startswith("Fatal Python error:"):
        return []
    return [line.strip()[:300] for line in before_report.splitlines() if line.strip()]
