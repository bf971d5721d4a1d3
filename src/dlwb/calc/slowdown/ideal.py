"""What a layer would take in 8 bits if nothing went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dlwb.calc.roofline import bandwidth, ceiling_precision
from dlwb.domain.measurement import ExecutionProfile, LayerProfile
from dlwb.domain.target import Ceilings

EIGHT_BIT = "i8"
# Layers that multiply and add: 8-bit instructions do that faster.
ARITHMETIC = frozenset({"Convolution", "Deconvolution", "FullyConnected", "MatMul"})
# Layers that hand numbers on: of 8-bit numbers there are fewer bytes.
MOVING = frozenset(
    {
        *(
            "Pooling",
            "MaxPool",
            "AvgPool",
            "Concatenation",
            "Concat",
            "Split",
            "VariadicSplit",
            "StridedSlice",
            "Transpose",
        ),
        *("Reshape", "ShuffleChannels", "DepthToSpace", "SpaceToDepth", "Pad", "Gather", "Tile", "Crop", "Interpolate"),
        *("Broadcast", "Eltwise", "Reduce", "Reorder"),
    }
)
CONVERTING = frozenset({"Reorder", "Convert", "FakeQuantize", "Quantize", "Dequantize"})
BITS = {"f64": 64, "f32": 32, "bf16": 16, "f16": 16}


@dataclass(frozen=True, slots=True)
class Ideal:
    """`factor`: ideal time ÷ time in floating point (0..1). `bound`: the ceiling of the 8-bit layer, None where unchanged."""

    factor: float
    bound: str | None


UNCHANGED = Ideal(1.0, None)


def ideal_of(layer: LayerProfile, ceilings: Ceilings | None) -> Ideal:
    """What 8 bits could do for a layer of the network in floating point.

    It is taken to reach the same share of the roofline as before: time scales with the least possible time, which is the
    larger of operations ÷ peak and bytes ÷ bandwidth, with the 8-bit peak and 8-bit bytes. A layer that 8 bits would make
    slower stays as it is. Without ceilings only bytes count.
    """
    bits = BITS.get(layer.precision.lower())
    if bits is None or layer.time_us.value <= 0:
        return UNCHANGED
    smaller = layer.bytes_moved * 8 / bits
    if layer.type in MOVING:
        before, after = _memory_us(layer.bytes_moved, ceilings), _memory_us(smaller, ceilings)
        return Ideal(min(1.0, after / before), "memory") if before > 0 else UNCHANGED
    if layer.type not in ARITHMETIC or ceilings is None:
        return UNCHANGED
    peak, peak_8 = ceilings.gflops.get(ceiling_precision(layer.precision)), ceilings.gflops.get(EIGHT_BIT)
    if not peak or not peak_8 or layer.gflop <= 0:
        return UNCHANGED
    compute_8, memory_8 = layer.gflop / peak_8, _memory_us(smaller, ceilings) / 1e6
    before = max(layer.gflop / peak, _memory_us(layer.bytes_moved, ceilings) / 1e6)
    return Ideal(min(1.0, max(compute_8, memory_8) / before), "compute" if compute_8 >= memory_8 else "memory")


def _memory_us(moved: float, ceilings: Ceilings | None) -> float:
    """Least time for so many bytes; without ceilings, in units that only ratios mean something of."""
    if ceilings is None or ceilings.bandwidth_gbs <= 0:
        return moved
    return moved / bandwidth(ceilings, moved) / 1e3


def raised(ceilings: Ceilings, profiles: Iterable[ExecutionProfile]) -> Ceilings:
    """The ceilings, raised to what layers reached: one that does more than a ceiling shows that it was measured too low."""
    gflops = dict(ceilings.gflops)
    for profile in profiles:
        for layer in profile.layers:
            precision = ceiling_precision(layer.precision)
            if layer.type in ARITHMETIC and layer.gflops and precision in gflops:
                gflops[precision] = max(gflops[precision], layer.gflops)
    return replace(ceilings, gflops=gflops)


def arithmetic_ratio(precision: str, ceilings: Ceilings | None) -> float | None:
    """How many times as fast 8-bit arithmetic is as that in a precision, by the ceilings; None where that was not measured."""
    if ceilings is None:
        return None
    peak, peak_8 = ceilings.gflops.get(ceiling_precision(precision)), ceilings.gflops.get(EIGHT_BIT)
    return peak_8 / peak if peak and peak_8 else None
