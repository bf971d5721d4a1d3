"""Detections that the network has chosen itself, with or without the outlines of the objects."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.detections.instance_masks import box_masks, input_masks
from dlwb.calc.detections.select import Candidates, Chosen, choose_labelled, corners, in_picture
from dlwb.calc.detections.tensors import Array, Outputs, activate, misfit, numbers, output, whole
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import Detected
from dlwb.domain.output_adapter import FinalBoxes, MaskForm

Floats = NDArray[np.float64]
_BOX = ("x0", "y0", "x1", "y1")
FIVE = (*_BOX, "score")


@dataclass(frozen=True, slots=True)
class _Rows:
    """What one picture has: boxes `[M, 4]` as the network gives them, scores and labels; `places` in the outputs."""

    boxes: Floats
    scores: NDArray[np.float32]
    labels: NDArray[np.intp]
    places: NDArray[np.intp]


def decode_final(settings: FinalBoxes, outputs: Outputs, frames: Sequence[Frame]) -> tuple[Detected, ...]:
    """Detections of networks that choose themselves (see `FinalBoxes`)."""
    pictures = (
        _by_columns(settings, outputs, len(frames)) if settings.columns else _by_outputs(settings, outputs, frames)
    )
    found = []
    for rows, frame in zip(pictures, frames, strict=True):
        real = rows.labels >= settings.first_label
        boxes = in_picture(corners(rows.boxes, settings.form), settings.unit, frame)
        labels, places = rows.labels - settings.first_label, rows.places
        chosen = choose_labelled(
            Candidates(boxes[real], rows.scores[real], labels[real], places[real]), settings.select, frame
        )
        found.append(chosen.detected(_masks(settings, outputs, chosen, frame)))
    return tuple(found)


def _by_columns(settings: FinalBoxes, outputs: Outputs, pictures: int) -> list[_Rows]:
    """One output whose columns have names; scores and labels may come from outputs of their own."""
    array, columns = output(outputs, settings.boxes), {name: i for i, name in enumerate(settings.columns)}
    if array.ndim < 2 or array.shape[-1] != len(columns) or not set(_BOX) <= columns.keys():
        raise misfit(settings.boxes, array, f"the columns {' '.join(settings.columns)}")
    rows = numbers(array).reshape(-1, len(columns))
    owner = _owners(settings, outputs, rows, columns, pictures)
    scores = rows[:, columns["score"]] if "score" in columns else _scores(settings, outputs, len(rows))
    labels = rows[:, columns["label"]] if "label" in columns else _labels(settings, outputs, len(rows))
    boxes = rows[:, [columns[name] for name in _BOX]].astype(np.float64)
    classes = whole(labels)
    each = [np.flatnonzero(owner == i) for i in range(pictures)]
    return [_Rows(boxes[mine], scores[mine], classes[mine], mine) for mine in each]


def _owners(
    settings: FinalBoxes, outputs: Outputs, rows: NDArray[np.float32], columns: dict[str, int], pictures: int
) -> NDArray[np.intp]:
    """The picture of each row: its own column says it, or how many each picture has, or all have the same number."""
    if "batch" in columns:
        return whole(rows[:, columns["batch"]])
    if settings.count is not None:
        counts = np.maximum(whole(numbers(output(outputs, settings.count)).ravel()), 0)
        if len(counts) != pictures:
            raise misfit(settings.count, counts, f"a number for each of {pictures} picture(s)")
        owner = np.repeat(np.arange(pictures), counts)[: len(rows)]
        return np.concatenate([owner, np.full(len(rows) - len(owner), -1)])
    return np.repeat(np.arange(pictures), len(rows) // pictures)[: len(rows)]


def _scores(settings: FinalBoxes, outputs: Outputs, rows: int) -> NDArray[np.float32]:
    """The score of each row; without scores all count fully."""
    return np.ones(rows, dtype=np.float32) if settings.scores is None else _column(settings.scores, outputs, rows)


def _labels(settings: FinalBoxes, outputs: Outputs, rows: int) -> NDArray[np.float32]:
    """The class of each row as the network numbers it; without classes all have the first."""
    if settings.labels is None:
        return np.full(rows, settings.first_label, dtype=np.float32)
    return _column(settings.labels, outputs, rows)


def _column(name: str, outputs: Outputs, rows: int) -> NDArray[np.float32]:
    """An output with one number for each row."""
    array = output(outputs, name)
    if array.size != rows:
        raise misfit(name, array, f"{rows} rows")
    return array.reshape(-1).astype(np.float32)


def _by_outputs(settings: FinalBoxes, outputs: Outputs, frames: Sequence[Frame]) -> list[_Rows]:
    """Boxes, scores and labels as outputs of their own."""
    pictures = len(frames)
    boxes = output(outputs, settings.boxes)
    if boxes.ndim < 2 or boxes.shape[-1] != 4 or boxes.size % (4 * pictures):
        raise misfit(settings.boxes, boxes, "rows of four numbers")
    four = numbers(boxes).astype(np.float64).reshape(pictures, -1 if boxes.size else 0, 4)
    scores = _scores(settings, outputs, four.shape[0] * four.shape[1]).reshape(four.shape[:2])
    labels = _labels(settings, outputs, four.shape[0] * four.shape[1]).reshape(four.shape[:2])
    counts = np.full(pictures, four.shape[1])
    if settings.count is not None:
        said = whole(numbers(output(outputs, settings.count)).ravel()[:pictures])
        counts = np.clip(said, 0, counts)
    classes, step = whole(labels), four.shape[1]
    return [_Rows(four[i, :n], scores[i, :n], classes[i, :n], i * step + np.arange(n)) for i, n in enumerate(counts)]


def _masks(settings: FinalBoxes, outputs: Outputs, chosen: Chosen, frame: Frame) -> tuple[str, ...]:
    if settings.masks is None:
        return ()
    boxes = output(outputs, settings.boxes)
    mine = _of_objects(settings.masks, output(outputs, settings.masks), boxes.size // boxes.shape[-1], chosen)
    scores = activate(numbers(mine), settings.mask_activation)
    if settings.mask_form is MaskForm.BOX:
        return box_masks(scores, chosen.boxes, frame)
    return input_masks(scores, chosen.boxes, frame, 0.5)


def _of_objects(name: str, array: Array, rows: int, chosen: Chosen) -> Array:
    """The mask `[h, w]` of each chosen object, from `[rows, h, w]`, `[N, rows, h, w]` or a mask for each class.

    `rows` is how many boxes the outputs have for all pictures: the first dimensions of the masks that make so many are the
    rows, and one that is left before height and width is that of the classes.
    """
    leading = next((n for n in range(1, array.ndim - 1) if prod(array.shape[:n]) == rows), None)
    if leading is None or array.ndim - leading > 3:
        raise misfit(name, array, f"one mask for each of {rows} rows")
    by_class = array.reshape(rows, -1 if array.size else 1, *array.shape[-2:])
    layer = np.minimum(chosen.labels, by_class.shape[1] - 1)
    mine: Array = by_class[chosen.rows, layer]
    return mine
