"""Pictures that dlwb makes itself, for people who have too few: drawn ones, and changed copies of real ones."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Motif(StrEnum):
    """What generated pictures show."""

    SHAPES = "shapes"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Generated:
    """Pictures drawn from a seed: coloured shapes with labels for every task, or noise without labels.

    `count` pictures of `width` × `height` pixels; the same recipe always gives the same pixels.
    """

    motif: Motif = Motif.SHAPES
    count: int = 100
    width: int = 224
    height: int = 224
    seed: int = 0
    kind: Literal["generated"] = "generated"


@dataclass(frozen=True, slots=True)
class Changes:
    """How each copy of a picture differs from it; every change is drawn independently of the others, 0 and False leave it out.

    `flip` mirrors half of the copies left to right. `noise` is the standard deviation of what is added to each value, as a
    fraction of the full range. `erase` is the share of the picture that a grey rectangle covers. `colour` is the most by
    which brightness, contrast and saturation are scaled, up or down, as a fraction.
    """

    flip: bool = False
    noise: float = 0.0
    erase: float = 0.0
    colour: float = 0.0

    @property
    def words(self) -> str:
        """The changes as people read them."""
        parts = [
            "flipped" if self.flip else "",
            f"noise {self.noise:g}" if self.noise else "",
            f"erased {self.erase:g}" if self.erase else "",
            f"colour ±{self.colour:g}" if self.colour else "",
        ]
        return ", ".join(part for part in parts if part) or "unchanged"


@dataclass(frozen=True, slots=True)
class Augmented:
    """Changed copies of the pictures of the dataset `parent`: `copies` of each, beside the `originals` where wanted."""

    parent: str
    parent_name: str
    changes: Changes = field(default_factory=Changes)
    copies: int = 1
    originals: bool = True
    seed: int = 0
    kind: Literal["augmented"] = "augmented"


MadeData = Generated | Augmented
