"""The control group of this process: how much processor and memory a container grants, and when it held us back.

Version 2 has one tree, version 1 one per controller; a process sees its own group as a path below the mount, in a
container often as "/". Limits of the groups above count too, so the least of all is taken.
"""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
MEMBERSHIP = Path("/proc/self/cgroup")
# Version 1 writes "no limit" as the largest number of pages.
_UNLIMITED_BYTES = 1 << 60


class ControlGroup:
    """What the files of the control groups say; every answer is None where there are none."""

    def __init__(self, root: Path = ROOT, membership: Path = MEMBERSHIP) -> None:
        self._root = root
        self._paths = _memberships(membership)

    def cpu_quota(self) -> float | None:
        """Cores' worth of processor time that may be used per period."""
        quotas = [_quota_v2(_text(folder / "cpu.max")) for folder in self._folders("")]
        for folder in self._folders("cpu"):
            quotas.append(_ratio(_text(folder / "cpu.cfs_quota_us"), _text(folder / "cpu.cfs_period_us")))
        return min((quota for quota in quotas if quota is not None), default=None)

    def memory_limit_bytes(self) -> int | None:
        """Memory that may be used."""
        texts = [_text(folder / "memory.max") for folder in self._folders("")]
        texts += [_text(folder / "memory.limit_in_bytes") for folder in self._folders("memory")]
        limits = [int(text) for text in texts if text.isdigit()]
        return min((limit for limit in limits if limit < _UNLIMITED_BYTES), default=None)

    def throttled_periods(self) -> int | None:
        """In how many periods so far the quota was used up and the process had to wait."""
        counts = [
            int(words[1])
            for folder in (*self._folders(""), *self._folders("cpu"))
            for line in _text(folder / "cpu.stat").splitlines()
            if len(words := line.split()) == 2 and words[0] == "nr_throttled"
        ]
        return sum(counts) if counts else None

    def _folders(self, controller: str) -> Iterator[Path]:
        """The process's group of a controller ("" is version 2), and those above it."""
        path = self._paths.get(controller)
        if path is None:
            return
        mounts = (self._root, self._root / "unified") if not controller else (self._root / controller,)
        parts = [part for part in path.split("/") if part and part != ".."]
        for mount in mounts:
            for depth in range(len(parts), -1, -1):
                yield mount.joinpath(*parts[:depth])


def _memberships(file: Path) -> dict[str, str]:
    """Path of the group by controller; the lines are `number:controllers:path`."""
    paths: dict[str, str] = {}
    for line in _text(file).splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        for controller in controllers.split(","):
            paths[controller] = path
    return paths


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _quota_v2(text: str) -> float | None:
    words = text.split()
    return _ratio(words[0], words[1]) if len(words) == 2 else None


def _ratio(quota: str, period: str) -> float | None:
    """Both in µs; "max" and -1 mean no limit."""
    if not quota.isdigit() or not period.isdigit() or int(period) == 0:
        return None
    return int(quota) / int(period)
