"""Known boxes are written as each family writes them, and have to come back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlwb.calc.detections.decode import decode, task_of
from dlwb.calc.detections.yolo import grid_cells
from dlwb.calc.preprocessing.frame import frame_of
from dlwb.domain.dataset import Task
from dlwb.domain.errors import InputError
from dlwb.domain.output_adapter import (
    Activation,
    BoxUnit,
    Selection,
    YoloGrids,
    YoloHead,
    YoloRows,
    YoloVersion,
    Yolox,
)
from dlwb.domain.preprocessing import PadPosition, Resize, ResizeRule

CLASSES, SIZE = 3, (96, 64)  # width and height of the input
FRAME = frame_of((300, 150), SIZE, Resize(ResizeRule.LETTERBOX, position=PadPosition.CENTRE))
ALL = Selection(floor=0.3, overlap=0.5)


def logit(p):
    return np.log(p / (1 - p))


def in_input(box):
    x0, y0, x1, y1 = box
    return np.array(
        [
            ((x0 + x1) / 2 * FRAME.scale_x + FRAME.offset_x, (y0 + y1) / 2 * FRAME.scale_y + FRAME.offset_y),
            ((x1 - x0) * FRAME.scale_x, (y1 - y0) * FRAME.scale_y),
        ]
    )


coordinate = st.floats(5, 140)
scene = st.tuples(coordinate, coordinate, st.floats(8, 60), st.floats(8, 60), st.integers(0, CLASSES - 1)).map(
    lambda b: ((b[0] * 2, b[1] * 0.9, min(b[0] * 2 + b[2], 299), min(b[1] * 0.9 + b[3], 149)), b[4])
)


def check(adapter, outputs, box, label, score=0.9 * 0.8):
    (found,) = decode(adapter, outputs, [FRAME])
    assert found.labels == (label,)
    assert found.scores[0] == pytest.approx(score, abs=1e-4)
    assert found.boxes[0] == pytest.approx(box, abs=0.05)


def written(version, heads, box, label, stretch):
    """Raw grids `[1, anchors, h, w, 5 + classes]` with one object, at the first anchor of the first head."""
    centre, size = in_input(box)
    outputs = {}
    for number, (name, anchors, stride) in enumerate(heads):
        width, height = SIZE[0] // stride, SIZE[1] // stride
        grid = np.full((1, len(anchors), height, width, 5 + CLASSES), -8.0, dtype=np.float32)
        if number == 0:
            where = centre / stride
            column, row = int(where[0]), int(where[1])
            inside = where - [column, row]
            cell = grid[0, 0, row, column]
            if version is YoloVersion.V5:
                cell[:2] = logit((inside + 0.5) / 2)
                cell[2:4] = logit(np.sqrt(size / anchors[0]) / 2)
            else:
                cell[:2] = logit(np.clip((inside + (stretch - 1) / 2) / stretch, 1e-4, 1 - 1e-4))
                cell[2:4] = np.log(size / anchors[0])
            cell[4] = logit(0.9)
            cell[5 + label] = logit(0.8)
            if version is YoloVersion.V2:
                cell[5:] = np.log(0.1)
                cell[5 + label] = np.log(0.8)
        outputs[name] = grid
    return outputs


ANCHORS = ((20.0, 18.0), (30.0, 25.0))
HEADS = (("fine", ANCHORS, 16), ("coarse", ANCHORS, 32))


@given(scene, st.sampled_from([YoloVersion.V2, YoloVersion.V3, YoloVersion.V5]), st.sampled_from([1.0, 1.2]))
@settings(max_examples=60)
def test_grids_give_back_what_was_written(what, version, stretch):
    box, label = what
    if version is YoloVersion.V5 and (in_input(box)[1] >= 4 * np.array(ANCHORS[0])).any():
        return
    if version is YoloVersion.V5:
        stretch = 1.0
    outputs = written(version, HEADS, box, label, stretch)
    adapter = YoloGrids(tuple(YoloHead(n, a, stretch) for n, a, _ in HEADS), CLASSES, version, select=ALL)
    check(adapter, outputs, box, label)


LAYOUTS = {
    "N A H W C": lambda g: g,
    "N H W A C": lambda g: g.transpose(0, 2, 3, 1, 4),
    "N AC H W": lambda g: g.transpose(0, 1, 4, 2, 3).reshape(1, -1, *g.shape[2:4]),
    "N H W AC": lambda g: g.transpose(0, 2, 3, 1, 4).reshape(1, *g.shape[2:4], -1),
    "N ACHW": lambda g: g.transpose(0, 1, 4, 2, 3).reshape(1, -1),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_grids_may_be_laid_out_in_any_way(layout):
    box, label = (60.0, 30.0, 130.0, 95.0), 2
    outputs = {n: LAYOUTS[layout](g) for n, g in written(YoloVersion.V3, HEADS, box, label, 1.0).items()}
    adapter = YoloGrids(tuple(YoloHead(n, a) for n, a, _ in HEADS), CLASSES, select=ALL)
    check(adapter, outputs, box, label)


def test_a_network_may_have_taken_the_sigmoids_itself():
    box, label = (60.0, 30.0, 130.0, 95.0), 1
    outputs = written(YoloVersion.V3, HEADS, box, label, 1.0)
    for grid in outputs.values():
        grid[..., [0, 1]] = 1 / (1 + np.exp(-grid[..., [0, 1]]))
        grid[..., 4:] = 1 / (1 + np.exp(-grid[..., 4:]))
    heads = tuple(YoloHead(n, a) for n, a, _ in HEADS)
    check(YoloGrids(heads, CLASSES, activated=True, select=ALL), outputs, box, label)


@given(scene)
@settings(max_examples=40)
def test_yolox_gives_back_what_was_written(what):
    box, label = what
    centre, size = in_input(box)
    cells = grid_cells(SIZE, (8, 16, 32))
    rows = np.zeros((1, len(cells), 5 + CLASSES), dtype=np.float32)
    rows[0, 17, :2] = centre / cells[17, 2] - cells[17, :2]
    rows[0, 17, 2:4] = np.log(size / cells[17, 2])
    rows[0, 17, 4], rows[0, 17, 5 + label] = 0.9, 0.8
    check(Yolox("x", select=ALL), {"x": rows}, box, label)


def test_the_cells_of_grids_go_row_by_row():
    cells = grid_cells((64, 32), (16, 32))
    assert cells.tolist() == [[c, r, 16] for r in range(2) for c in range(4)] + [[0, 0, 32], [1, 0, 32]]


@given(scene, st.booleans(), st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=60)
def test_rows_give_back_what_was_written(what, objectness, transposed, shares, raw):
    box, label = what
    centre, size = in_input(box)
    first = 5 if objectness else 4
    rows = np.full((1, 40, first + CLASSES), -9.0 if raw else 0.0, dtype=np.float32)
    rows[0, 7, :4] = np.concatenate([centre, size]) / (np.array([*SIZE, *SIZE]) if shares else 1)
    scores = ((4, 0.9), (first + label, 0.8)) if objectness else ((first + label, 0.72),)
    for place, score in scores:
        rows[0, 7, place] = logit(score) if raw else score
    adapter = YoloRows(
        "x",
        objectness,
        transposed,
        BoxUnit.SHARE if shares else BoxUnit.INPUT,
        Activation.SIGMOID if raw else Activation.NONE,
        select=ALL,
    )
    check(adapter, {"x": rows.transpose(0, 2, 1) if transposed else rows}, box, label)


def test_rows_with_prototypes_have_masks_cut_at_their_boxes():
    from dlwb.calc.masks import decode as mask_of

    frame = frame_of(SIZE, SIZE, Resize())
    rows = np.zeros((1, 2, 4 + CLASSES + 16), dtype=np.float32)
    rows[0, 0] = [48, 32, 40, 20, 0, 0.9, 0, *np.eye(16)[3]]
    planes = np.full((1, 16, 16, 24), -1.0, dtype=np.float32)
    planes[0, 3, :, :12] = 1.0  # the left half of the input
    adapter = YoloRows("x", objectness=False, transposed=False, prototypes="p", select=ALL)
    assert task_of(adapter) is Task.INSTANCE_SEGMENTATION
    (found,) = decode(adapter, {"x": rows, "p": planes}, [frame])
    mask = mask_of(found.masks[0], SIZE)
    expected = np.zeros(SIZE[::-1], dtype=bool)
    expected[22:42, 28:48] = True
    assert (mask == expected).all()


@pytest.mark.parametrize(
    ("adapter", "outputs"),
    [
        (Yolox("x"), {"x": np.zeros((1, 50, 8))}),
        (Yolox("y"), {"x": np.zeros((1, 50, 8))}),
        (YoloGrids((YoloHead("x", ANCHORS),), 4), {"x": np.zeros((1, 16, 4, 6))}),
        (YoloRows("x", objectness=True, transposed=False), {"x": np.zeros((1, 50, 5))}),
        (YoloRows("x", objectness=True, transposed=False), {"x": np.zeros((2, 50, 8))}),
    ],
)
def test_outputs_that_do_not_fit_the_settings_are_refused(adapter, outputs):
    with pytest.raises(InputError, match="output '") as error:
        decode(adapter, outputs, [FRAME])
    assert error.value.hint
