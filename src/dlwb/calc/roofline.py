"""The roofline: how fast a layer could run on this machine, and what holds it back.

Attainable performance is min(peak, bandwidth × intensity), intensity being operations per byte moved (Williams,
Waterman, Patterson, "Roofline", CACM 52(4), 2009). Both ceilings are measured on the machine, not taken from a data
sheet. A layer whose working set fits the cache is held against the bandwidth of the cache, which is what feeds it
when the layer before has just written its input.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dlwb.domain.measurement import LayerProfile, LayerStatus
from dlwb.domain.target import Ceilings

_EIGHT_BIT = frozenset({"i8", "u8", "i4", "u4", "nf4", "f8e4m3", "f8e5m2"})


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a layer stands under the roofline.

    `gflops` are 10^9 operations per second, `intensity` is operations per byte; `fraction` is the least possible time
    by the ceilings ÷ the measured time (about 1: nothing left to gain; above 1: faster than the measured ceiling
    allows, because data stayed in a cache nearer to the core); `bound` names the ceiling that is nearer. None
    where it cannot be told.
    """

    gflops: float | None
    intensity: float | None
    fraction: float | None
    bound: str | None


@dataclass(frozen=True, slots=True)
class Roof:
    """One ceiling of the chart: flat at `gflops` right of `ridge` (operations per byte), sloped left of it."""

    precision: str
    gflops: float
    ridge: float


@dataclass(frozen=True, slots=True)
class Point:
    """One layer in the chart; `share` of the layer sum is for its size."""

    layer: str
    type: str
    precision: str
    intensity: float
    gflops: float
    share: float
    fraction: float | None
    bound: str | None


@dataclass(frozen=True, slots=True)
class RooflineChart:
    """Everything that the chart draws; bandwidths in 10^9 bytes per second, 0 and no roofs without ceilings."""

    roofs: tuple[Roof, ...]
    bandwidth_gbs: float
    cache_bandwidth_gbs: float
    points: tuple[Point, ...]


def ceiling_precision(precision: str) -> str:
    """The precision whose ceiling a layer of that runtime precision is held against (`u8` → `i8`)."""
    return "i8" if precision.lower() in _EIGHT_BIT else precision.lower()


def for_threads(ceilings: Ceilings, threads: int | None) -> Ceilings:
    """The ceilings for a part of the threads that they were measured with.

    Compute scales with the threads; bandwidth does too, until it reaches that of all threads together.
    """
    if not threads or threads >= ceilings.threads:
        return ceilings
    part = threads / ceilings.threads
    alone, cached = ceilings.one_thread_gbs, ceilings.one_thread_cache_gbs
    return replace(
        ceilings,
        gflops={precision: gflops * part for precision, gflops in ceilings.gflops.items()},
        bandwidth_gbs=min(ceilings.bandwidth_gbs, alone * threads) if alone else ceilings.bandwidth_gbs,
        cache_bandwidth_gbs=min(ceilings.cache_bandwidth_gbs, cached * threads)
        if cached
        else ceilings.cache_bandwidth_gbs,
        threads=threads,
    )


def bandwidth(ceilings: Ceilings, bytes_moved: float) -> float:
    """The bandwidth in 10^9 bytes per second that feeds a working set of that size."""
    fits = 0 < bytes_moved <= ceilings.cache_bytes
    return max(ceilings.cache_bandwidth_gbs, ceilings.bandwidth_gbs) if fits else ceilings.bandwidth_gbs


def ridge_point(gflops: float, bandwidth_gbs: float) -> float:
    """The intensity in operations per byte from which on a layer can reach `gflops`."""
    return gflops / bandwidth_gbs


def attainable(gflops: float, bandwidth_gbs: float, intensity: float) -> float:
    """The most 10^9 operations per second that are possible at that intensity."""
    return min(gflops, bandwidth_gbs * intensity)


def place(
    operations: float, bytes_moved: float, time_us: float, precision: str, ceilings: Ceilings | None
) -> Placement:
    """Where a layer stands.

    Args:
        operations: floating-point or integer operations of one run (1 MAC = 2).
        bytes_moved: bytes read and written in one run.
        time_us: measured time of one run.
        precision: the precision that it computes in.
        ceilings: of the device; None leaves fraction and bound open.
    """
    gflops = operations / time_us / 1e3 if operations > 0 and time_us > 0 else None
    intensity = operations / bytes_moved if bytes_moved > 0 else None
    if ceilings is None or ceilings.bandwidth_gbs <= 0 or time_us <= 0 or (operations <= 0 and bytes_moved <= 0):
        return Placement(gflops, intensity, None, None)
    peak = ceilings.gflops.get(ceiling_precision(precision))
    if operations > 0 and not peak:
        return Placement(gflops, intensity, None, None)
    compute_us = operations / peak / 1e3 if peak else 0.0
    memory_us = bytes_moved / bandwidth(ceilings, bytes_moved) / 1e3
    bound = "compute" if compute_us >= memory_us else "memory"
    return Placement(gflops, intensity, max(compute_us, memory_us) / time_us, bound)


def roofs(ceilings: Ceilings) -> tuple[Roof, ...]:
    """The ceilings of all precisions, highest first."""
    found = [
        Roof(precision, gflops, ridge_point(gflops, ceilings.bandwidth_gbs))
        for precision, gflops in ceilings.gflops.items()
        if ceilings.bandwidth_gbs > 0
    ]
    return tuple(sorted(found, key=lambda roof: -roof.gflops))


def chart(layers: Sequence[LayerProfile], ceilings: Ceilings | None) -> RooflineChart:
    """The chart of a profile; layers that did not run, compute nothing or move nothing have no point."""
    points = tuple(
        Point(
            layer.name,
            layer.type,
            layer.precision,
            layer.intensity,
            layer.gflops,
            layer.share,
            layer.roofline,
            layer.bound,
        )
        for layer in layers
        if layer.status is LayerStatus.EXECUTED and layer.intensity and layer.gflops
    )
    if ceilings is None:
        return RooflineChart((), 0.0, 0.0, points)
    return RooflineChart(roofs(ceilings), ceilings.bandwidth_gbs, ceilings.cache_bandwidth_gbs, points)
