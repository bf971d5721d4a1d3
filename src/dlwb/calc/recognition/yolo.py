"""Signs of the YOLO families: the number of rows is that of the cells of grids, or outputs are grids themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.recognition.anchors import KNOWN, KnownAnchors
from dlwb.calc.recognition.evidence import Evidence, Finding, Port, shape_words
from dlwb.domain.output_adapter import (
    Activation,
    AdapterProposal,
    BoxUnit,
    Selection,
    YoloGrids,
    YoloHead,
    YoloRows,
    Yolox,
)

_STRIDES = ((8, 16, 32), (8, 16), (8, 16, 32, 64), (16, 32), (4, 8, 16, 32), (16, 32, 64), (32,))
_GRID_STRIDES = (8, 16, 32, 64)
_PLANES = (16, 32, 64)
_FEWEST_QUERIES, _MOST_QUERIES = 50, 1000
# Shares of a side may be a little above 1 where a box reaches out of the picture.
_MOST_SHARE = 2
# Centres of decoded boxes lie outside of the picture by less than half of its side.
_LEAST_SHARE = -0.5
Reals = NDArray[np.float32]


def find_rows(evidence: Evidence) -> Iterator[Finding]:
    """YOLOX, and decoded rows with or without masks."""
    for port in evidence.outputs:
        for rows in _readings(evidence, port):
            for objectness in (True, False):
                yield from _rows(evidence, rows, objectness)


@dataclass(frozen=True, slots=True)
class _Rows:
    """An output whose rows are the cells of grids; `weights` of each row are for the planes of `prototypes`."""

    port: Port
    strides: tuple[int, ...]
    count: int
    width: int
    per_cell: int
    transposed: bool
    prototypes: Port | None

    @property
    def weights(self) -> int:
        return 0 if self.prototypes is None else int(self.prototypes.shape[1] or 0)

    def held(self) -> Reals:
        """What the trial held, a row for each box."""
        if not self.port.trials:
            return np.zeros((0, self.width), dtype=np.float32)
        parts = [np.asarray(t, dtype=np.float32).reshape(-1, *self.port.shape[-2:]) for t in self.port.trials]
        joined = np.concatenate(parts)
        return (joined.transpose(0, 2, 1) if self.transposed else joined).reshape(-1, self.width)

    def raw_words(self, held: Reals) -> str:
        """What shows that boxes are not decoded yet; empty where nothing does.

        Decoded boxes stand near their cells, so their centres reach over the whole picture, in pixels or in shares.
        """
        if not len(held):
            return ""
        if (held[:, 2:4] < -1e-3).any():
            return "sizes are below zero"
        low, high = float(held[:, :2].min()), float(held[:, :2].max())
        if low < _LEAST_SHARE and high < self.strides[-1]:
            return "centres are below zero and none is beyond the first cell"
        if held[:, :4].max() > _MOST_SHARE and high < self.strides[-1]:
            return "no centre is beyond the first cell"
        return ""

    def because(self, evidence: Evidence) -> str:
        """How the rows came to be that many."""
        grids = [f"{-(-evidence.picture.width // s)}×{-(-evidence.picture.height // s)}" for s in self.strides]
        words = grids[0] if len(grids) == 1 else f"{', '.join(grids[:-1])} and {grids[-1]}"
        times = f" with {self.per_cell} anchors each" if self.per_cell > 1 else ""
        what = "columns" if self.transposed else "rows"
        return f"its {self.count} {what} are the cells of {words} grids{times}"


def _readings(evidence: Evidence, port: Port) -> Iterator[_Rows]:
    """All ways in which the output's rows are the cells of grids."""
    if len(port.shape) not in (2, 3) or None in port.shape[-2:]:
        return
    rows, columns = (int(dim or 0) for dim in port.shape[-2:])
    for strides, per_cell, transposed in product(_STRIDES, (1, 3), (False, True)):
        count, width = (columns, rows) if transposed else (rows, columns)
        if count != evidence.cells(strides) * per_cell or not 5 <= width < count:
            continue
        if not _has_other_rows(evidence, port, count, width):
            yield _Rows(port, strides, count, width, per_cell, transposed, _prototypes(evidence, port, width))


