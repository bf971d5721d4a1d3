"""The colours of classes as arrays."""

import numpy as np
import numpy.typing as npt

from dlwb.calc.class_colours import COLOURS, rgb_of

PALETTE: npt.NDArray[np.uint8] = np.array([rgb_of(number) for number in range(COLOURS)], np.uint8)
"""Red, green and blue of numbers 0 to 255: 256 × 3."""
CODES = PALETTE.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
"""The same, each as one number 0xRRGGBB."""
