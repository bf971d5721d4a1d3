"""Anchors that the file does not hold, worked out from a few pictures with known boxes.

A grid says how much larger or smaller than its anchor an object is; where the true size is known, the anchor follows. For
each true box the anchor that is surest of the object at its centre is taken, and the middle one of what they give.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.detections.tensors import Outputs, sigmoid
from dlwb.calc.detections.yolo import cells_of
from dlwb.calc.figure_words import counted
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.dataset import Box, Sample
from dlwb.domain.output_adapter import AdapterProposal, YoloGrids, YoloVersion

# An anchor that is less sure than this of an object was not trained on its like.
_SURE = 0.3


@dataclass(frozen=True, slots=True)
class _Sight:
    """One true box as the surest anchor sees it: logarithms of the anchor's width and height that fit it."""

    head: int
    anchor: int
    score: float
    log_width: float
    log_height: float


def fit_anchors(
    adapter: YoloGrids,
    outputs: Sequence[Outputs],
    frames: Sequence[Frame],
    samples: Sequence[Sample],
    labels: Sequence[int | None] = (),
) -> AdapterProposal | None:
    """The adapter with anchors that fit the pictures; None: some anchor was never sure of a true box.

    Args:
        adapter: with any anchors, as many as there are.
        outputs: raw outputs for each picture, one by one.
        frames: where each picture lies in the network's input.
        samples: what the pictures show.
        labels: class i of the network is `labels[i]` of the dataset; empty: the same numbers.
    """
    own = {label: i for i, label in reversed(list(enumerate(labels))) if label is not None}
    sights: dict[tuple[int, int], list[_Sight]] = {}
    count = 0
    for out, frame, sample in zip(outputs, frames, samples, strict=True):
        grids = [cells_of(adapter, head, out, [frame])[0] for head in adapter.heads]
        for box in sample.boxes or ():
            label = own.get(box.label) if labels else box.label
            sight = None if label is None or box.crowd else _sight(adapter, grids, frame, box, label)
            if sight is not None and sight.score >= _SURE:
                sights.setdefault((sight.head, sight.anchor), []).append(sight)
                count += 1
    if any((h, a) not in sights for h, head in enumerate(adapter.heads) for a in range(len(head.anchors))):
        return None
    heads = tuple(
        replace(head, anchors=tuple(_middle(sights[h, a]) for a in range(len(head.anchors))))
        for h, head in enumerate(adapter.heads)
    )
    reason = (
        f"This looks like YOLO with anchors of its own: they are worked out from {counted(count, 'true box', 'true boxes')} of "
        f"{counted(len(samples), 'picture')}, to some 5 %, and figures on the same pictures come out a little too good. Give the "
        "anchors that the network was trained with where you have them."
    )
    return AdapterProposal(replace(adapter, heads=heads), reason, ("anchors",))


def _middle(sights: Sequence[_Sight]) -> tuple[float, float]:
    width, height = (
        float(np.exp(np.median(v))) for v in zip(*((s.log_width, s.log_height) for s in sights), strict=True)
    )
    return round(width, 1), round(height, 1)


def _sight(
    adapter: YoloGrids, grids: Sequence[NDArray[np.float32]], frame: Frame, box: Box, label: int
) -> _Sight | None:
    """The anchor that is surest of a true box, at the cell of its centre; None: it has no size, or no such class."""
    width, height = (box.x1 - box.x0) * frame.scale_x, (box.y1 - box.y0) * frame.scale_y
    x = (box.x0 + box.x1) / 2 * frame.scale_x + frame.offset_x
    y = (box.y0 + box.y1) / 2 * frame.scale_y + frame.offset_y
    if min(width, height) <= 0 or not (0 <= x < frame.input_width and 0 <= y < frame.input_height):
        return None
    if not 0 <= label < adapter.classes:
        return None
    return max(
        _seen(adapter, grids, (x / frame.input_width, y / frame.input_height), (width, height), label), key=_score
    )


def _score(sight: _Sight) -> float:
    return sight.score


def _seen(
    adapter: YoloGrids,
    grids: Sequence[NDArray[np.float32]],
    centre: tuple[float, float],
    size: tuple[float, float],
    label: int,
) -> Iterator[_Sight]:
    for h, grid in enumerate(grids):
        row, column = int(centre[1] * grid.shape[1]), int(centre[0] * grid.shape[2])
        for a, values in enumerate(grid[:, row, column]):
            raw = values if adapter.activated else sigmoid(values)
            score = float(raw[4] * raw[5 + label])
            is_v5 = adapter.version is YoloVersion.V5
            steps = 2 * np.log(np.maximum(2 * raw[2:4], 1e-6)) if is_v5 else values[2:4]
            yield _Sight(h, a, score, float(np.log(size[0]) - steps[0]), float(np.log(size[1]) - steps[1]))
