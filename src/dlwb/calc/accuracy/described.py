"""One picture of an accuracy run in a line of words: what it shows, and what the model took it for."""

from dataclasses import dataclass

from dlwb.calc.accuracy.confusion import true_classes
from dlwb.calc.accuracy.gallery import is_right
from dlwb.calc.accuracy.sentences import label_name
from dlwb.domain.accuracy import SURE, ClassRecord, LikenessRecord, ObjectRecord, PictureRecord, PixelRecord
from dlwb.domain.dataset import Sample

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """What a model said of a picture: classes by name, and the model's own scores of them (of a likeness the cosines).

    Of objects those of at least `SURE`, by falling score.
    """

    given: tuple[str, ...]
    scores: tuple[float, ...]
    right: bool


def described(record: PictureRecord, names: Names) -> Described:
    """What a model said; `names` are those of classes by the numbers of the record."""
    right = is_right(record)
    match record:
        case ClassRecord(best=best):
            return Described(tuple(label_name(names, label) for label in best.labels[:1]), best.scores[:1], right)
        case ObjectRecord(detected=detected):
            sure = [i for i, score in enumerate(detected.scores) if score >= SURE]
            given = tuple(label_name(names, detected.labels[i]) for i in sure)
            return Described(given, tuple(detected.scores[i] for i in sure), right)
        case PixelRecord(segmented=segmented):
            return Described(tuple(label_name(names, label) for label in segmented.labels), (), right)
        case LikenessRecord(cosine=cosine):
            return Described((), cosine, right)


def shown_classes(sample: Sample, record: PictureRecord, names: Names) -> tuple[str, ...]:
    """What a picture shows: its class, each of its objects that has to be found, or the classes in its mask."""
    match record:
        case ClassRecord(label=label):
            return (label_name(names, label),)
        case ObjectRecord():
            wanted = sorted(box.label for box in sample.boxes or () if not box.crowd and not box.difficult)
            return tuple(label_name(names, label) for label in wanted)
        case PixelRecord():
            return tuple(label_name(names, label) for label in sorted(true_classes(sample, record)))
        case LikenessRecord():
            return ()
