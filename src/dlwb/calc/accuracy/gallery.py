"""Pictures of a run chosen and sorted for people to look at."""

from collections.abc import Callable, Sequence
from math import inf

from dlwb.calc.accuracy.confusion import Cell, true_classes
from dlwb.domain.accuracy import ClassRecord, ObjectRecord, PictureRecord
from dlwb.domain.shown_pictures import PictureOrder, PictureOutcome, PictureWish, SeenPicture

# Pixels along edges and the third digit of a likeness are wrong in nearly every picture.
_NEARLY_ALL = 0.99

Cells = Callable[[SeenPicture], Sequence[Cell]]


def chosen(pictures: Sequence[SeenPicture], wish: PictureWish, cells: Cells) -> list[SeenPicture]:
    """The pictures that a person wishes to see, in the order he wishes.

    Args:
        pictures: all pictures of a run.
        wish: which, and how sorted.
        cells: what was taken for what in a picture (`confusion.cells_of`); asked only where the wish needs it.
    """
    return sorted((one for one in pictures if _fits(one, wish, cells)), key=_KEYS[wish.order])


def is_right(record: PictureRecord) -> bool:
    """Whether a picture counts as right (see `PictureOutcome`)."""
    match record:
        case ClassRecord():
            return record.rank == 0
        case ObjectRecord():
            return record.hits == record.objects and not record.extra
        case _:
            return record.score >= _NEARLY_ALL


def _fits(one: SeenPicture, wish: PictureWish, cells: Cells) -> bool:
    if wish.outcome in (PictureOutcome.RIGHT, PictureOutcome.WRONG):
        if is_right(one.record) is not (wish.outcome is PictureOutcome.RIGHT):
            return False
    elif wish.outcome is not None:
        return any(_is_such(cell, wish) for cell in cells(one))
    if wish.given is not None:
        return any(_is_such(cell, wish) for cell in cells(one))
    return wish.label is None or (one.sample is not None and wish.label in true_classes(one.sample, one.record))


def _is_such(cell: Cell, wish: PictureWish) -> bool:
    truth, given, _ = cell
    if wish.outcome is PictureOutcome.MISSED and (given is not None or wish.given is not None):
        return False
    if wish.outcome is PictureOutcome.EXTRA and (truth is not None or wish.label is not None):
        return False
    return wish.label in (None, truth) and wish.given in (None, given)


def _by_change(one: SeenPicture) -> tuple[float, bool, int]:
    """The largest change first, of equal ones the loss; pictures that the other run has not seen come last."""
    change = one.change
    return (inf, False, one.position) if change is None else (-abs(change), change > 0, one.position)


def _by_class(one: SeenPicture) -> tuple[float, float, int]:
    """By the first class that a picture shows, the worst first; pictures that show none come last."""
    shown = true_classes(one.sample, one.record) if one.sample is not None else ()
    return min(shown, default=inf), one.record.score, one.position


_KEYS: dict[PictureOrder, Callable[[SeenPicture], tuple[float, ...]]] = {
    PictureOrder.WORST: lambda one: (one.record.score, one.position),
    PictureOrder.BEST: lambda one: (-one.record.score, one.position),
    PictureOrder.CHANGE: _by_change,
    PictureOrder.CLASS: _by_class,
}
