"""Changed copies of labelled pictures: mirrored, noisy, partly erased, in other colours; labels follow.

Every change draws from a stream of its own, so that leaving one out changes nothing in the others.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dlwb.calc.chance import Chance
from dlwb.calc.masks import decode, encode
from dlwb.domain.dataset import Box
from dlwb.domain.made_data import Changes

Pixels = npt.NDArray[np.uint8]
_GREY = 128


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture (height × width × 3) with what is known of it; `mask` is height × width."""

    pixels: Pixels
    boxes: tuple[Box, ...] | None = None
    mask: Pixels | None = None


def changed(shown: Shown, changes: Changes, seed: int, number: int, copy: int, *, ignore: int) -> Shown:
    """Copy `copy` of picture `number`. Pixels of the mask that were erased become `ignore`: nobody can know them now."""
    if changes.flip and Chance(seed, "flip", number, copy).uniform(1)[0] < 0.5:
        shown = flipped(shown)
    if changes.colour:
        shown = replace(shown, pixels=_coloured(shown.pixels, changes.colour, Chance(seed, "colour", number, copy)))
    if changes.noise:
        shown = replace(shown, pixels=_noisy(shown.pixels, changes.noise, Chance(seed, "noise", number, copy)))
    if changes.erase:
        shown = _erased(shown, changes.erase, Chance(seed, "erase", number, copy), ignore)
    return shown


def flipped(shown: Shown) -> Shown:
    """The picture in a mirror, left to right."""
    height, width = shown.pixels.shape[:2]
    return Shown(
        pixels=np.ascontiguousarray(shown.pixels[:, ::-1]),
        boxes=None if shown.boxes is None else tuple(_flipped_box(box, width, height) for box in shown.boxes),
        mask=None if shown.mask is None else np.ascontiguousarray(shown.mask[:, ::-1]),
    )


def _flipped_box(box: Box, width: int, height: int) -> Box:
    return replace(
        box,
        x0=width - box.x1,
        x1=width - box.x0,
        polygons=tuple(
            tuple(value if i % 2 else width - value for i, value in enumerate(polygon)) for polygon in box.polygons
        ),
        rle=encode(decode(box.rle, (width, height))[:, ::-1]) if box.rle else "",
    )


def _coloured(pixels: Pixels, most: float, chance: Chance) -> Pixels:
    """Brightness, contrast and saturation, each scaled by 1 ± `most`; grey as ITU-R BT.601 weighs it."""
    brightness, contrast, saturation = 1 + most * (2 * chance.uniform(3) - 1)
    values = pixels.astype(np.float64) * brightness
    grey = values @ np.array([0.299, 0.587, 0.114])
    values = grey[..., None] + (values - grey[..., None]) * saturation
    values = grey.mean() + (values - grey.mean()) * contrast
    return _rounded(values)


def _noisy(pixels: Pixels, deviation: float, chance: Chance) -> Pixels:
    return _rounded(pixels + 255 * deviation * chance.normal(pixels.size).reshape(pixels.shape))


def _erased(shown: Shown, share: float, chance: Chance, ignore: int) -> Shown:
    """A rectangle of `share` of the picture goes grey; it is up to twice as wide as high, or the reverse, where it fits."""
    height, width = shown.pixels.shape[:2]
    aspect = 2 ** chance.between(-1, 1)
    tall = min(1.0, max(share, np.sqrt(share / aspect)))
    rows, columns = max(1, round(tall * height)), max(1, round(share / tall * width))
    top, left = chance.whole(0, height - rows), chance.whole(0, width - columns)
    window = (slice(top, top + rows), slice(left, left + columns))
    pixels = shown.pixels.copy()
    pixels[window] = _GREY
    mask = shown.mask
    if mask is not None:
        mask = mask.copy()
        mask[window] = ignore
    return replace(shown, pixels=pixels, mask=mask)


def _rounded(values: npt.NDArray[np.float64]) -> Pixels:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
