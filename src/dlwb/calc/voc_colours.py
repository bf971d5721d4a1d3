"""The colours of the Pascal VOC: each number of a class has one, so that neighbours look unlike."""

import numpy as np
import numpy.typing as npt


def _palette() -> npt.NDArray[np.uint8]:
    """Bits of the number, dealt to red, green and blue from the highest bit down (VOC development kit, `VOCcolormap.m`)."""
    numbers = np.arange(256)
    colours = np.zeros((256, 3), np.uint8)
    for bit in range(8):
        for channel in range(3):
            colours[:, channel] |= (((numbers >> (3 * bit + channel)) & 1) << (7 - bit)).astype(np.uint8)
    return colours


PALETTE = _palette()
"""Red, green and blue of numbers 0 to 255: 256 × 3."""
CODES = PALETTE.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
"""The same, each as one number 0xRRGGBB."""
