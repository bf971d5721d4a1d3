"""A class for each pixel of the picture, from scores or chosen classes at the network's size."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.detections.instance_masks import input_places
from dlwb.calc.detections.sampling import sample
from dlwb.calc.detections.tensors import Array, Outputs, activate, misfit, numbers, output, whole
from dlwb.calc.masks import encode
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import NO_CLASS, Segmented
from dlwb.domain.output_adapter import Segmentation

Classes = NDArray[np.uint16]
Reals = NDArray[np.float32]
Floats = NDArray[np.float64]

# Pixels that are worked on at once: their scores fit into the processor's cache.
_BLOCK = 1 << 15
# Classes whose numbers fit into 8 bits.
_SMALL = 256
# A pixel without a class, before the number of the first class is added.
_NONE = np.uint16(0xFFFF)


def decode_pixels(settings: Segmentation, outputs: Outputs, frames: Sequence[Frame]) -> tuple[Segmented, ...]:
    """The class of every pixel of each picture (see `Segmentation`); `NO_CLASS` where a score of it is not a number."""
    planes = _planes(settings, output(outputs, settings.output), len(frames))
    found = []
    for plane, frame in zip(planes, frames, strict=True):
        classes = _classes(settings, plane, frame)
        numbered = (classes + settings.first_label).astype(np.uint16)
        found.append(segmented(np.where(classes == _NONE, np.uint16(NO_CLASS), numbered)))
    return tuple(found)


def segmented(classes: Classes) -> Segmented:
    """A map of classes `[height, width]` as it is stored."""
    columns = np.asfortranarray(classes)  # run lengths go column by column: turned once here, not for each class
    labels = np.flatnonzero(np.bincount(columns.ravel(order="K")))
    masks = tuple(encode(columns == label) for label in labels)
    return Segmented(classes.shape[1], classes.shape[0], tuple(labels.tolist()), masks)


def _planes(settings: Segmentation, array: Array, pictures: int) -> Array:
    """The output as `[pictures, classes, height, width]`, or without the classes where they are chosen."""
    if array.ndim == len(settings.layout) - 1 and pictures == 1:
        array = array[None]
    if array.ndim != len(settings.layout) or len(array) != pictures:
        raise misfit(settings.output, array, f"the layout {settings.layout}")
    if "C" not in settings.layout:
        return array
    channels = settings.layout.index("C")
    if settings.chosen:
        if array.shape[channels] != 1:
            raise misfit(settings.output, array, "one chosen class for each pixel")
        return array.squeeze(channels)
    return np.moveaxis(array, channels, 1)


def _classes(settings: Segmentation, plane: Array, frame: Frame) -> Classes:
    """The class of each pixel of the picture, `_NONE` without one."""
    rows, columns = np.arange(frame.height), np.arange(frame.width)
    ys, xs = input_places(rows, columns, plane.shape[-2:], frame)
    near = np.ix_(_nearest(ys, plane.shape[-2]), _nearest(xs, plane.shape[-1]))
    if settings.chosen:
        chosen = whole(plane[near])
        return np.where((chosen >= 0) & (chosen < _NONE), chosen, _NONE).astype(np.uint16)
    scores = activate(numbers(plane), settings.activation, axis=0)
    if settings.smooth:
        return _smooth(scores, ys, xs)
    return _best(scores)[near]


def _smooth(scores: Reals, ys: Floats, xs: Floats) -> Classes:
    """The class of each pixel after interpolation, a few rows at a time, which stay in the processor's cache."""
    step = max(1, _BLOCK // max(1, len(xs)))
    parts = [_best(sample(scores, ys[i : i + step], xs)) for i in range(0, len(ys), step)]
    return np.concatenate(parts) if parts else np.zeros((0, len(xs)), dtype=np.uint16)


def _best(scores: Reals) -> Classes:
    """The class of each pixel, `_NONE` where a score is not a number; a single plane of scores tells whether it is class 1.

    Otherwise the same as `scores.argmax(axis=0)`, which walks through memory plane by plane for every pixel and takes several
    times as long: here each plane is held against the best so far, block by block.
    """
    if len(scores) == 1:
        return np.where(np.isnan(scores[0]), _NONE, scores[0] > 0.5).astype(np.uint16)
    if scores.strides[0] == scores.itemsize:  # the scores of a pixel lie side by side already
        return np.where(np.isnan(scores.max(axis=0)), _NONE, scores.argmax(axis=0)).astype(np.uint16)
    flat = scores.reshape(len(scores), -1)
    empty: list[NDArray[np.intp]] = []
    kind = np.uint8 if len(scores) <= _SMALL else np.uint16
    found: NDArray[np.unsignedinteger] = np.zeros(flat.shape[1], dtype=kind)
    for begin in range(0, flat.shape[1], _BLOCK):
        block = flat[:, begin : begin + _BLOCK]
        best, mine = block[0].copy(), found[begin : begin + _BLOCK]
        for label, plane in enumerate(block[1:], 1):
            np.maximum(mine, (plane > best) * kind(label), out=mine)  # labels rise, so the last one stays
            np.maximum(best, plane, out=best)
        if np.isnan(best).any():
            empty.append(begin + np.flatnonzero(np.isnan(best)))
    classes = found.astype(np.uint16)
    for places in empty:
        classes[places] = _NONE
    return classes.reshape(scores.shape[1:])


def _nearest(at: NDArray[np.float64], size: int) -> NDArray[np.intp]:
    return np.clip(np.rint(at), 0, size - 1).astype(np.intp)
