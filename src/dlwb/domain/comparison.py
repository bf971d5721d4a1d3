"""What a comparison says: a ratio with its interval, and a word."""

from dataclasses import dataclass
from enum import StrEnum

from dlwb.domain.inference import EffectiveConfig, InferenceConfig
from dlwb.domain.measurement import Estimate
from dlwb.domain.target import Environment


class Word(StrEnum):
    """The answer of a comparison (METHODS §2)."""

    FASTER = "faster"
    SLOWER = "slower"
    SAME = "same"
    CANT_TELL = "cant_tell"


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