def _has_other_rows(evidence: Evidence, port: Port, count: int, width: int) -> bool:
    """Whether another output has rows of the same width for other cells: then this one is a part of something else."""
    others = (other.shape[-2:] for other in evidence.outputs if other is not port and len(other.shape) in (2, 3))
    return any(width in dims and count not in dims for dims in others)


def _prototypes(evidence: Evidence, port: Port, width: int) -> Port | None:
    """An output with planes that every row may have weights for."""
    for other in evidence.outputs:
        if other is not port and len(other.shape) == 4 and other.shape[2] not in (None, 1):
            weights = int(other.shape[1] or 0)
            if weights in _PLANES and width - 4 - weights >= 1:
                return other
    return None


def _rows(evidence: Evidence, rows: _Rows, objectness: bool) -> Iterator[Finding]:
    """What rows of that width mean with or without a score of the object."""
    classes = rows.width - rows.weights - (5 if objectness else 4)
    if classes < 1:
        return
    # Rows of columns have an object's score by custom, columns of rows have none.
    weight = (0.8 if objectness != rows.transposed else 0.35) + (0.1 if evidence.plausible(classes) else 0)
    parts = f"{rows.width} = 4 + {'1 + ' if objectness else ''}{classes}{f' + {rows.weights}' if rows.weights else ''}"
    because = f"{rows.because(evidence)}, and there are {parts} numbers for each"
    held = rows.held()
    raw = rows.raw_words(held)
    if objectness and rows.per_cell == 1 and not rows.weights and (raw or not len(held)):
        told = f"; the boxes are not decoded, for {raw}" if raw else ""
        proposal = AdapterProposal(
            Yolox(rows.port.name, rows.strides), f"This looks like YOLOX, because {because}{told}."
        )
        yield Finding(weight, proposal)
    if not raw:
        yield Finding(weight - (0 if len(held) else 0.05), _decoded(rows, objectness, held, because))


def _decoded(rows: _Rows, objectness: bool, held: Reals, because: str) -> AdapterProposal:
    """Rows of finished boxes; the trial tells whether they are pixels, and whether scores are still logits."""
    unit, activation = BoxUnit.INPUT, Activation.NONE
    if len(held):
        unit = BoxUnit.SHARE if held[:, :4].max() <= _MOST_SHARE else BoxUnit.INPUT
        scores = held[:, 4 : rows.width - rows.weights]
        activation = Activation.NONE if scores.min() >= -1e-3 and scores.max() <= 1.001 else Activation.SIGMOID
    prototypes = None if rows.prototypes is None else rows.prototypes.name
    # With three anchors for each cell there are three times as many rows.
    with_objects = "YOLOv5 to v7" if rows.per_cell > 1 else "YOLOX with decoded boxes, or YOLOv6"
    name = (with_objects if objectness else "YOLOv8 to v12") + (" for instances" if prototypes else "")
    masks = f", with the masks of '{prototypes}'" if prototypes else ""
    adapter = YoloRows(rows.port.name, objectness, rows.transposed, unit, activation, prototypes)
    return AdapterProposal(adapter, f"This looks like {name}, because {because}{masks}.")


def find_queries(evidence: Evidence) -> Iterator[Finding]:
    """A few hundred rows that are no cells of grids, with boxes as shares of the sides: RT-DETR in Ultralytics' form."""
    for port in evidence.outputs:
        rows, columns = port.shape[-2:] if len(port.shape) == 3 else (None, None)
        if rows is None or columns is None or not _FEWEST_QUERIES <= rows <= _MOST_QUERIES or columns < 5:
            continue
        held = port.rows(columns)
        if not len(held) or any(True for _ in _readings(evidence, port)):
            continue
        sides, scores = held[:, :4], held[:, 4:]
        if sides.min() < -0.05 or sides.max() > 1.05 or not (sides[:, 2:] >= 0).all():
            continue
        activation = Activation.NONE if scores.min() >= -1e-3 and scores.max() <= 1.001 else Activation.SIGMOID
        select = Selection(floor=0.01, overlap=None)
        adapter = YoloRows(port.name, False, False, BoxUnit.SHARE, activation, select=select)
        reason = (
            f"This looks like RT-DETR, because '{port.name}' ({shape_words(port)}) has {rows} rows of {columns} = 4 + "
            f"{columns - 4} numbers, and the first four are shares of the picture's sides."
        )
        yield Finding(0.6, AdapterProposal(adapter, reason))


