"""The machine, its devices, and its state at the moment of a measurement."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Device:
    """Something the engine can run a model on.

    `available` is False for a device that the engine knows but cannot use; `problem` then says why
    (for instance a missing driver). `streams` and `requests` are (lowest, highest) or None when the
    device does not say; `precisions` are the inference precisions that can be asked for;
    `capabilities` is the engine's own list. `memory_bytes` is the device's memory, for a CPU the
    memory that this process may use.
    """

    name: str
    full_name: str
    kind: str
    available: bool
    problem: str = ""
    capabilities: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    default_precision: str | None = None
    streams: tuple[int, int] | None = None
    requests: tuple[int, int] | None = None
    optimal_requests: int | None = None
    memory_bytes: int | None = None
    architecture: str = ""
    driver: str = ""
    virtual: bool = False
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything about the host that can explain a figure, taken around a measurement.

    `cores_usable` is what the process may use (affinity and cgroup quota), which is less than
    `cores_logical` in a container. `noise` is the robust coefficient of variation of a fixed-work
    probe (0.01 = 1 %). Loads are shares of one core over the measurement: `foreign_cpu` is CPU time
    used by others, `steal` is time the hypervisor took away; None where the platform does not tell. They are sums over the
    `cores_watched`, all that the process may run on, which a quota does not make fewer; None: an older run did not say.
    `throttled_periods` counts how often a container's quota held the process back, `thermal_throttles`
    how often the processor slowed down for heat.
    """

    host: str
    cpu: str
    cores_logical: int
    cores_physical: int | None
    cores_usable: float
    smt: bool | None
    governor: str | None
    frequency_mhz: float | None
    memory_bytes: int
    os: str
    kernel: str
    python: str
    container: bool
    virtual_machine: bool
    load_1min: float | None
    noise: float
    versions: dict[str, str] = field(default_factory=dict)
    isa: tuple[str, ...] = ()
    foreign_cpu: float | None = None
    steal: float | None = None
    throttled_periods: int | None = None
    thermal_throttles: int | None = None
    cores_watched: int | None = None


@dataclass(frozen=True, slots=True)
class MeasuredOn:
    """What has to stay the same where a stopped search goes on: figures of two processors or engines give no one answer."""

    cpu: str
    cores_usable: float | None
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The best this machine does, measured: the two lines of the roofline.

    `gflops` is keyed by precision (`f32`, `bf16`, `i8`); `bandwidth_gbs` is the sustained memory
    bandwidth in 10^9 bytes per second, and `cache_bandwidth_gbs` the same with a working set that
    fits the last-level cache. `seconds` is how long the measurement took. `cache_bytes` is the
    largest working set that ran at the bandwidth of the cache, 0 when that is not known. `threads` is how
    many threads these figures are for, 0 for a device without threads; `one_thread_gbs` and
    `one_thread_cache_gbs` are the bandwidths that a single thread reaches.
    """

    device: str
    gflops: dict[str, float]
    bandwidth_gbs: float
    cache_bandwidth_gbs: float
    seconds: float
    cache_bytes: int = 0
    threads: int = 0
    one_thread_gbs: float = 0.0
    one_thread_cache_gbs: float = 0.0


class RanOn(Protocol):
    """The host of a measurement, as far as its ceilings depend on it; an environment or a headline is one."""

    @property
    def host(self) -> str:
        """Its name."""

    @property
    def cpu(self) -> str:
        """Its processor."""

    @property
    def cores_usable(self) -> float | None:
        """Cores that could be used; None where an old run did not say."""


@dataclass(frozen=True, slots=True)
class FitnessCheck:
    """One line of "is this machine fit to measure": what was looked at, and what to do about it."""

    name: str
    ok: bool
    value: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class MachineReport:
    """State of the machine: environment, the checks drawn from it, and the measured ceilings."""

    environment: Environment
    checks: tuple[FitnessCheck, ...]
    ceilings: Ceilings | None = None


# The measured ceilings of a device (its name) on a host; None where nobody has measured them there.
KnownCeilings = Callable[[str, RanOn], Ceilings | None]
