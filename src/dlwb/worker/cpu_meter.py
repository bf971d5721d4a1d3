"""Who used the processor: this process, others, or the hypervisor; and how much memory this process took at most."""

import os
import sys
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import psutil

# The kernel counts processor time in hundredths of a second, so shorter laps say nothing.
_SHORTEST_LAP_S = 0.2


@dataclass(frozen=True, slots=True)
class CpuShares:
    """Shares of one core (1.0 = one core all the time); `steal` is None where the platform does not tell."""

    own: float
    foreign: float
    steal: float | None


@dataclass(frozen=True, slots=True)
class _Reading:
    wall_s: float
    own_s: float
    busy_s: float
    steal_s: float | None


class CpuMeter:
    """Laps of processor time on the cores that this process may use.

    Foreign time is what those cores were busy minus what this process used; on a quiet machine it is near zero.
    """

    def __init__(self) -> None:
        self._cores = usable_cores()
        self._start = self._last = self._read()
        self._looks = deque([self._start])

    def lap(self) -> CpuShares | None:
        """Shares since the last lap; None when it is too short to say."""
        now = self._read()
        shares = _between(self._last, now)
        if shares is not None:
            self._last = now
        return shares

    def total(self) -> CpuShares | None:
        """Shares since the meter was made; None when that is too short to say."""
        return _between(self._start, self._read())

    def recent(self) -> CpuShares | None:
        """Shares since the latest of the times this was asked that is long enough ago to say; None when none is yet."""
        now = self._read()
        while len(self._looks) > 1 and now.wall_s - self._looks[1].wall_s >= _SHORTEST_LAP_S:
            self._looks.popleft()
        self._looks.append(now)
        return _between(self._looks[0], now)

    def _read(self) -> _Reading:
        times = psutil.cpu_times(percpu=True)
        mine = [times[core] for core in self._cores if core < len(times)] or times
        steal = [getattr(t, "steal", None) for t in mine]
        # Waiting for a disk is idle time; guests are part of `user` already.
        idle = sum(t.idle + getattr(t, "iowait", 0.0) for t in mine)
        guests = sum(getattr(t, "guest", 0.0) + getattr(t, "guest_nice", 0.0) for t in mine)
        stolen = sum(s for s in steal if s is not None)
        busy = sum(sum(t) for t in mine) - idle - guests - stolen
        return _Reading(time.perf_counter(), time.process_time(), busy, stolen if None not in steal else None)


def _between(before: _Reading, after: _Reading) -> CpuShares | None:
    wall = after.wall_s - before.wall_s
    if wall < _SHORTEST_LAP_S:
        return None
    own = after.own_s - before.own_s
    steal = None if before.steal_s is None or after.steal_s is None else max(0.0, after.steal_s - before.steal_s) / wall
    return CpuShares(own / wall, max(0.0, after.busy_s - before.busy_s - own) / wall, steal)


def usable_cores() -> tuple[int, ...]:
    """Numbers of the logical cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(psutil.cpu_count() or 1))


def peak_rss_bytes() -> int | None:
    """The most memory this process has held so far; None where the platform does not tell.

    On Linux from `VmHWM`: `ru_maxrss` survives exec, so it would show the peak of whoever started this process.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        return None
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)  # bytes on macOS, and only there do we get here
