"""What limits a model here, with the figure behind it, and what to try next."""

from dataclasses import dataclass
from enum import StrEnum

from dlwb.domain.inference import InferenceConfig


class Limit(StrEnum):
    """What holds a model back."""

    COMPUTE = "compute"
    MEMORY = "memory"
    CONVERSIONS = "conversions"
    ONE_LAYER = "one_layer"
    OVERHEAD = "overhead"
    STREAMS = "streams"
    BATCH = "batch"
    PRECISION = "precision"
    CONDITIONS = "conditions"


@dataclass(frozen=True, slots=True)
class Trial:
    """A configuration worth trying; `caution` says what it may cost (accuracy, latency), or is empty."""

    label: str
    config: InferenceConfig
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that limits a model.

    `share` is the part of the time (0..1) that it concerns, None where it is not about time; `evidence` one sentence with the
    figures; `layers` the ones behind it, costliest first; `trials` what to try, the most promising first.
    """

    limit: Limit
    title: str
    evidence: str
    share: float | None
    layers: tuple[str, ...] = ()
    trials: tuple[Trial, ...] = ()
