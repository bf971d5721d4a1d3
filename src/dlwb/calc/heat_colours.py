"""Colours for amounts on a picture: equal steps of the amount look like equal steps of the colour."""

import numpy as np
from numpy.typing import NDArray

# `inferno` of Smith and van der Walt (2015, made in the CAM02-UCS colour space; CC0), every eighth of its 256 colours.
_KNOTS = (
    0x000004, 0x040312, 0x0b0724, 0x150b37, 0x210c4a, 0x2f0a5b, 0x3d0965, 0x4a0c6b, 0x57106e, 0x64156e, 0x71196e,
    0x7d1e6d, 0x8a226a, 0x972766, 0xa32c61, 0xb0315b, 0xbc3754, 0xc63d4d, 0xd04545, 0xda4e3c, 0xe35933, 0xeb6429,
    0xf1711f, 0xf67e14, 0xf98c0a, 0xfb9b06, 0xfcaa0f, 0xfbba1f, 0xf9c932, 0xf5d949, 0xf2e865, 0xf3f586, 0xfcffa4,
)  # fmt: skip
_TABLE = np.array([[knot >> 16, knot >> 8 & 255, knot & 255] for knot in _KNOTS], dtype=np.float64)


def heat(shares: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Red, green, blue and opacity of shares 0..1, `[height, width, 4]`: nothing is transparent, all is bright and opaque."""
    places = np.clip(shares, 0, 1) * (len(_TABLE) - 1)
    knots = np.arange(len(_TABLE))
    colours = [np.interp(places, knots, _TABLE[:, channel]) for channel in range(3)]
    return np.rint(np.stack([*colours, 255 * np.clip(shares, 0, 1)], axis=-1)).astype(np.uint8)