# --- grids ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Grid:
    port: Port
    stride: int
    channels: int


def find_grids(evidence: Evidence) -> Iterator[Finding]:
    """Raw grids with anchors."""
    grids = sorted(filter(None, (_grid(evidence, port) for port in evidence.outputs)), key=lambda g: g.stride)
    strides = [grid.stride for grid in grids]
    if not grids or len(grids) != len(evidence.outputs) or len(set(strides)) < len(strides):
        return
    if len({grid.channels for grid in grids}) > 1 or any(b != 2 * a for a, b in pairwise(strides)):
        return
    for anchors in (5, 3) if len(grids) == 1 else (3, 5):
        classes, rest = grids[0].channels // anchors - 5, grids[0].channels % anchors
        if rest or classes < 1:
            continue
        weight = 0.75 if evidence.plausible(classes) else 0.5
        yield from _with_anchors(grids, anchors, classes, weight)


def _grid(evidence: Evidence, port: Port) -> _Grid | None:
    """The output as a grid: numbers for each cell of some stride."""
    dims = port.shape[1:]
    if len(port.shape) not in (4, 5) or any(dim is None for dim in dims):
        return None
    for stride in _GRID_STRIDES:
        height, width = evidence.picture.height / stride, evidence.picture.width / stride
        sizes = [int(dim or 0) for dim in dims]
        if len(sizes) == 3:
            for channels, spatial in ((sizes[0], sizes[1:]), (sizes[2], sizes[:2])):
                if spatial == [height, width] and channels >= 6:
                    return _Grid(port, stride, channels)
        elif sizes[1:3] == [height, width] or sizes[:2] == [height, width]:
            others = (sizes[0], sizes[3]) if sizes[1:3] == [height, width] else (sizes[2], sizes[3])
            return _Grid(port, stride, others[0] * others[1])
    return None


def _with_anchors(grids: list[_Grid], anchors: int, classes: int, weight: float) -> Iterator[Finding]:
    sizes = ", ".join(f"'{grid.port.name}' ({shape_words(grid.port)}, stride {grid.stride})" for grid in grids)
    count = f"{grids[0].channels} = {anchors} × (5 + {classes}) numbers for each cell"
    fitting = [known for known in KNOWN if len(known.grids) == len(grids) and len(known.grids[0]) == anchors]
    for place, known in enumerate(fitting):
        adapter = _adapter(grids, classes, known)
        reason = (
            f"This looks like {known.name}, because {sizes} are grids with {count}. The anchors are not in the file: "
            f"those of {known.name} are filled in, others have to be given."
        )
        yield Finding(weight - 0.01 * place, AdapterProposal(adapter, reason, ("anchors",)))


def _adapter(grids: list[_Grid], classes: int, known: KnownAnchors) -> YoloGrids:
    heads = tuple(
        YoloHead(grid.port.name, anchors, stretch)
        for grid, anchors, stretch in zip(grids, known.grids, known.stretch, strict=True)
    )
    return YoloGrids(heads, classes, known.version, activated=_is_activated(grids[0], classes))


def _is_activated(grid: _Grid, classes: int) -> bool:
    """Whether the network took the sigmoids itself: all scores of objects and classes are 0..1 in the trial."""
    trials, columns = grid.port.trials, 5 + classes
    if not trials:
        return False
    held = np.concatenate([np.asarray(trial, dtype=np.float32) for trial in trials])
    if held.ndim == 5:
        scores = held[..., 4:]
    elif held.shape[1] == grid.channels:
        scores = np.moveaxis(held.reshape(len(held), -1, columns, *held.shape[2:]), 2, -1)[..., 4:]
    else:
        scores = held.reshape(*held.shape[:3], -1, columns)[..., 4:]
    return bool(scores.min() >= 0 and scores.max() <= 1)
