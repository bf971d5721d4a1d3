"""A network in 8 bits: what is asked for, and what can become of it. Fractions are 0..1."""

from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """What is made smaller: weights and activations in 8 bits, or the weights alone."""

    INT8 = "int8"
    WEIGHTS_INT8 = "weights_int8"
    WEIGHTS_INT4 = "weights_int4"

    @property
    def needs_data(self) -> bool:
        """Whether pictures are needed to find the ranges of activations."""
        return self is Method.INT8

    @property
    def precision(self) -> str:
        """The element type of most weights afterwards, in the engine's spelling."""
        return "i4" if self is Method.WEIGHTS_INT4 else "i8"


class Preset(StrEnum):
    """`performance`: all ranges symmetric. `mixed`: activations asymmetric, more exact for networks without ReLU."""

    PERFORMANCE = "performance"
    MIXED = "mixed"


class BiasCorrection(StrEnum):
    """How the shift that rounding gives the mean of each layer is taken out of its bias."""

    FAST = "fast"
    FULL = "full"
    NONE = "none"


class NetworkKind(StrEnum):
    """A kind of network that is quantized by rules of its own."""

    TRANSFORMER = "transformer"


@dataclass(frozen=True, slots=True)
class QuantizationOptions:
    """How to quantize.

    `network` None: found out from the graph. `smooth_quant` is its strength 0..1, None what suits the kind of network, a
    negative one switches it off. Operations named in `keep_names` (as in the graph of the model) or of a type in
    `keep_types` stay in floating point. `group_size` and `ratio` are for 4-bit weights only: how many weights share a
    scale (-1: a whole channel), and the share of weights in 4 bits, the most sensitive others being left in 8.
    """

    method: Method = Method.INT8
    preset: Preset = Preset.PERFORMANCE
    network: NetworkKind | None = None
    correction: BiasCorrection = BiasCorrection.FAST
    smooth_quant: float | None = None
    keep_names: tuple[str, ...] = ()
    keep_types: tuple[str, ...] = ()
    group_size: int = 128
    ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class Bound:
    """The most that may be lost of a metric: `max_drop` of it, or of its value for the parent where `relative`.

    `metric` None: the first of the report.
    """

    max_drop: float
    metric: str | None = None
    relative: bool = False


class Outcome(StrEnum):
    """What became of the bound (METHODS §6); `unbounded`: there was none."""

    MET = "met"
    MET_ON_SAMPLE = "met_on_sample"
    NOT_MET = "not_met"
    UNBOUNDED = "unbounded"
