"""Is this machine fit to measure? One line per thing that can spoil figures, with what to do about it."""

from collections.abc import Callable

from dlwb.calc.figure_words import per_cent
from dlwb.calc.verdict import FOREIGN_CPU_SHARE, NOISY_HOST, STEAL_SHARE, UNFIT_HOST, foreign_share, steal_share
from dlwb.domain.target import Environment, FitnessCheck

_GIB = 1024**3
_LEAST_MEMORY = 2 * _GIB
# The load of a minute ago can be our own last run; only more than the cores can carry speaks of others.
_LOAD_PER_CORE = 1.0


def checks(environment: Environment) -> tuple[FitnessCheck, ...]:
    """Everything that could be looked at; what the platform does not tell is left out."""
    found = (look(environment) for look in _LOOKS)
    return tuple(check for check in found if check is not None)


def _noise(environment: Environment) -> FitnessCheck:
    word = "steady" if environment.noise <= NOISY_HOST else "noisy" if environment.noise <= UNFIT_HOST else "unfit"
    return FitnessCheck(
        "Noise of a fixed piece of work",
        environment.noise <= NOISY_HOST,
        f"±{per_cent(environment.noise, 1)} ({word})",
        "" if environment.noise <= NOISY_HOST else "Close other programs and fix the clock frequency.",
    )


def _foreign_cpu(environment: Environment) -> FitnessCheck | None:
    share = foreign_share(environment)
    if share is None:
        return None
    ok = share <= FOREIGN_CPU_SHARE
    advice = "" if ok else "Find them with top or the task manager, and stop them."
    return FitnessCheck("Processor used by others", ok, per_cent(share), advice)


def _load(environment: Environment) -> FitnessCheck | None:
    if environment.load_1min is None:
        return None
    ok = environment.load_1min <= _LOAD_PER_CORE * max(1.0, environment.cores_usable)
    value = f"{environment.load_1min:.2f} on {environment.cores_usable:g} cores"
    return FitnessCheck("Load of the last minute", ok, value, "" if ok else "Wait until the machine is idle.")


def _steal(environment: Environment) -> FitnessCheck | None:
    share = steal_share(environment)
    if share is None or not environment.virtual_machine:
        return None
    ok = share <= STEAL_SHARE
    advice = "" if ok else "The hypervisor gives this machine's cores to others; use one with cores of its own."
    return FitnessCheck("Taken by the hypervisor", ok, per_cent(share, 1), advice)


def _governor(environment: Environment) -> FitnessCheck | None:
    if environment.governor is None:
        return None
    ok = environment.governor == "performance"
    advice = "" if ok else "Set it with `cpupower frequency-set -g performance`, or choose the best-performance mode."
    return FitnessCheck("Clock governor", ok, environment.governor, advice)


def _smt(environment: Environment) -> FitnessCheck | None:
    if environment.smt is None:
        return None
    value = "two threads per core" if environment.smt else "one thread per core"
    return FitnessCheck("Threads per core", True, value)


def _cores(environment: Environment) -> FitnessCheck:
    ok = environment.cores_usable == int(environment.cores_usable)
    advice = "" if ok else "Give the container whole cores; a quota stops the run in the middle of an inference."
    value = f"{environment.cores_usable:g} of {environment.cores_logical}"
    return FitnessCheck("Cores that may be used", ok, value, advice)


def _throttling(environment: Environment) -> FitnessCheck | None:
    if environment.thermal_throttles is None and environment.throttled_periods is None:
        return None
    times = (environment.thermal_throttles or 0) + (environment.throttled_periods or 0)
    ok = times == 0
    advice = "" if ok else "Raise the container's quota, or let the processor cool."
    return FitnessCheck("Held back while looking", ok, "no" if ok else f"{times} times", advice)


def _memory(environment: Environment) -> FitnessCheck:
    ok = environment.memory_bytes >= _LEAST_MEMORY
    advice = "" if ok else "Larger models will not fit; raise the container's limit or use a larger machine."
    return FitnessCheck("Memory", ok, f"{environment.memory_bytes / _GIB:.1f} GiB", advice)


def _virtual_machine(environment: Environment) -> FitnessCheck:
    value = "virtual machine" if environment.virtual_machine else "container" if environment.container else "bare metal"
    return FitnessCheck("Kind of machine", True, value)


_LOOKS: tuple[Callable[[Environment], FitnessCheck | None], ...] = (
    *(_noise, _foreign_cpu, _load, _steal, _throttling, _governor, _cores, _smt, _memory, _virtual_machine),
)
