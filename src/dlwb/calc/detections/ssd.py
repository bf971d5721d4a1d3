"""DetectionOutput: detections chosen by the last layer of an SSD, all pictures of the batch in one list."""

from collections.abc import Sequence

import numpy as np

from dlwb.calc.detections.select import Candidates, choose_labelled, in_picture
from dlwb.calc.detections.tensors import Outputs, misfit, numbers, output, whole
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import Detected
from dlwb.domain.output_adapter import SsdDetections

COLUMNS = 7


def decode_ssd(settings: SsdDetections, outputs: Outputs, frames: Sequence[Frame]) -> tuple[Detected, ...]:
    """Detections of DetectionOutput (see `SsdDetections`)."""
    array = output(outputs, settings.output)
    if array.ndim < 2 or array.shape[-1] != COLUMNS:
        raise misfit(settings.output, array, "rows of number, class, score and box")
    rows = numbers(array).reshape(-1, COLUMNS)
    ends = np.flatnonzero(rows[:, 0] < 0)
    rows = rows[: ends[0]] if ends.size else rows
    found = []
    for i, frame in enumerate(frames):
        mine = np.flatnonzero(np.rint(rows[:, 0]) == i)
        labels = whole(rows[mine, 1]) - int(settings.background)
        mine, labels = mine[labels >= 0], labels[labels >= 0]
        boxes = in_picture(rows[mine, 3:].astype(np.float64), settings.unit, frame)
        found.append(choose_labelled(Candidates(boxes, rows[mine, 2], labels, mine), settings.select, frame).detected())
    return tuple(found)
