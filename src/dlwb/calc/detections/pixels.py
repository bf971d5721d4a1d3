"""A class for each pixel of the picture, from scores or chosen classes at the network's size."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.detections.instance_masks import input_places
from dlwb.calc.detections.sampling import sample
from dlwb.calc.detections.tensors import Array, Outputs, activate, misfit, numbers, output
from dlwb.calc.masks import encode
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import Segmented
from dlwb.domain.output_adapter import Segmentation

Classes = NDArray[np.uint16]


def decode_pixels(settings: Segmentation, outputs: Outputs, frames: Sequence[Frame]) -> tuple[Segmented, ...]:
    """The class of every pixel of each picture (see `Segmentation`)."""
    planes = _planes(settings, output(outputs, settings.output), len(frames))
    found = []
    for plane, frame in zip(planes, frames, strict=True):
        classes = _classes(settings, plane, frame) + np.uint16(settings.first_label)
        found.append(segmented(classes.astype(np.uint16)))
    return tuple(found)


def segmented(classes: Classes) -> Segmented:
    """A map of classes `[height, width]` as it is stored."""
    labels = np.flatnonzero(np.bincount(classes.ravel()))
    masks = tuple(encode(classes == label) for label in labels)
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


def _classes(settings: Segmentation, plane: Array, frame: Frame) -> NDArray[np.intp]:
    rows, columns = np.arange(frame.height), np.arange(frame.width)
    ys, xs = input_places(rows, columns, plane.shape[-2:], frame)
    near = np.ix_(_nearest(ys, plane.shape[-2]), _nearest(xs, plane.shape[-1]))
    if settings.chosen:
        return np.rint(plane[near]).astype(np.intp)
    scores = activate(numbers(plane), settings.activation, axis=0)
    if settings.smooth:
        return _best(sample(scores, ys, xs))
    return _best(scores)[near]


def _best(scores: NDArray[np.float32]) -> NDArray[np.intp]:
    """The class of each pixel; a single plane of scores tells whether it is class 1."""
    best = scores[0] > 0.5 if len(scores) == 1 else scores.argmax(axis=0)
    return np.asarray(best, dtype=np.intp)


def _nearest(at: NDArray[np.float64], size: int) -> NDArray[np.intp]:
    return np.clip(np.rint(at), 0, size - 1).astype(np.intp)
