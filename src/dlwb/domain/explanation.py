"""Why a changed version of a network is no faster: what was hoped for, what could be, what is, and what lies between."""

from dataclasses import dataclass, field
from enum import StrEnum

from dlwb.domain.measurement import Estimate


class Cause(StrEnum):
    """What makes a version slower than its ideal, or the ideal slower than hoped for."""

    # between the ideal and what was measured
    CONVERSIONS = "conversions"
    KEPT_FLOAT = "kept_float"
    NOT_QUANTIZED = "not_quantized"
    FELL_BACK = "fell_back"
    REFERENCE_KERNEL = "reference_kernel"
    NARROW_KERNEL = "narrow_kernel"
    DEPTHWISE = "depthwise"
    SLOWER = "slower"
    BYTES = "bytes"
    EFFICIENCY = "efficiency"
    FLOAT_SLOWER = "float_slower"
    EXTRA_LAYERS = "extra_layers"
    OVERHEAD = "overhead"
    GAINS = "gains"
    # between what was hoped for and the ideal
    DEVICE = "device"
    MEMORY = "memory"
    NOT_QUANTIZABLE = "not_quantizable"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class ExplainedLayer:
    """One layer, or one group of layers that execute the same operations, behind a cause.

    `name` is that of the layer of the version (of the parent where the version has none). Times in µs of one inference; None
    where that side has no such layer. `excess_us` is what it adds to the cause. `reason` says what is special about it.
    """

    name: str
    type: str
    operations: tuple[str, ...]
    parent_us: float | None
    ideal_us: float | None
    version_us: float | None
    excess_us: float
    parent_precision: str = ""
    precision: str = ""
    kernel: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedCause:
    """A cause with its µs of one inference, its share of all that is lost (0..1), and the layers behind it.

    Where nothing is gained, all that is lost is the gap; gains have a negative share of the same. `evidence` says what was
    seen, `advice` what to do about it.
    """

    cause: Cause
    title: str
    evidence: str
    advice: str
    time_us: Estimate
    share: float
    layers: tuple[ExplainedLayer, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A version against its parent, both on one stream in one configuration. Times in µs of one inference.

    `ideal_us` is what the version would take if every layer that can be in 8 bits did, as near to its ceiling as the
    parent's was, and nothing else had changed; `hoped_us` what it would take if everything became faster by `arithmetic_ratio`
    or by the ratio of the bits, whichever is more. `gap_us` = measured − ideal = the sum of `causes` + `rest_us`;
    `limits` sum to ideal − hoped. `covered` is the part of the gap that causes explain (0..1). `arithmetic_ratio` is what the
    ceilings of the device say, None where it has no 8-bit arithmetic to measure. `paired`: both were profiled in turns.
    """

    verdict: str
    parent_us: Estimate
    version_us: Estimate
    speedup: Estimate
    ideal_us: float
    ideal_speedup: float
    hoped_us: float
    hoped_speedup: float
    arithmetic_ratio: float | None
    gap_us: Estimate
    causes: tuple[ExplainedCause, ...]
    rest_us: Estimate
    covered: float
    limits: tuple[ExplainedCause, ...]
    paired: bool
    notes: tuple[str, ...] = field(default_factory=tuple)
