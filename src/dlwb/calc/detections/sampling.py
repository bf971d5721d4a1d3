"""Reading planes of numbers between their cells."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def sample(planes: NDArray[np.floating], ys: Floats, xs: Floats, *, empty_outside: bool = False) -> NDArray[np.float32]:
    """Linear interpolation of planes `[..., height, width]` at rows `ys` and columns `xs` (0 is a first cell's centre).

    Beyond the outermost centres the outermost cell goes on, or, with `empty_outside`, there is 0 one cell further.

    Returns:
        `[..., len(ys), len(xs)]`.
    """
    cells: NDArray[np.float32] = planes.astype(np.float32, copy=False)
    if empty_outside:
        cells = np.pad(cells, [(0, 0)] * (cells.ndim - 2) + [(1, 1), (1, 1)]).astype(np.float32)
        ys, xs = ys + 1, xs + 1
    top, bottom, down = _between(ys, cells.shape[-2])
    rows = cells[..., top, :] * (1 - down)[:, None] + cells[..., bottom, :] * down[:, None]
    left, right, along = _between(xs, cells.shape[-1])
    # `take` leaves planes one after the other in memory, where an index would leave their pixels side by side
    between = np.take(rows, left, axis=-1) * (1 - along) + np.take(rows, right, axis=-1) * along
    return np.asarray(between, dtype=np.float32)


def _between(at: Floats, size: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """The two cells around each place, and how far it is from the first to the second."""
    inside = np.clip(at, 0, size - 1)
    first = np.floor(inside).astype(np.intp)
    return first, np.minimum(first + 1, size - 1), (inside - first).astype(np.float32)
