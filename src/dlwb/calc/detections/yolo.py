"""The YOLO families: raw grids with anchors, YOLOX's grids without, and decoded rows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.detections.instance_masks import prototype_masks
from dlwb.calc.detections.select import Chosen, choose, corners, in_picture
from dlwb.calc.detections.tensors import Array, Outputs, activate, misfit, numbers, output, rows_of, sigmoid, softmax
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import Detected
from dlwb.domain.output_adapter import BoxForm, BoxUnit, YoloGrids, YoloHead, YoloRows, YoloVersion, Yolox

Floats = NDArray[np.float64]
Reals = NDArray[np.float32]


def decode_grids(settings: YoloGrids, outputs: Outputs, frames: Sequence[Frame]) -> tuple[Detected, ...]:
    """Detections of raw grids (see `YoloGrids`)."""
    heads = [(head, cells_of(settings, head, outputs, frames)) for head in settings.heads]
    found = []
    for i, frame in enumerate(frames):
        parts = [_head(settings, head, cells[i], frame) for head, cells in heads]
        boxes, scores = np.concatenate([b for b, _ in parts]), np.concatenate([s for _, s in parts])
        found.append(choose(in_picture(boxes, BoxUnit.SHARE, frame), scores, settings.select, frame).detected())
    return tuple(found)


def cells_of(settings: YoloGrids, head: YoloHead, outputs: Outputs, frames: Sequence[Frame]) -> Reals:
    """A head's numbers as `[pictures, anchors, grid height, grid width, 5 + classes]`, whatever its order of dimensions."""
    array, anchors, columns = output(outputs, head.output), len(head.anchors), 5 + settings.classes
    both, pictures = anchors * columns, len(frames)
    shape, numbers_of = array.shape, numbers(array)
    if array.ndim == 5 and shape[1] == anchors and shape[-1] == columns:
        return numbers_of
    if array.ndim == 5 and shape[3] == anchors and shape[-1] == columns:
        return numbers_of.transpose(0, 3, 1, 2, 4)
    if array.ndim == 4 and shape[1] == both:
        return numbers_of.reshape(pictures, anchors, columns, *shape[2:]).transpose(0, 1, 3, 4, 2)
    if array.ndim == 4 and shape[-1] == both:
        return numbers_of.reshape(*shape[:3], anchors, columns).transpose(0, 3, 1, 2, 4)
    if array.ndim == 2 and shape[1] % both == 0 and shape[0] == pictures:  # RegionYolo with softmax is flat
        height, width = _flat_grid(shape[1] // both, frames[0])
        if height * width == shape[1] // both:
            return numbers_of.reshape(pictures, anchors, columns, height, width).transpose(0, 1, 3, 4, 2)
    raise misfit(head.output, array, f"{anchors} anchors of 5 + {settings.classes} numbers")


def _flat_grid(cells: int, frame: Frame) -> tuple[int, int]:
    """Height and width of a grid with that many cells and the input's proportions."""
    height = max(1, round((cells * frame.input_height / frame.input_width) ** 0.5))
    return height, cells // height


def _head(settings: YoloGrids, head: YoloHead, cells: Reals, frame: Frame) -> tuple[Floats, Floats]:
    """Boxes (shares of the input) and scores of the cells of one picture whose object score is above the floor."""
    raw = (lambda x: x) if settings.activated else sigmoid
    objects = raw(cells[..., 4])
    anchor, row, column = np.nonzero(objects >= settings.select.floor)
    values = cells[anchor, row, column]
    _, height, width, _ = cells.shape
    sizes = np.asarray(head.anchors, dtype=np.float64)[anchor] / [frame.input_width, frame.input_height]
    where = raw(values[:, :2]).astype(np.float64)
    if settings.version is YoloVersion.V5:
        centre = 2 * where - 0.5
        size = (2 * raw(values[:, 2:4]).astype(np.float64)) ** 2 * sizes
    else:
        centre = where * head.stretch - (head.stretch - 1) / 2
        size = np.exp(np.minimum(values[:, 2:4].astype(np.float64), 20)) * sizes
    centre = (centre + np.stack([column, row], axis=1)) / [width, height]
    classes = values[:, 5:]
    if not settings.activated:
        classes = softmax(classes) if settings.version is YoloVersion.V2 else sigmoid(classes)
    scores = objects[anchor, row, column, None].astype(np.float64) * classes
    return corners(np.concatenate([centre, size], axis=1), BoxForm.CXCYWH), scores


def decode_yolox(settings: Yolox, outputs: Outputs, frames: Sequence[Frame]) -> tuple[Detected, ...]:
    """Detections of YOLOX (see `Yolox`)."""
    array = output(outputs, settings.output)
    rows = numbers(rows_of(array, len(frames), array.shape[-1], settings.output))
    cells = grid_cells((frames[0].input_width, frames[0].input_height), settings.strides)
    if rows.shape[1] != len(cells) or rows.shape[2] < 6:
        raise misfit(
            settings.output, array, f"the {len(cells)} cells of strides {', '.join(map(str, settings.strides))}"
        )
    found = []
    for picture, frame in zip(rows, frames, strict=True):
        likely = np.flatnonzero(picture[:, 4] >= settings.select.floor)
        row, cell = picture[likely].astype(np.float64), cells[likely]
        centre = (row[:, :2] + cell[:, :2]) * cell[:, 2:]
        size = np.exp(np.minimum(row[:, 2:4], 20)) * cell[:, 2:]
        boxes = in_picture(corners(np.concatenate([centre, size], axis=1), BoxForm.CXCYWH), BoxUnit.INPUT, frame)
        found.append(choose(boxes, row[:, 4:5] * row[:, 5:], settings.select, frame).detected())
    return tuple(found)


def grid_cells(size: tuple[int, int], strides: Sequence[int]) -> Floats:
    """Column, row and stride of every cell of an input of that (width, height): stride by stride, row by row."""
    parts = []
    for stride in strides:
        rows, columns = np.mgrid[0 : size[1] // stride, 0 : size[0] // stride]
        parts.append(np.stack([columns.ravel(), rows.ravel(), np.full(rows.size, stride)], axis=1))
    return np.concatenate(parts).astype(np.float64) if parts else np.zeros((0, 3))


def decode_rows(settings: YoloRows, outputs: Outputs, frames: Sequence[Frame]) -> tuple[Detected, ...]:
    """Detections of decoded rows (see `YoloRows`)."""
    rows = _rows(settings, output(outputs, settings.output), len(frames))
    prototypes = None if settings.prototypes is None else numbers(output(outputs, settings.prototypes))
    weights = 0 if prototypes is None else _prototype_count(rows, prototypes, settings)
    found = []
    for i, frame in enumerate(frames):
        chosen = _choose_rows(settings, rows[i], weights, frame)
        masks: tuple[str, ...] = ()
        if prototypes is not None:
            masks = prototype_masks(rows[i][chosen.rows, -weights:], prototypes[i], chosen.boxes, frame)
        found.append(chosen.detected(masks))
    return tuple(found)


def _choose_rows(settings: YoloRows, rows: Reals, weights: int, frame: Frame) -> Chosen:
    first = 5 if settings.objectness else 4
    scores = activate(rows[:, first : rows.shape[1] - weights], settings.activation)
    if settings.objectness:
        scores = scores * activate(rows[:, 4:5], settings.activation)
    boxes = in_picture(corners(rows[:, :4], BoxForm.CXCYWH), settings.unit, frame)
    return choose(boxes, scores, settings.select, frame)


def _rows(settings: YoloRows, array: Array, pictures: int) -> Reals:
    if array.ndim == 2 and pictures == 1:
        array = array[None]
    if array.ndim != 3 or len(array) != pictures:
        raise misfit(settings.output, array, "rows of boxes")
    rows = numbers(array.transpose(0, 2, 1) if settings.transposed else array)
    if rows.shape[2] < (6 if settings.objectness else 5):
        raise misfit(settings.output, array, "rows of a box and at least one class")
    return rows


def _prototype_count(rows: Reals, prototypes: Reals, settings: YoloRows) -> int:
    if prototypes.ndim != 4 or len(prototypes) != len(rows) or prototypes.shape[1] >= rows.shape[2] - 4:
        raise misfit(settings.prototypes or "", prototypes, "masks that each row has weights for")
    return int(prototypes.shape[1])
