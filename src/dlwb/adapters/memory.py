"""How much memory a worker may take."""

from pathlib import Path

import psutil

from dlwb.config import GIB

_CGROUPS = (
    (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")),
    (Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"), Path("/sys/fs/cgroup/memory/memory.usage_in_bytes")),
)


def available_bytes() -> int:
    """Memory that a new process could take now: of the host, or of this container where that is less."""
    available = psutil.virtual_memory().available
    for limit, usage in _CGROUPS:
        try:
            available = min(available, int(limit.read_text()) - int(usage.read_text()))
        except (OSError, ValueError):  # no such control group, or "max": no limit
            continue
    return max(available, 0)


def worker_limit_bytes(limit_gib: float) -> int:
    """The memory limit of a worker: `limit_gib`, or for 0 nine tenths of what is available now."""
    return round(limit_gib * GIB) if limit_gib > 0 else available_bytes() * 9 // 10
