"""Arrays that somebody recorded, in the element type that a network takes; nothing is lost without a word."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.generic]


def cast(array: Array, dtype: np.dtype[np.generic]) -> Array:
    """The array in another type: floats may lose digits, integers no value, and no float becomes an integer.

    Raises:
        ValueError: it cannot be; says what the array holds that does not fit.
    """
    if not np.can_cast(array.dtype, dtype, "same_kind"):
        raise ValueError(f"{array.dtype}")
    with np.errstate(over="ignore"):  # told below
        converted: Array = array.astype(dtype)
    if array.dtype.kind in "iu":
        fits = np.array_equal(converted.astype(array.dtype), array)
    else:
        fits = array.dtype.kind != "f" or np.array_equal(np.isinf(converted), np.isinf(array))
    if not fits:
        raise ValueError(f"numbers that do not fit {dtype}")
    return converted
