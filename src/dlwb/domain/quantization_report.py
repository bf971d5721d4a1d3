"""What was tried to make a network smaller, and what it came to. Fractions are 0..1."""

from dataclasses import dataclass, field

from dlwb.domain.accuracy import Metric
from dlwb.domain.measurement import Estimate
from dlwb.domain.quantization import NetworkKind, Outcome, QuantizationOptions
from dlwb.domain.sample_kind import SampleKind


@dataclass(frozen=True, slots=True)
class OperationGroup:
    """Operations that can only go back to floating point together, because they share a quantizer.

    Names are those of the graph of the parent.
    """

    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """How much a group of operations costs in accuracy when in 8 bits, and how much in time when not.

    `sensitivity` is the noise that its 8 bits, all else exact, leave in the outputs of the network, as a share of their power
    (normalised squared error, no upper end); of many groups, those that were not tried so have an estimate on the same scale.
    `cost_us` is how much longer an inference takes with the group in floating point; None: could not be measured.
    """

    group: OperationGroup
    sensitivity: float
    cost_us: float | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A candidate: which operations stayed in floating point, and how right and how fast it is.

    `why` says in words how it was chosen. `metric` and `drop` (parent minus candidate where higher is better, else the other
    way round, so that a positive drop is a loss; a share of the parent's value where the bound is relative) are over
    `pictures` pictures, fewer than all when it was `decided_early`: the answer was certain, or, as `why` then says, it was
    dismissed by pictures chosen for that, and the others are counted as the network entirely in 8 bits reads them. `outcome` is
    what the bound says of it. `speed` is throughput, candidate ÷ parent, side by side; None: not measured. `seconds` is what it
    cost. `best`: the best so far, or in the end the result; one candidate at a time.
    """

    step: int
    why: str
    kept_float: tuple[str, ...]
    metric: Metric
    drop: Estimate
    outcome: Outcome
    pictures: int
    seconds: float
    decided_early: bool = False
    speed: Estimate | None = None
    best: bool = False


@dataclass(frozen=True, slots=True)
class QuantizationReport:
    """What quantizing came to, and all that was tried on the way.

    `metric` names what the bound is about (empty: nothing was measured); `baseline` is that of the parent, `final` and `drop`
    those of attempt `chosen` (its `step`), which was made with `options`: where 4 bits break the bound they are gentler than
    what was asked for (None: a dlwb that did not remember them). `ranking` begins with the most sensitive; empty when nothing
    had to go back. `stages` are seconds by stage. `notes` have to be said with the figures.
    `sample_kind` says what both calibration and validation were on, of which "pictures" here speaks too.
    """

    outcome: Outcome
    metric: str
    baseline: Metric | None
    final: Metric | None
    drop: Estimate | None
    chosen: int | None
    attempts: tuple[Attempt, ...]
    ranking: tuple[RankedGroup, ...]
    calibration_pictures: int
    validation_pictures: int
    kept_float: tuple[str, ...] = ()
    network: NetworkKind | None = None
    options: QuantizationOptions | None = None
    stages: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sample_kind: SampleKind = SampleKind.PICTURE
