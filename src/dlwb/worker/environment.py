"""What the machine is, and what happened on it during a measurement (METHODS §1.1).

Linux tells most; elsewhere the fields that nobody tells stay None.
"""

import hashlib
import os
import platform
import socket
import time
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType

import psutil

from dlwb.calc.stats import robust_cv
from dlwb.domain.errors import InputError
from dlwb.domain.target import Environment, MeasuredOn
from dlwb.worker.cgroup import ControlGroup
from dlwb.worker.cpu_meter import CpuMeter, CpuShares, usable_cores

_CPUINFO = Path("/proc/cpuinfo")
_CPU = Path("/sys/devices/system/cpu")
_PROBE_S = 0.5
_PROBE_WORK = b"\x5a" * (1 << 18)
# Instruction sets that decide how fast a network can run, as the kernel names them.
_ISA = (
    *("sse4_2", "avx", "avx2", "fma", "f16c", "avx_vnni", "avx512f", "avx512bw", "avx512_vnni", "avx512_bf16"),
    *("avx512_fp16", "amx_tile", "amx_int8", "amx_bf16", "amx_fp16"),
    *("asimd", "asimdhp", "asimddp", "i8mm", "bf16", "sve", "sve2", "sme"),
)
_CONTAINER_FILES = (Path("/.dockerenv"), Path("/run/.containerenv"))
_CONTAINER_WORDS = ("docker", "kubepods", "containerd", "lxc", "libpod")


def collect(versions: dict[str, str], probe_s: float = _PROBE_S) -> Environment:
    """Look at the host; takes about as long as the noise probe.

    Args:
        versions: versions of the engine and its plug-ins; ours is added.
        probe_s: seconds to probe the noise for; short where no times are measured.
    """
    group = ControlGroup()
    meter = CpuMeter()
    noise = noise_probe(probe_s)
    shares = meter.total()
    info = _cpuinfo()
    flags = set(info.get("flags", info.get("Features", "")).split())
    return Environment(
        host=socket.gethostname(),
        cpu=info.get("model name") or platform.processor() or platform.machine(),
        cores_logical=psutil.cpu_count() or 1,
        cores_physical=psutil.cpu_count(logical=False),
        cores_usable=cores_usable(group),
        smt=_smt(),
        governor=_read(_CPU / "cpu0/cpufreq/scaling_governor"),
        frequency_mhz=_frequency_mhz(),
        memory_bytes=min(psutil.virtual_memory().total, group.memory_limit_bytes() or 1 << 62),
        os=_os_name(),
        kernel=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        container=_in_container(),
        virtual_machine="hypervisor" in flags,
        load_1min=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        noise=noise,
        versions={"dlwb": _own_version(), **versions},
        isa=tuple(name for name in _ISA if name in flags),
        foreign_cpu=shares.foreign if shares else None,
        steal=shares.steal if shares else None,
        cores_watched=len(usable_cores()),
    )


def refuse_other(before: MeasuredOn, now: Environment) -> None:
    """See to it that a stopped search goes on where it was measured.

    Raises:
        InputError: another processor, another number of cores, or another engine.
    """
    was: dict[str, object] = {"processor": before.cpu, "cores": before.cores_usable, **before.versions}
    found: dict[str, object] = {"processor": now.cpu, "cores": now.cores_usable, **now.versions}
    # Old results know neither cores nor all plug-ins, and our own version makes nothing faster.
    names = [name for name in was if name != "dlwb" and None not in (was[name], found.get(name))]
    other = [name for name in names if was[name] != found[name]]
    if other:
        changes = "; ".join(f"{name}: {was[name]} then, {found[name]} now" for name in other)
        raise InputError(
            f"What was measured before the search was stopped does not fit what would be measured here ({changes}).",
            "Start a new search, and compare it with the old one.",
        )


class EnvironmentWatch:
    """Watches what others do to the machine between entering and leaving the `with` block."""

    def __init__(self) -> None:
        self._group = ControlGroup()
        self._meter = CpuMeter()
        self._throttled = self._group.throttled_periods()
        self._thermal = thermal_throttles()
        self._shares: CpuShares | None = None
        self._ended: tuple[int | None, int | None] = (None, None)

    def __enter__(self) -> "EnvironmentWatch":
        """Start to watch."""
        self._meter = CpuMeter()
        self._throttled, self._thermal = self._group.throttled_periods(), thermal_throttles()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop to watch."""
        self._shares = self._meter.total()
        self._ended = (self._group.throttled_periods(), thermal_throttles())

    def completed(self, environment: Environment) -> Environment:
        """The environment with what was seen."""
        return replace(
            environment,
            foreign_cpu=self._shares.foreign if self._shares else None,
            steal=self._shares.steal if self._shares else None,
            throttled_periods=_difference(self._throttled, self._ended[0]),
            thermal_throttles=_difference(self._thermal, self._ended[1]),
        )


def _difference(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def noise_probe(seconds: float = _PROBE_S) -> float:
    """Robust coefficient of variation of a fixed piece of work (hashing 256 KiB) repeated for `seconds`."""
    work, now, data = hashlib.sha256, time.perf_counter, _PROBE_WORK
    times: list[float] = []
    begin = moment = now()
    while moment - begin < seconds:
        work(data)
        after = now()
        times.append(after - moment)
        moment = after
    return robust_cv(times)


def cores_usable(group: ControlGroup) -> float:
    """Cores' worth of processor time that this process may use: affinity, and the container's quota if that is less."""
    cores = float(len(usable_cores()))
    quota = group.cpu_quota()
    return cores if quota is None else min(cores, quota)


def thermal_throttles() -> int | None:
    """How often the processor has slowed itself down for heat so far; None where the kernel does not count it."""
    counts = [_read(file) for file in sorted(_CPU.glob("cpu[0-9]*/thermal_throttle/core_throttle_count"))]
    return sum(int(text) for text in counts if text is not None and text.isdigit()) if counts else None


def _cpuinfo() -> dict[str, str]:
    """The first processor of /proc/cpuinfo, by key."""
    facts: dict[str, str] = {}
    for line in (_read(_CPUINFO) or "").split("\n\n", 1)[0].splitlines():
        key, _, value = line.partition(":")
        facts[key.strip()] = value.strip()
    return facts


def _frequency_mhz() -> float | None:
    try:
        frequency = psutil.cpu_freq()
    except (AttributeError, NotImplementedError, OSError, RuntimeError):  # many virtual machines and some platforms
        return None
    return round(frequency.current, 1) if frequency is not None and frequency.current else None


def _smt() -> bool | None:
    text = _read(_CPU / "smt/active")
    if text is not None:
        return text == "1"
    logical, physical = psutil.cpu_count(), psutil.cpu_count(logical=False)
    return None if logical is None or physical is None else logical > physical


def _os_name() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform()


def _in_container() -> bool:
    if any(file.exists() for file in _CONTAINER_FILES) or "container" in os.environ:
        return True
    groups = _read(Path("/proc/1/cgroup")) or ""
    return any(word in groups for word in _CONTAINER_WORDS)


def _own_version() -> str:
    try:
        return version("dlwb")
    except PackageNotFoundError:
        return "not installed"


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
