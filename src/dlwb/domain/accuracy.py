"""How right a network is: what it predicted for each picture, and the figures made of that. Fractions are 0..1."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from dlwb.domain.dataset import Task


class Direction(StrEnum):
    """Which way a figure gets better."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with its 95 % interval; `low == high == value` means that no interval could be made.

    All are fractions 0..1 but `nmse`, which has no upper end.
    """

    name: str
    value: float
    low: float
    high: float
    direction: Direction = Direction.HIGHER


# --- predictions ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Classified:
    """Classes by falling score; equal scores in the order of the classes. A class without a finite score is left out."""

    labels: tuple[int, ...]
    scores: tuple[float, ...]
    kind: Literal["classified"] = "classified"


@dataclass(frozen=True, slots=True)
class Detected:
    """Objects by falling score. Boxes are `x0, y0, x1, y1` in pixels of the stored picture.

    `masks` outline the objects where the network does (COCO's compressed run lengths over the whole picture).
    """

    boxes: tuple[tuple[float, float, float, float], ...] = ()
    scores: tuple[float, ...] = ()
    labels: tuple[int, ...] = ()
    masks: tuple[str, ...] = ()
    kind: Literal["detected"] = "detected"


# The class of pixels that a network gives none, because its scores are not numbers: void in Pascal VOC, which is never right.
NO_CLASS = 255


@dataclass(frozen=True, slots=True)
class Segmented:
    """A class for each pixel of the stored picture: for each class that occurs, COCO's compressed run lengths.

    Pixels without one have `NO_CLASS`.
    """

    width: int
    height: int
    labels: tuple[int, ...]
    masks: tuple[str, ...]
    kind: Literal["segmented"] = "segmented"


Prediction = Classified | Detected | Segmented


# --- records: one for each picture ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """`rank` is the place of the true class, 0 the first; None: the network does not know the class, or gave it no number.

    `best` holds the first few classes only.
    """

    picture: str
    label: int
    rank: int | None
    best: Classified
    kind: Literal["class"] = "class"

    @property
    def score(self) -> float:
        """1 when the first class is the true one; otherwise 1 over the true one's place (reciprocal rank)."""
        return 0.0 if self.rank is None else 1 / (self.rank + 1)


@dataclass(frozen=True, slots=True)
class ObjectRecord:
    """`hits` of the `objects` that had to be found were found at an overlap of 0.5, by detections of at least `SURE`.

    `extra` detections of at least that score found nothing.
    """

    picture: str
    detected: Detected
    objects: int
    hits: int
    extra: int
    kind: Literal["objects"] = "objects"

    @property
    def score(self) -> float:
        """Twice the hits over objects and detections (F1, Dice); 1 where nothing was to be found and nothing was."""
        total = self.objects + self.hits + self.extra
        return 1.0 if total == 0 else 2 * self.hits / total


# From this score on a detection counts in the record of a picture; metrics go over all scores.
SURE = 0.3


@dataclass(frozen=True, slots=True)
class PixelRecord:
    """How many pixels of true class `cells[i][0]` were given the class `cells[i][1]`: `cells[i][2]`."""

    picture: str
    cells: tuple[tuple[int, int, int], ...]
    segmented: Segmented
    kind: Literal["pixels"] = "pixels"

    @property
    def score(self) -> float:
        """The share of pixels that are right; 1 where no pixel counts."""
        total = sum(count for _, _, count in self.cells)
        return sum(count for truth, given, count in self.cells if truth == given) / total if total else 1.0


@dataclass(frozen=True, slots=True)
class LikenessRecord:
    """How like its parent's the outputs of a network are: for each output, cosine and normalised squared error."""

    picture: str
    outputs: tuple[str, ...]
    cosine: tuple[float, ...]
    nmse: tuple[float, ...]
    kind: Literal["likeness"] = "likeness"

    @property
    def score(self) -> float:
        """The lowest cosine."""
        return min(self.cosine)


PictureRecord = ClassRecord | ObjectRecord | PixelRecord | LikenessRecord


# --- reports --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClassFigure:
    """How right the network is for one class, in the report's first metric of its kind.

    `count` is how many pictures, objects or pixels of the class there are.
    """

    label: int
    count: int
    metric: Metric


@dataclass(frozen=True, slots=True)
class Confusion:
    """`count` pictures, objects or pixels of class `truth` were taken for class `given`.

    Of objects, `truth` None: nothing was there that had to be found; `given` None: the object was not found.
    """

    truth: int | None
    given: int | None
    count: int


@dataclass(frozen=True, slots=True)
class OutputLikeness:
    """How like another model's one output is, over all pictures."""

    output: str
    cosine: Metric
    nmse: Metric


@dataclass(frozen=True, slots=True)
class AccuracyReport:
    """The figures over all pictures; the most telling metric comes first. `task` None: likeness to the parent, `per_output`."""

    task: Task | None
    samples: int
    metrics: tuple[Metric, ...]
    per_class: tuple[ClassFigure, ...] = ()
    confusion: tuple[Confusion, ...] = ()
    notes: tuple[str, ...] = ()
    per_output: tuple[OutputLikeness, ...] = ()

    def metric(self, name: str) -> Metric:
        """The metric of that name. Raises KeyError."""
        for metric in self.metrics:
            if metric.name == name:
                return metric
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Flip:
    """A picture that two variants see differently: how right the first was (0..1), and how right the second is."""

    picture: str
    before: float
    after: float


class ChangeWord(StrEnum):
    """What a change of a metric amounts to."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    CANT_TELL = "cant_tell"


@dataclass(frozen=True, slots=True)
class MetricChange:
    """A metric of two variants on the same pictures; the difference (second minus first) has a 95 % interval.

    `significant`: the interval does not hold 0.
    """

    name: str
    direction: Direction
    before: float
    after: float
    difference: float
    low: float
    high: float

    @property
    def significant(self) -> bool:
        """Whether the interval of the difference excludes "the same"."""
        return self.low > 0 or self.high < 0

    @property
    def word(self) -> ChangeWord:
        """Whether it got better or worse; an interval that holds 0 cannot tell, unless it holds nothing else."""
        if self.low == self.difference == self.high == 0:
            return ChangeWord.SAME
        if not self.significant:
            return ChangeWord.CANT_TELL
        better = (self.difference > 0) is (self.direction is Direction.HIGHER)
        return ChangeWord.BETTER if better else ChangeWord.WORSE


@dataclass(frozen=True, slots=True)
class PairedAccuracy:
    """Two variants on the same pictures. `flips` come with the largest loss first."""

    samples: int
    changes: tuple[MetricChange, ...]
    flips: tuple[Flip, ...]
    p_value: float | None = None

    def led_by(self, metric: str) -> "PairedAccuracy":
        """The same with the change of that metric first, where it is among them."""
        return replace(self, changes=tuple(sorted(self.changes, key=lambda change: change.name != metric)))
