"""Which pictures of an accuracy run to look at, and in what order."""

from dataclasses import dataclass
from enum import StrEnum

from dlwb.domain.accuracy import PictureRecord
from dlwb.domain.dataset import Sample


class PictureOutcome(StrEnum):
    """What became of a picture.

    `right`: its first class, or all its objects and no other; of pixels and likeness, at least 99 % of the score. `wrong`: it
    is not. `missed`: an object was not found; `extra`: something was found where nothing had to be.
    """

    WRONG = "wrong"
    RIGHT = "right"
    MISSED = "missed"
    EXTRA = "extra"


class PictureOrder(StrEnum):
    """The order of pictures: by score, by how far it moved against another run (losses first), or by true class."""

    WORST = "worst"
    BEST = "best"
    CHANGE = "change"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class PictureWish:
    """Which pictures to show: those that show class `label`, for which the model gave class `given`, with that outcome.

    `label` and `given` are numbers as a report's confusion has them (of masks, 0 is the background). Given together they mean
    what was taken for what: a thing of class `label` was taken for `given`.
    """

    label: int | None = None
    given: int | None = None
    outcome: PictureOutcome | None = None
    order: PictureOrder = PictureOrder.WORST


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """A picture of a run: its position in the dataset, what it shows, and what the model said of it.

    `sample` None: the dataset is no longer there. `other` is what another run said of the same picture.
    """

    position: int
    sample: Sample | None
    record: PictureRecord
    other: PictureRecord | None = None

    @property
    def change(self) -> float | None:
        """How much more right this run was than the other one; None without another."""
        return None if self.other is None else self.record.score - self.other.score
