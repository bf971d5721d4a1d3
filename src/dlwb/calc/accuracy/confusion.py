"""What was taken for what in one picture: of its class, its objects or its pixels."""

from collections import Counter
from collections.abc import Iterable, Sequence

from dlwb.calc.accuracy.picture_match import PictureMatch, match_picture
from dlwb.domain.accuracy import (
    SURE,
    ClassRecord,
    Confusion,
    Detected,
    LikenessRecord,
    ObjectRecord,
    PictureRecord,
    PixelRecord,
)
from dlwb.domain.dataset import Sample

Cell = tuple[int | None, int | None, int]
_ENOUGH = 0.5


def cells_of(sample: Sample, record: PictureRecord) -> tuple[Cell, ...]:
    """What was taken for what in a picture: true class, given class, and how often; none for a likeness.

    Of objects, without a true class: a detection where nothing had to be found; without a given one: an object not found.
    """
    match record:
        case ClassRecord():
            return class_cells(record)
        case ObjectRecord():
            return object_cells(sample, record.detected)
        case PixelRecord():
            return record.cells
        case LikenessRecord():
            return ()


def class_cells(record: ClassRecord) -> tuple[Cell, ...]:
    """The true class and the first of the given ones; none where no class was given that the dataset has."""
    return ((record.label, record.best.labels[0], 1),) if record.best.labels else ()


def object_cells(sample: Sample, detected: Detected) -> tuple[Cell, ...]:
    """What detections of at least `SURE` took objects for, at an overlap of 0.5.

    First objects are found as in `ObjectRecord`, by detections of their own class. Then each detection that found none and
    counts, by falling score, takes the object of another class that is left and that it overlaps most, if enough. What is
    left on either side was nothing, or was not found.
    """
    matched = match_picture(sample, detected, floor=SURE)
    boxes = sample.boxes or ()
    given = [detected.labels[i] for i in matched.detections]
    cells: Counter[tuple[int | None, int | None]] = Counter()
    left = set(matched.wanted)
    for found, label in zip(matched.objects, given, strict=True):
        if found is not None:
            left.discard(found)
            cells[boxes[found].label, label] += 1
    for place, (found, counts) in enumerate(zip(matched.objects, matched.counted, strict=True)):
        if found is None and counts:
            other = _most_overlapped(matched, place, left)
            left -= {other}
            cells[None if other is None else boxes[other].label, given[place]] += 1
    for j in left:
        cells[boxes[j].label, None] += 1
    return tuple((truth, label, count) for (truth, label), count in sorted(cells.items(), key=_order))


def _most_overlapped(matched: PictureMatch, place: int, left: Iterable[int]) -> int | None:
    overlaps = matched.overlaps[place]
    return max((j for j in left if overlaps[j] >= _ENOUGH), key=lambda j: (overlaps[j], j), default=None)


def _order(cell: tuple[tuple[int | None, int | None], int]) -> tuple[bool, int, bool, int]:
    """By true class, then by given class; none comes last."""
    truth, given = cell[0]
    return truth is None, truth or 0, given is None, given or 0


def added_up(cells: Iterable[Sequence[Cell]]) -> tuple[Confusion, ...]:
    """The confusion of many pictures."""
    total: Counter[tuple[int | None, int | None]] = Counter()
    for picture in cells:
        for truth, given, count in picture:
            total[truth, given] += count
    return tuple(Confusion(truth, given, count) for (truth, given), count in sorted(total.items(), key=_order))


def true_classes(sample: Sample, record: PictureRecord) -> frozenset[int]:
    """The classes that a picture shows, by the numbers that confusions have (of masks, 0 is the background)."""
    if isinstance(record, PixelRecord):
        return frozenset(truth for truth, _, _ in record.cells)
    return sample.labels
