"""The detector's loss: which cell answers for which shape, and how wrong its answer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from detections import grid_cells
from torch import Tensor
from torch.nn import functional

# A shape whose longer side is at least this many pixels belongs to the coarse grid.
LARGE_SIDE = 34.0
# Cells whose centre is nearer than this many strides to a shape's centre answer for it.
REACH = 1.5


@dataclass(frozen=True, slots=True)
class Assignment:
    """For every cell of every picture, (batch, cells): whether it is taken, and the index of its shape."""

    taken: Tensor
    shape: Tensor


class DetectionLoss:
    """Objectness and class cross entropy plus 1 - GIoU of the boxes, per taken cell."""

    def __init__(self, side: int, strides: Sequence[int]) -> None:
        cells, steps = grid_cells(side, strides)
        self.cells = torch.tensor(cells, dtype=torch.float32)
        self.steps = torch.tensor(steps, dtype=torch.float32)
        self.coarse = self.steps[:, 0] == max(strides)

    def assign(self, boxes: Tensor, present: Tensor) -> Assignment:
        """Boxes (batch, shapes, 4) cx, cy, w, h in pixels; present (batch, shapes), False for padding."""
        middles = (self.cells + 0.5) * self.steps
        away = (middles[None, :, None] - boxes[:, None, :, :2]).abs()
        near = (away < REACH * self.steps[:, None]).all(-1) & (away < boxes[:, None, :, 2:] / 2).all(-1)
        large = boxes[..., 2:].amax(-1) >= LARGE_SIDE
        allowed = near & (large[:, None] == self.coarse[None, :, None]) & present[:, None]
        distance = away.sum(-1).masked_fill(~allowed, torch.inf)
        nearest = distance.min(dim=2)
        return Assignment(torch.isfinite(nearest.values), nearest.indices)

    def __call__(self, rows: Tensor, boxes: Tensor, labels: Tensor, present: Tensor) -> Tensor:
        """Rows (batch, cells, 5 + classes) with logits; labels (batch, shapes); the rest as in `assign`."""
        assignment = self.assign(boxes, present)
        picture, cell = torch.nonzero(assignment.taken, as_tuple=True)
        shape = assignment.shape[picture, cell]
        count = max(len(cell), 1)
        answers = rows[picture, cell]
        centres = (answers[:, :2] + self.cells[cell]) * self.steps[cell]
        sizes = torch.exp(answers[:, 2:4].clamp(max=4)) * self.steps[cell]
        overlap, giou = _giou(centres, sizes, boxes[picture, shape])
        # As in YOLOX the class target is the overlap: the score then also says how well the box fits.
        target = functional.one_hot(labels[picture, shape], rows.shape[2] - 5) * overlap.detach()[:, None]
        objectness = functional.binary_cross_entropy_with_logits(
            rows[..., 4], assignment.taken.float(), reduction="sum"
        )
        classes = functional.binary_cross_entropy_with_logits(answers[:, 5:], target, reduction="sum")
        loss: Tensor = (3 * (1 - giou).sum() + objectness + classes) / count
        return loss


def _giou(centres: Tensor, sizes: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor]:
    """Overlap and generalised overlap, (n,) each, of boxes (n, 2) + (n, 2) with (n, 4), cx, cy, w, h."""
    low, high = centres - sizes / 2, centres + sizes / 2
    other_low, other_high = boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2
    shared = (torch.minimum(high, other_high) - torch.maximum(low, other_low)).clamp(min=0).prod(1)
    union = sizes.prod(1) + boxes[:, 2:].prod(1) - shared
    hull = (torch.maximum(high, other_high) - torch.minimum(low, other_low)).prod(1)
    overlap = shared / union.clamp(min=1e-6)
    return overlap, overlap - (hull - union) / hull.clamp(min=1e-6)
