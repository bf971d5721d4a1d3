"""What a measurement saw: raw aggregates first, summaries derived from them."""

from dataclasses import dataclass, field
from enum import StrEnum

from dlwb.domain.inference import EffectiveConfig, InferenceConfig, MeasurePlan
from dlwb.domain.model import Shape
from dlwb.domain.target import Ceilings, Environment


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; `low == high == value` means that no interval could be made."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of measuring: wall seconds, completed requests, median latency in milliseconds.

    `foreign_cpu` is the CPU time of other processes during the block, as a share of one core. `at_or_below` counts the
    completions of this block that were at or below the p50, p90, p95, p99 and p99.9 of the whole run (with fractions,
    because a histogram bucket can lie across a percentile); the intervals of the percentiles come from it.
    """

    wall_s: float
    completions: int
    median_ms: float
    foreign_cpu: float | None = None
    at_or_below: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Histogram:
    """Log-linear latency histogram with three significant digits.

    Bucket i holds latencies around `microseconds[i]`; `counts[i]` is how many. Latencies are in µs.
    """

    microseconds: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RawMeasurement:
    """What the worker saw, before any statistic (METHODS §1.6).

    `compile_ms` and `first_inference_ms` are results of their own and in no sample. `warmup_s` is
    how long warming up took, `steady` whether it ended because the figures were steady. Memory is
    peak resident set size, in bytes, after compiling and after measuring.

    `completions` are all that the histogram holds. Under offered load that is more than the blocks hold: requests that
    were due in the last block and ended after it count, and `unserved` ones, which had not even been started some seconds
    later, count with the time that they had waited. `late_starts` were due while every request was busy.
    """

    effective: EffectiveConfig
    compile_ms: float
    first_inference_ms: float
    warmup_s: float
    steady: bool
    blocks: tuple[Block, ...]
    histogram: Histogram
    latency_min_ms: float
    latency_max_ms: float
    latency_mean_ms: float
    completions: int
    late_starts: int
    peak_rss_compile_bytes: int | None
    peak_rss_bytes: int | None
    input_source: str
    stop_reason: str
    unserved: int = 0


class VerdictStatus(StrEnum):
    """Whether a figure can be trusted."""

    OK = "ok"
    NOISY = "noisy"
    NOT_STEADY = "not_steady"
    THROTTLED = "throttled"
    CONTENDED = "contended"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Judgement on a measurement: the worst status found, with every reason and what to do."""

    status: VerdictStatus
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LatencySummary:
    """Latency of one request in milliseconds; a percentile that the sample cannot support is None.

    `missing` says, for each percentile left out, how many more completions it needs.
    """

    p50: Estimate
    p90: Estimate | None
    p95: Estimate | None
    p99: Estimate | None
    p999: Estimate | None
    min: float
    max: float
    mean: float
    missing: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measurement:
    """The result of one benchmark: raw aggregates and what today's `calc` makes of them.

    `throughput_fps` is frames per second, frames = completions x batch. `outliers` counts requests
    beyond 3 interquartile ranges; they stay in every figure.
    """

    config: InferenceConfig
    plan: MeasurePlan
    raw: RawMeasurement
    throughput_fps: Estimate
    latency_ms: LatencySummary
    completions: int
    outliers: int
    verdict: Verdict
    environment: Environment


class LayerStatus(StrEnum):
    """What the engine did with a layer."""

    EXECUTED = "executed"
    NOT_RUN = "not_run"
    OPTIMIZED_OUT = "optimized_out"


@dataclass(frozen=True, slots=True)
class RawLayer:
    """One executed node of the runtime graph as the engine tells it.

    `time_us` holds the per-inference times in microseconds, one entry per profiled inference (or
    differenced window); `origin` are the original operations fused into it, in order. `inputs` are
    the layers it reads from. `bytes_read` (weights included) and `bytes_written` are its tensors at
    the element types they have at run time; None where the engine does not tell.
    """

    name: str
    type: str
    kernel: str
    precision: str
    output_precision: str
    output_layout: str
    order: int
    status: LayerStatus
    time_us: tuple[float, ...]
    cpu_us: tuple[float, ...]
    output_shape: Shape | None
    origin: tuple[str, ...]
    consumer: str | None = None
    inputs: tuple[str, ...] = ()
    bytes_read: int | None = None
    bytes_written: int | None = None


@dataclass(frozen=True, slots=True)
class RawProfile:
    """A counters-on pass: at least 30 inferences, and the same model timed without counters beside it.

    Entry i of `profiled_latency_ms`, of `timed_latency_ms` and of every layer's `time_us` are means
    over window i, taken side by side; `inferences` are the profiled ones in all windows together.
    """

    effective: EffectiveConfig
    layers: tuple[RawLayer, ...]
    inferences: int
    profiled_latency_ms: tuple[float, ...]
    timed_latency_ms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LayerProfile:
    """One executed layer joined with its theory (METHODS §3).

    Time in µs with interval; `share` of the sum over layers (0..1). `gflop` is the theory of all
    `origin` operations; `gflops` = gflop / time; `intensity` in FLOP per byte; `roofline` is
    achieved ÷ attainable (0..1) or None without ceilings; `bound` says what limits it: `compute`,
    `memory`, or None. `consumer` is the layer that an inserted conversion belongs to.
    """

    name: str
    type: str
    kernel: str
    precision: str
    output_precision: str
    output_layout: str
    order: int
    status: LayerStatus
    time_us: Estimate
    cpu_us: float
    share: float
    gflop: float
    gflops: float | None
    bytes_moved: int
    intensity: float | None
    roofline: float | None
    bound: str | None
    output_shape: Shape | None
    origin: tuple[str, ...]
    consumer: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A named part of a whole: layer time in µs, share of the sum (0..1), how many layers."""

    name: str
    time_us: float
    share: float
    count: int


@dataclass(frozen=True, slots=True)
class PrecisionTransition:
    """How often, and at what cost, data changes precision between executed layers."""

    source: str
    target: str
    count: int
    time_us: float


@dataclass(frozen=True, slots=True)
class ExecutionProfile:
    """Where the time goes, layer by layer.

    `latency_ms` is the latency timed without counters, `probe_factor` = profiled ÷ timed latency,
    `unexplained_share` the part of the profiled latency that no layer explains (0..1; negative when
    layers overlap). `fused_away` counts original operations that exist only inside others.
    """

    config: InferenceConfig
    effective: EffectiveConfig
    inferences: int
    latency_ms: Estimate
    profiled_latency_ms: Estimate
    probe_factor: float
    unexplained_share: float
    layers: tuple[LayerProfile, ...]
    by_type: tuple[Share, ...]
    by_precision: tuple[Share, ...]
    transitions: tuple[PrecisionTransition, ...]
    fused_away: int
    ceilings: Ceilings | None
    environment: Environment
