"""The two lines of a device's roofline, measured with the engine's own layers in less than 10 seconds.

What is measured: the time that the engine's counters give for one layer, the instrument that profiles use too.

- Compute: a 3×3 convolution and a matrix product, large enough for about 2 ms each, in every precision that the
  device offers; the better of the two. 8-bit runs on quantized inputs and weights; the conversion around it is a
  layer of its own and not counted. A precision counts only if the layer really ran in it.
- Bandwidth: a reduction (reads only) over a ladder of working sets; where the last one stays far behind the first, the
  caches end. On both sides of that edge adding two tensors (two reads, one write) is tried too, and the better of the
  two counts. The traffic is what the layer asks for: a processor that reads a line before it writes it moves a third
  more for the addition.

A ceiling is what the machine can do when nobody disturbs it, so the second-best of many short windows counts: a window
of 2 ms often escapes the neighbours that a window of 100 ms cannot. Running means of whole microseconds are sharp only
near the start; short layers therefore get few windows on a compilation, and more than one compilation.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import openvino as ov
import psutil
from numpy.typing import NDArray
from openvino import opset13 as ops

from dlwb.adapters.openvino.devices import list_devices
from dlwb.adapters.openvino.errors import compile_error
from dlwb.adapters.openvino.runtime_graph import raw_layers
from dlwb.calc.counters import window_mean
from dlwb.domain.errors import DeviceUnavailable, EngineError
from dlwb.domain.measurement import RawLayer
from dlwb.domain.target import Ceilings, Device

_DEADLINE_S = 7.0
_WINDOWS = 12
_MOST_COMPILATIONS = 3
_WINDOW_US = 2_000.0
_MOST_INFERENCES = 200
_ROUNDING = 0.02
_SAME = 1.03
_POINT_S = 0.3
_MIB = 1024**2
_LADDER_MIB = (2, 4, 8, 16, 32)
_LARGEST_MIB = 256
_CHANNELS = 256
_WIDTH = 28
_MATRIX = 1024
_TARGET_US = 2_000.0
_MOST_COPIES = 64
_EIGHT_BIT = "i8"
_RAN_AS = {_EIGHT_BIT: ("i8", "u8")}

Build = Callable[[int], ov.Model]


def measure_ceilings(device: str) -> Ceilings:
    """Measure the roofline of a device with all its cores, and its bandwidth with a single thread.

    Raises:
        DeviceUnavailable: the device is not there.
        CompileError, EngineError: the device refuses the layers, or has no counters.
    """
    begin = time.perf_counter()
    core = ov.Core()
    bench = _Bench(core, device, begin + _DEADLINE_S)
    bandwidth = _bandwidth(bench)
    gflops = {precision: best for precision in _offered(core, device) if (best := _compute(bench, precision))}
    return Ceilings(
        device=device,
        gflops=gflops,
        bandwidth_gbs=bandwidth.memory_gbs,
        cache_bandwidth_gbs=bandwidth.cache_gbs,
        seconds=time.perf_counter() - begin,
        cache_bytes=bandwidth.cache_bytes,
        threads=bench.threads,
        one_thread_gbs=bandwidth.one_thread_gbs,
        one_thread_cache_gbs=bandwidth.one_thread_cache_gbs,
    )


def _offered(core: ov.Core, device: str) -> tuple[str, ...]:
    """The precisions to measure: those that can be asked for, and 8-bit where it is advertised."""
    for found in list_devices(core):
        if found.name == device and found.available:
            return (*found.precisions, *_eight_bit(found))
    raise DeviceUnavailable(
        f"There is no device '{device}' here.", "The list of devices shows what there is.", terminal="dlwb device list"
    )


def _eight_bit(device: Device) -> tuple[str, ...]:
    return (_EIGHT_BIT,) if "INT8" in device.capabilities else ()


class _Bench:
    """Times single layers on one device."""

    def __init__(self, core: ov.Core, device: str, deadline: float) -> None:
        self._core = core
        self._device = device
        self._deadline = deadline
        self.threads = 0

    @property
    def in_time(self) -> bool:
        """Whether there is time for anything that is not essential."""
        return time.perf_counter() < self._deadline

    def best_us(self, model: ov.Model, precision: str, *, threads: int | None = None, windows: int = _WINDOWS) -> float:
        """Second-shortest window mean of the costliest layer; infinite if it ran in another precision.

        Raises:
            EngineError: the device has no counters.
        """
        times: list[float] = []
        end = min(self._deadline, time.perf_counter() + _POINT_S)
        for _ in range(_MOST_COMPILATIONS):
            run = _Run(self._compile(model, precision, threads), model)
            layer, first_us = run.window()
            if layer.precision not in _RAN_AS.get(precision, (precision,)):
                return math.inf
            times.append(first_us)
            # Window k on a compilation may be off by k µs.
            sharp = min(max(1, int(first_us * _ROUNDING)), windows - len(times) + 1)
            for _ in range(sharp - 1):
                if _agree(times) or time.perf_counter() > end:
                    break
                times.append(run.window()[1])
            if len(times) >= windows or _agree(times) or time.perf_counter() > end:
                break
        return sorted(times)[min(1, len(times) - 1)]

    def _compile(self, model: ov.Model, precision: str, threads: int | None) -> ov.CompiledModel:
        properties: dict[str, Any] = {"PERF_COUNT": True, "PERFORMANCE_HINT": "LATENCY"}
        if precision != _EIGHT_BIT:
            properties["INFERENCE_PRECISION_HINT"] = precision
        if threads is not None:
            properties["INFERENCE_NUM_THREADS"] = threads
        try:
            compiled = self._core.compile_model(model, self._device, properties)
        except RuntimeError as error:
            raise compile_error(error, self._device) from error
        if threads is None and self._device == "CPU":
            self.threads = int(compiled.get_property("INFERENCE_NUM_THREADS"))
        return compiled


def _agree(times: list[float]) -> bool:
    """Whether the three shortest windows say the same: then nobody disturbs, and more of them add nothing."""
    shortest = sorted(times)[:3]
    return len(shortest) == 3 and shortest[2] <= shortest[0] * _SAME


class _Run:
    """One compilation of a model with counters, already warm."""

    def __init__(self, compiled: ov.CompiledModel, model: ov.Model) -> None:
        self._compiled = compiled
        self._request = compiled.create_infer_request()
        for index, port in enumerate(model.inputs):
            self._request.set_input_tensor(index, _ones(port))
        self._count = 0
        self._infer(2)

    def _infer(self, count: int) -> None:
        for _ in range(count):
            self._request.infer()
        self._count += count

    def window(self) -> tuple[RawLayer, float]:
        """The costliest layer and the mean of its time in µs over a window."""
        before, count_before = raw_layers(self._compiled, self._request), self._count
        latency_us = max(self._request.latency * 1e3, 1.0)
        self._infer(max(1, min(_MOST_INFERENCES, math.ceil(_WINDOW_US / latency_us))))
        after = raw_layers(self._compiled, self._request)
        slowest = max(range(len(after)), key=lambda i: after[i].time_us[0])
        if after[slowest].time_us[0] <= 0:
            raise EngineError(
                "The device has no counters, so its ceilings cannot be measured.", "Profiles work without the roofline."
            )
        mean = window_mean(count_before, before[slowest].time_us[0], self._count, after[slowest].time_us[0])
        return after[slowest], mean


def _ones(port: ov.Output) -> ov.Tensor:
    return ov.Tensor(np.ones(tuple(port.get_shape()), dtype=np.float32))


# --- compute --------------------------------------------------------------------------------------


def _compute(bench: _Bench, precision: str) -> float | None:
    """The highest 10^9 operations per second in a precision; None if no layer runs in it."""
    quantized = precision == _EIGHT_BIT
    best = 0.0
    for build, operations in (
        (_convolution, 2.0 * _CHANNELS * _CHANNELS * 9 * _WIDTH * _WIDTH),
        (_product, 2.0 * _MATRIX**3),
    ):
        if best and not bench.in_time:
            break
        if not best:
            best = operations / bench.best_us(build(1, quantized=quantized), precision, windows=1) / 1e3
        copies = max(1, min(_MOST_COPIES, round(_TARGET_US * best * 1e3 / operations)))
        time_us = bench.best_us(build(copies, quantized=quantized), precision)
        best = max(best, operations * copies / time_us / 1e3)
    return best or None


def _convolution(copies: int, *, quantized: bool) -> ov.Model:
    data = ops.parameter([copies, _CHANNELS, _WIDTH, _WIDTH], np.float32)
    weights = ops.constant(_random(_CHANNELS, _CHANNELS, 3, 3))
    sources = (_quantized(data, 256), _quantized(weights, 255)) if quantized else (data, weights)
    layer = ops.convolution(*sources, [1, 1], [1, 1], [1, 1], [1, 1])
    return ov.Model([layer], [data], "convolution")


def _product(copies: int, *, quantized: bool) -> ov.Model:
    data = ops.parameter([copies * _MATRIX, _MATRIX], np.float32)
    weights = ops.constant(_random(_MATRIX, _MATRIX))
    sources = (_quantized(data, 256), _quantized(weights, 255)) if quantized else (data, weights)
    return ov.Model([ops.matmul(*sources, False, True)], [data], "product")


def _random(*shape: int) -> NDArray[np.float32]:
    return np.random.default_rng(0).uniform(-1, 1, shape).astype(np.float32)


def _quantized(node: ov.Node, levels: int) -> ov.Node:
    """`node` on an 8-bit grid over -1..1, as quantization tools write it."""
    low, high = (ops.constant(np.float32(bound)) for bound in (-1, 1))
    return ops.fake_quantize(node, low, high, low, high, levels)


# --- bandwidth ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bandwidth:
    memory_gbs: float
    cache_gbs: float
    cache_bytes: int
    one_thread_gbs: float
    one_thread_cache_gbs: float


def _bandwidth(bench: _Bench) -> _Bandwidth:
    largest = min(_LARGEST_MIB * _MIB, psutil.virtual_memory().available // 8)
    ladder = [(mib * _MIB, _gbs(bench, _reduction, mib * _MIB)) for mib in _LADDER_MIB if mib * _MIB < largest]
    memory = _gbs(bench, _reduction, largest)
    cache_bytes = cache_edge([*ladder, (largest, memory)])
    single = 1 if bench.threads > 1 else None
    memory = max(memory, _gbs(bench, _addition, largest))
    one = _gbs(bench, _addition, largest, threads=single) if single else memory
    if not cache_bytes:
        return _Bandwidth(memory, memory, 0, one, one)
    cache = max(memory, dict(ladder)[cache_bytes], _gbs(bench, _addition, cache_bytes))
    one_cache = max(one, _gbs(bench, _reduction, cache_bytes, threads=single)) if single else cache
    return _Bandwidth(memory, cache, cache_bytes, one, one_cache)


def cache_edge(ladder: list[tuple[int, float]]) -> int:
    """The largest working set that is still fed by the cache; 0 when the ladder shows no cache.

    The edge lies where the bandwidth falls below the geometric mean of the fastest step and the last one, which is
    memory. Below a factor of 1.3 between these two there is nothing to tell apart.

    Args:
        ladder: (bytes, bandwidth), by ascending bytes.
    """
    fastest, memory = max(gbs for _, gbs in ladder), ladder[-1][1]
    if fastest < 1.3 * memory:
        return 0
    edge = math.sqrt(fastest * memory)
    held = [size for size, gbs in ladder if gbs >= edge]
    return max(held)


def _gbs(bench: _Bench, build: Build, size: int, *, threads: int | None = None) -> float:
    """10^9 bytes per second of a layer that moves `size` bytes."""
    return size / bench.best_us(build(size), "f32", threads=threads) / 1e3


def _addition(size: int) -> ov.Model:
    shape = [size // 3 // 4 // 1024, 1024]
    left, right = ops.parameter(shape, np.float32), ops.parameter(shape, np.float32)
    return ov.Model([ops.add(left, right)], [left, right], "addition")


def _reduction(size: int) -> ov.Model:
    data = ops.parameter([size // 4 // 1024, 1024], np.float32)
    return ov.Model([ops.reduce_max(data, ops.constant(np.array([1])), False)], [data], "reduction")
