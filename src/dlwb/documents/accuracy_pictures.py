"""What a model said of single pictures, and what it finds at each confidence threshold, as documents."""

from dlwb.documents.datasets import SampleDocument
from dlwb.documents.document import Document
from dlwb.domain.accuracy import PictureRecord
from dlwb.domain.shown_pictures import SeenPicture
from dlwb.domain.thresholds import ThresholdPoint


class PictureRecordDocument(Document):
    """What a model said of one picture: `position` is that of the dataset's list, `score` (0..1) how right it was.

    `truth` is what the dataset says of it (None: the dataset was removed). Against another run, `other` is what that one said,
    `other_score` how right it was, and `change` the score less the other's (above 0: this run is the better one); None where
    the other run has not seen the picture. `right` has an entry for each detection of `record`: whether it found an object
    (null: what it found need not be found, so it is neither right nor wrong), however low its score; `other_right` the same of
    `other`. None: there are no detections, or the dataset was removed.
    """

    position: int
    score: float
    record: PictureRecord
    truth: SampleDocument | None
    right: tuple[bool | None, ...] | None
    other: PictureRecord | None
    other_score: float | None
    other_right: tuple[bool | None, ...] | None
    change: float | None

    @classmethod
    def of(
        cls, one: SeenPicture, right: tuple[bool | None, ...] | None, other_right: tuple[bool | None, ...] | None
    ) -> "PictureRecordDocument":
        """The document of a picture, with what its detections found."""
        return cls(
            position=one.position,
            score=one.record.score,
            record=one.record,
            truth=SampleDocument.of(one.position, one.sample) if one.sample else None,
            right=right,
            other=one.other,
            other_score=one.other.score if one.other else None,
            other_right=other_right,
            change=one.change,
        )


class PictureRecordsDocument(Document):
    """Some pictures of an accuracy run, the worst first unless asked otherwise; `total` counts all that fit."""

    samples: tuple[PictureRecordDocument, ...]
    total: int


class ThresholdPointDocument(Document):
    """Detections of at least the score `threshold`: `hits` found an object, `extra` found none; `missed` objects are left.

    `precision` is hits over detections (None: there is none), `recall` hits over objects (None: there is none), `f1` twice the
    hits over objects and detections (None: there is neither).
    """

    threshold: float
    hits: int
    extra: int
    missed: int
    precision: float | None
    recall: float | None
    f1: float | None

    @classmethod
    def of(cls, point: ThresholdPoint) -> "ThresholdPointDocument":
        """The document of a point."""
        return cls(
            threshold=point.threshold,
            hits=point.hits,
            extra=point.extra,
            missed=point.missed,
            precision=point.precision,
            recall=point.recall,
            f1=point.f1,
        )


class ThresholdsDocument(Document):
    """What a detector finds at each confidence threshold, of one class (`label`) or of all; boxes overlap by `iou` at least.

    `best` is the point with the best F1 (None: nothing was found). `sure` is the threshold that the records of pictures and
    the confusion count by; `objects` is how many had to be found.
    """

    run: str
    label: int | None
    iou: float
    sure: float
    objects: int
    points: tuple[ThresholdPointDocument, ...]
    best: ThresholdPointDocument | None
