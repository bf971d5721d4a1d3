"""One measurement of accuracy: how the network was read, what came out, and how fast."""

from dataclasses import dataclass, field

from dlwb.domain.accuracy import AccuracyReport, PictureRecord
from dlwb.domain.dataset import BrokenPicture, Subset, Task
from dlwb.domain.inference import EffectiveConfig
from dlwb.domain.model import Preprocessing
from dlwb.domain.output_adapter import OutputAdapter
from dlwb.domain.sample_kind import SampleKind
from dlwb.domain.stated import Stated
from dlwb.domain.target import Environment

RECORDS = "accuracy.jsonl.gz"
"""The file of a run with a `PositionedRecord` on each line."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that an accuracy hangs on beside the weights: how pictures go in, what outputs mean, what classes are called.

    `classes` are names in the order of the network's scores, without a background; empty: its classes are those of the
    dataset, by number.
    """

    adapter: OutputAdapter
    preprocessing: Preprocessing
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TriedReading:
    """A reading that was tried on a few labelled pictures: how right it was there (0..1), and what speaks for it.

    `score` None: it was not tried, because the pictures have no labels or others were clearly better before.
    """

    reading: Reading
    reason: str
    score: float | None = None
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class PositionedRecord:
    """What the network said of the picture at a position of its dataset."""

    position: int
    record: PictureRecord


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a measurement of accuracy came to.

    `reading` None: outputs were compared with those of the parent, without knowing what they mean. `reasons` say how it was
    found, `tried` what else was thought of, the best first. `preview`: only a few pictures were shown, to see whether the
    reading is right; then there are no metrics. `labels` says which class of the dataset each of the network's is (None: none
    of them; empty: the same numbers). `subset` is what was asked for. `broken` lists the first of
    `left_out` samples that could not be used. `caveats` are what has to be said with every figure. `wall_s` and
    `pictures_per_s` go over decoding, inference and all in between, without loading, trials and the figures. `stated` is what
    model and dataset said then (None: a dlwb that did not remember it). `sample_kind` says what was shown; where that were
    recorded inputs, "pictures" here stands for them.
    """

    task: Task | None
    report: AccuracyReport
    reading: Reading | None
    preprocessing: Preprocessing
    effective: EffectiveConfig
    environment: Environment
    reasons: tuple[str, ...] = ()
    tried: tuple[TriedReading, ...] = ()
    subset: Subset = field(default_factory=Subset)
    broken: tuple[BrokenPicture, ...] = ()
    left_out: int = 0
    caveats: tuple[str, ...] = ()
    wall_s: float = 0.0
    pictures_per_s: float = 0.0
    preview: bool = False
    labels: tuple[int | None, ...] = ()
    stated: Stated | None = None
    sample_kind: SampleKind = SampleKind.PICTURE
