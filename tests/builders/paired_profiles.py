"""Two profiles whose difference is known beforehand."""

from builders import measurements
from builders.profiled_layers import profiled

from dlwb.calc.slowdown.sides import Side
from dlwb.domain.inference import EffectiveConfig, InferenceConfig
from dlwb.domain.measurement import Estimate, ExecutionProfile, RawLayer, RawProfile
from dlwb.domain.target import Ceilings

CONFIG = InferenceConfig(device="CPU", precision="f32")
EFFECTIVE = EffectiveConfig("CPU", ("CPU",), 1, 1, 1, 2, "f32", 1, {"x": (1, 3)}, {})
# 8-bit arithmetic is four times as fast; 10 GB/s, and no cache.
CEILINGS = Ceilings("CPU", {"f32": 100.0, "i8": 400.0}, 10.0, 10.0, 0.0)


def convolution(name, time_us, order, *, gflop=None, moved=0, **fields):
    """A convolution that in f32 runs at its ceiling, unless told otherwise."""
    gflop = time_us * 100.0 / 1e6 if gflop is None else gflop
    return profiled(name, time_us, order, gflop=gflop, gflops=gflop / time_us * 1e6, bytes_moved=moved, **fields)


def eight_bit(name, time_us, order, *, gflop, kernel="jit_i8", **fields):
    """A convolution in 8 bits."""
    known = {"precision": "u8", "output_precision": "u8", "kernel": kernel, "bound": "compute"}
    return profiled(name, time_us, order, gflop=gflop, gflops=gflop / time_us * 1e6, roofline=0.5, **(known | fields))


def execution_profile(layers, latency_us, *, ceilings=CEILINGS, spread=0.01):
    """A profile of these layers without any cost of its counters."""
    latency = Estimate(latency_us / 1e3, latency_us / 1e3 * (1 - spread), latency_us / 1e3 * (1 + spread))
    return ExecutionProfile(
        CONFIG,
        EFFECTIVE,
        30,
        latency,
        latency,
        1.0,
        0.0,
        tuple(layers),
        (),
        (),
        (),
        0,
        ceilings,
        measurements.environment(),
    )


def in_turns(layers, latency_us, *, ceilings=CEILINGS, factors=(1.0,) * 9):
    """A side that was profiled in windows; `factors` say how much slower the machine was in each."""
    raw = tuple(
        RawLayer(
            layer.name, layer.type, layer.kernel, layer.precision, layer.output_precision, "", layer.order, layer.status,
            tuple(layer.time_us.value * f for f in factors), (), None, layer.origin,
        )
        for layer in layers
    )  # fmt: skip
    latency = tuple(latency_us / 1e3 * f for f in factors)
    return Side(
        execution_profile(layers, latency_us, ceilings=ceilings), RawProfile(EFFECTIVE, raw, 30, latency, latency)
    )
