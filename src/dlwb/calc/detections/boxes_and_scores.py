"""Candidates from two outputs: boxes, and a score for each class."""

from collections.abc import Sequence

from dlwb.calc.detections.select import choose, corners, in_picture
from dlwb.calc.detections.tensors import Array, Outputs, activate, misfit, numbers, output
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import Detected
from dlwb.domain.output_adapter import Background, BoxesAndScores


def decode_boxes_and_scores(
    settings: BoxesAndScores, outputs: Outputs, frames: Sequence[Frame]
) -> tuple[Detected, ...]:
    """Detections of boxes with scores (see `BoxesAndScores`)."""
    boxes = _rows(outputs, settings.boxes, settings.boxes_transposed, len(frames))
    scores = _rows(outputs, settings.scores, settings.scores_transposed, len(frames))
    if boxes.shape[2] != 4 or boxes.shape[1] != scores.shape[1]:
        raise misfit(settings.boxes, boxes, f"four numbers for each of the {scores.shape[1]} rows of scores")
    classes = activate(numbers(scores), settings.activation)
    if settings.background is not Background.NONE:
        classes = classes[..., 1:] if settings.background is Background.FIRST else classes[..., :-1]
    found = []
    for i, frame in enumerate(frames):
        placed = in_picture(corners(numbers(boxes[i]), settings.form), settings.unit, frame)
        found.append(choose(placed, classes[i], settings.select, frame).detected())
    return tuple(found)


def _rows(outputs: Outputs, name: str, transposed: bool, pictures: int) -> Array:
    """The output as `[pictures, rows, columns]`; dimensions of one between them are dropped (SSD's `[N, M, 1, 4]`)."""
    array = output(outputs, name)
    if array.ndim == 2 and pictures == 1:
        array = array[None]
    if array.ndim == 4 and 1 in array.shape[1:3]:
        array = array.squeeze(1 + array.shape[1:3].index(1))
    if array.ndim != 3 or len(array) != pictures:
        raise misfit(name, array, "rows of candidates")
    return array.transpose(0, 2, 1) if transposed else array
