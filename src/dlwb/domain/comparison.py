"""What a comparison says: a ratio with its interval, and a word."""

from dataclasses import dataclass
from enum import StrEnum

from dlwb.domain.inference import EffectiveConfig, InferenceConfig, MeasurePlan
from dlwb.domain.measurement import Estimate, LayerProfile, Verdict
from dlwb.domain.target import Environment


class Word(StrEnum):
    """The answer of a comparison (METHODS §2)."""

    FASTER = "faster"
    SLOWER = "slower"
    SAME = "same"
    CANT_TELL = "cant_tell"
    # of sizes, which are not fast
    SMALLER = "smaller"
    LARGER = "larger"


@dataclass(frozen=True, slots=True)
class Delta:
    """One figure of a subject against that of the reference.

    `ratio` = subject ÷ reference with its 95 % interval; `word` is about the subject ("faster": higher throughput, or
    lower latency). `tolerance` is d of METHODS §2: a ratio inside 1 ± d is the same.
    """

    what: str
    ratio: Estimate
    word: Word
    tolerance: float
    higher_is_better: bool


@dataclass(frozen=True, slots=True)
class CompareSubject:
    """A model in a configuration, to be measured beside others."""

    model: str
    config: InferenceConfig
    label: str = ""


# Seconds: a longer window would let the machine drift between two of them.
MOST_WINDOW_S = 60.0


@dataclass(frozen=True, slots=True)
class InterleavePlan:
    """How to measure side by side: windows of about `window_s` seconds in ABBA order.

    At least `min_pairs` pairs, then more until every answer is clear or `budget_s` seconds have been measured.
    """

    min_pairs: int = 9
    window_s: float = 0.5
    budget_s: float = 60.0
    inputs: tuple[str, ...] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """One window of one subject: frames per second and median latency in milliseconds."""

    fps: float
    median_ms: float


@dataclass(frozen=True, slots=True)
class RawSubject:
    """What the worker saw of one subject; entry 2p and 2p + 1 of `windows` are its first and second window of pair p."""

    effective: EffectiveConfig
    compile_ms: float
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class RawInterleaved:
    """Side-by-side windows of all subjects, the reference first."""

    subjects: tuple[RawSubject, ...]
    pairs: int
    stop_reason: str


@dataclass(frozen=True, slots=True)
class PairedSubject:
    """One subject measured beside the reference: absolute figures, and the paired differences (none for the reference).

    `noise` is the host's own A/A noise of throughput, from the windows of the same subject in the same pair.
    """

    subject: CompareSubject
    model_name: str
    effective: EffectiveConfig
    compile_ms: float
    throughput_fps: Estimate
    latency_ms: Estimate
    deltas: tuple[Delta, ...]
    noise: float


@dataclass(frozen=True, slots=True)
class PairedComparison:
    """Two to six subjects measured side by side; the first is the reference."""

    subjects: tuple[PairedSubject, ...]
    pairs: int
    stop_reason: str
    environment: Environment


# --- any runs, taken apart or side by side --------------------------------------------------------


class ConditionGroup(StrEnum):
    """What kind of condition can differ between two results."""

    MODEL = "model"
    CONFIGURATION = "configuration"
    MEASURING = "measuring"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that differs: one value per subject, in words; None: not known.

    `caveat` is a sentence when it can change the figures by itself, else empty.
    """

    group: ConditionGroup
    field: str
    values: tuple[str | None, ...]
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of every subject; None where a subject has none. `unit` is `frames/s`, `ms`, `bytes` or empty."""

    what: str
    unit: str
    higher_is_better: bool
    values: tuple[Estimate | None, ...]


@dataclass(frozen=True, slots=True)
class ScatterPoint:
    """One measured configuration of a subject; `chosen` is the one that stands for it."""

    run: str | None
    config: InferenceConfig
    throughput_fps: Estimate
    latency_ms: Estimate
    chosen: bool


@dataclass(frozen=True, slots=True)
class ComparedSubject:
    """What is compared: a run, or the one that stands for a model, a sweep or a tuning.

    `asked` is what was asked for (the id of a run or of a model), `run` the run whose figures are compared, `profile` the
    run whose layers are. `points` are all configurations that were measured with it.
    """

    asked: str
    kind: str
    run: str | None
    profile: str | None
    model: str | None
    model_name: str
    label: str
    created: str
    config: InferenceConfig
    effective: EffectiveConfig
    plan: MeasurePlan | None
    verdict: Verdict | None
    environment: Environment
    points: tuple[ScatterPoint, ...]


@dataclass(frozen=True, slots=True)
class LayerSide:
    """The executed layers of one subject in a group; time in µs with interval, `share` of the subject's sum (0..1)."""

    layers: tuple[LayerProfile, ...]
    time_us: Estimate
    share: float


@dataclass(frozen=True, slots=True)
class LayerDifference:
    """A subject's layers against the reference's: subject − reference in µs, and the ratio where both have the group."""

    difference_us: Estimate
    delta: Delta | None


@dataclass(frozen=True, slots=True)
class LayerGroup:
    """Layers of all subjects that execute the same original operations, one to many both ways.

    `sides` has one entry per subject, None where it has no such layers; `differences` likewise, None for the reference.
    """

    operations: tuple[str, ...]
    sides: tuple[LayerSide | None, ...]
    differences: tuple[LayerDifference | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to six results against the first of them, the reference.

    `deltas` has one entry per subject, empty for the reference. `paired` is there when they were measured side by side;
    else the results were taken apart, and every condition that differs is listed. `caveats` are sentences. `layers` is
    empty where profiles are missing; `layers_note` then says so.
    """

    subjects: tuple[ComparedSubject, ...]
    figures: tuple[Figure, ...]
    deltas: tuple[tuple[Delta, ...], ...]
    conditions: tuple[Condition, ...]
    caveats: tuple[str, ...]
    layers: tuple[LayerGroup, ...]
    layers_note: str
    paired: PairedComparison | None = None
