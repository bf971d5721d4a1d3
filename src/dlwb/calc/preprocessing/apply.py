"""From the pixels of a picture to what a network takes.

Pillow samples the pixels, but for OpenCV's bilinear filter (`linear`).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dlwb.calc.preprocessing.frame import Frame, frame_of
from dlwb.calc.preprocessing.linear import resize_linear
from dlwb.calc.preprocessing.picture_input import PictureInput
from dlwb.domain.errors import InputError
from dlwb.domain.model import ColorOrder, Preprocessing
from dlwb.domain.preprocessing import PixelFilter, Resize

Pixels = NDArray[np.uint8]
Tensor = NDArray[np.generic]

_RESAMPLE = {
    PixelFilter.ANTIALIAS: Image.Resampling.BILINEAR,
    PixelFilter.BICUBIC: Image.Resampling.BICUBIC,
    PixelFilter.AREA: Image.Resampling.BOX,
    PixelFilter.NEAREST: Image.Resampling.NEAREST,
}
_DTYPES = {"f32": np.float32, "f16": np.float16, "f64": np.float64, "u8": np.uint8, "i8": np.int8, "i32": np.int32}


def apply(picture: Pixels, preprocessing: Preprocessing, target: PictureInput) -> tuple[Tensor, Frame]:
    """One picture as the network takes it, without the batch dimension, and where it lies there.

    Args:
        picture: `[height, width, 3]`, RGB, upright.
        preprocessing: what is not known of it counts as: RGB, plain pixels, stretched.
        target: the input of the network.

    Raises:
        InputError: mean or scale do not fit its channels.
    """
    resize = preprocessing.resize or Resize()
    frame = frame_of((picture.shape[1], picture.shape[0]), target.size, resize)
    pixels = _channels(placed(picture, frame, resize), preprocessing.color_order, target.channels)
    numbers = _normalised(np.ascontiguousarray(pixels.transpose(2, 0, 1)), preprocessing, target.dtype)
    axes = ["CHW".index(letter) for letter in target.layout if letter != "N"]
    return np.ascontiguousarray(numbers.transpose(axes)), frame


def apply_all(
    pictures: Sequence[Pixels], preprocessing: Preprocessing, target: PictureInput
) -> tuple[Tensor, tuple[Frame, ...]]:
    """Pictures as one batch, and where each lies; an input without a batch dimension takes one picture."""
    made = [apply(picture, preprocessing, target) for picture in pictures]
    frames = tuple(frame for _, frame in made)
    return (np.stack([tensor for tensor, _ in made]) if "N" in target.layout else made[0][0]), frames


def placed(picture: Pixels, frame: Frame, resize: Resize) -> Pixels:
    """The picture at the size of the network's input, `[height, width, 3]`, with padding where it does not reach."""
    left, top, right, bottom = frame.placed
    sampled = _sampled(picture, frame.shown, (right - left, bottom - top), resize.filter)
    if sampled.shape[:2] == (frame.input_height, frame.input_width):
        return sampled
    canvas = np.full((frame.input_height, frame.input_width, 3), round(resize.pad), dtype=np.uint8)
    canvas[top:bottom, left:right] = sampled
    return canvas


def _sampled(
    picture: Pixels, box: tuple[float, float, float, float], size: tuple[int, int], how: PixelFilter
) -> Pixels:
    if box == (0, 0, *size) and picture.shape[1::-1] == size:
        return picture
    if how is PixelFilter.LINEAR:
        return resize_linear(picture, box, size)
    return np.asarray(Image.fromarray(picture).resize(size, _RESAMPLE[how], box=box))


def _channels(pixels: Pixels, order: ColorOrder | None, channels: int) -> Pixels:
    if channels == 1:
        return np.asarray(Image.fromarray(pixels).convert("L"))[:, :, None]
    if order is ColorOrder.BGR:
        pixels = pixels[:, :, ::-1]
    if channels == 4:
        return np.concatenate([pixels, np.full((*pixels.shape[:2], 1), 255, np.uint8)], axis=2)
    return pixels


def _normalised(planes: NDArray[np.uint8], preprocessing: Preprocessing, dtype: str) -> Tensor:
    """`(pixel - mean) / scale`, channel by channel; integers are rounded and cut at their type's ends."""
    kind = np.dtype(_DTYPES.get(dtype, np.float32))
    mean, scale = preprocessing.mean, preprocessing.scale
    if mean is None and scale is None and kind.kind != "i":
        return planes.astype(kind)
    numbers = planes.astype(np.float32)
    if mean is not None and any(mean):
        numbers -= _per_channel(mean, len(planes))
    if scale is not None:
        numbers *= 1 / _per_channel(scale, len(planes))
    if kind.kind == "f":
        return numbers.astype(kind, copy=False)
    low, high = (0, 255) if kind == np.uint8 else (-128, 127) if kind == np.int8 else (-np.inf, np.inf)
    return np.clip(np.rint(numbers), low, high).astype(kind)


def _per_channel(values: Sequence[float], channels: int) -> NDArray[np.float32]:
    """One value for each channel as a column; a single one counts for all of them (grey takes the mean of three).

    Raises:
        InputError: there are neither one nor as many as channels.
    """
    numbers = np.asarray(values, dtype=np.float32)
    if channels == 1 and numbers.size > 1:
        numbers = numbers.mean(keepdims=True)
    if channels == 4 and numbers.size == 3:
        numbers = np.append(numbers, np.float32(numbers[-1]))
    if numbers.size not in (1, channels):
        raise InputError(
            f"The preprocessing has {numbers.size} numbers where the model's input has {channels} channels.",
            "Give mean and scale once, or for each channel.",
            terminal="--mean, --scale",
        )
    return np.broadcast_to(numbers, channels).reshape(-1, 1, 1)
