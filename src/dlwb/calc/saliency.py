"""Where a classifier looks, by its scores alone: masks over the picture, and what the scores under them say.

RISE is of Petsiuk, Das, Saenko (BMVC 2018), occlusion of Zeiler and Fergus (ECCV 2014). One thing differs from the paper on
RISE: sums are divided by how often a place was really seen, not by how often it is seen on average. With few masks that takes
out the noise of the division, and a score that does not depend on the picture gives exactly the same value everywhere.
"""

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.chance import Chance

Floats = NDArray[np.float64]
Tensor = NDArray[np.generic]
Size = tuple[int, int]

SEEN = 0.5
"""The share of cells that a mask of RISE leaves open, as in the paper."""


def rise_mask(size: Size, cells: int, seed: int, number: int) -> Floats:
    """Mask `number` of a series, `[height, width]`: 1 where the picture is seen, 0 where it is not.

    Nodes of a grid, `cells` to each side and at a random place, are open or closed by chance (`SEEN`); between them the mask is
    interpolated. Each pixel is as often open as any other.
    """
    chance = Chance(seed, "rise", number)
    nodes = (chance.uniform((cells + 2) ** 2) < SEEN).astype(np.float64).reshape(cells + 2, cells + 2)
    down, right = chance.uniform(2)
    rows, columns = _between(size[1], cells, float(down)), _between(size[0], cells, float(right))
    mask: Floats = rows @ nodes @ columns.T
    return mask


def _between(side: int, cells: int, shift: float) -> Floats:
    """How much each of `cells` + 2 nodes counts for each pixel of a side (pixels × nodes)."""
    places = (np.arange(side) + 0.5) * cells / side + shift
    shares: Floats = np.clip(1 - np.abs(places[:, None] - np.arange(cells + 2)), 0, None)
    return shares


def windows(size: Size, cells: int, steps: int) -> tuple[tuple[int, int, int, int], ...]:
    """Places to cover, row by row: `steps` along each side, each as large as a `cells`-th of it, cut at the border.

    `left, top, right, bottom` in pixels. With at least as many steps as cells every pixel is covered.
    """
    across, down = _spans(size[0], cells, steps), _spans(size[1], cells, steps)
    return tuple((left, top, right, bottom) for top, bottom in down for left, right in across)


def _spans(side: int, cells: int, steps: int) -> list[tuple[int, int]]:
    centres = (np.arange(steps) + 0.5) * side / steps
    half = max(side / cells, 1.0) / 2
    return [(max(0, int(np.floor(c - half))), min(side, int(np.ceil(c + half)))) for c in centres]


def cover(window: tuple[int, int, int, int], size: Size) -> Floats:
    """The mask `[height, width]` that hides one window."""
    mask = np.ones((size[1], size[0]))
    left, top, right, bottom = window
    mask[top:bottom, left:right] = 0
    return mask


class Veil:
    """The input of a network with a picture in it, to be seen through masks.

    What a mask hides has the picture's mean colour, so that neither a new edge nor a strange colour is shown.
    """

    def __init__(self, tensor: Tensor, layout: str, region: tuple[int, int, int, int]) -> None:
        """`tensor` has the axes of `layout` without the batch; `region` (left, top, right, bottom) of it is the picture."""
        axes = [letter for letter in layout if letter != "N"]
        self._order = [axes.index(letter) for letter in "CHW"]
        self._back = [("CHW").index(letter) for letter in axes]
        self._whole = tensor
        left, top, right, bottom = region
        self._place = (slice(None), slice(top, bottom), slice(left, right))
        self._picture = tensor.transpose(self._order)[self._place].astype(np.float64)
        self._mean = self._picture.mean(axis=(1, 2), keepdims=True)
        self.size: Size = (right - left, bottom - top)

    def seen_through(self, mask: Floats) -> Tensor:
        """The input with the picture under a mask `[height, width]`."""
        shown = self._mean + mask * (self._picture - self._mean)
        if np.issubdtype(self._whole.dtype, np.integer):
            shown = np.rint(shown)
        made = self._whole.transpose(self._order).copy()
        made[self._place] = shown.astype(self._whole.dtype)
        return np.ascontiguousarray(made.transpose(self._back))


class Weighing:
    """The mean of scores at each place, weighted by masks `[height, width]`."""

    def __init__(self, size: Size) -> None:
        self._sum = np.zeros((size[1], size[0]))
        self._weight = np.zeros((size[1], size[0]))

    def add(self, mask: Floats, score: float) -> None:
        """Count one score."""
        self._sum += mask * score
        self._weight += mask

    def mean(self) -> Floats:
        """The means; 0 where no mask has weighed anything."""
        return np.divide(self._sum, self._weight, out=np.zeros_like(self._sum), where=self._weight > 0)


def share_of(values: Floats, low: float, high: float) -> Floats:
    """Values as shares 0..1 of a scale from `low` to `high`; a scale without length has no more and no less: all 0."""
    return np.clip((values - low) / (high - low), 0, 1) if high > low else np.zeros_like(values)
