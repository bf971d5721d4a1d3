"""What a network's outputs mean: one type of settings for each family of outputs.

Boxes are `x0, y0, x1, y1` unless their `form` says otherwise. All names of outputs are those of the model's `outputs`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Activation(StrEnum):
    """What still has to be done to raw scores."""

    NONE = "none"
    SIGMOID = "sigmoid"
    SOFTMAX = "softmax"


class BoxForm(StrEnum):
    """The order of a box's four numbers: corners, or a corner or the centre (`c…`) with the size."""

    XYXY = "xyxy"
    YXYX = "yxyx"
    XYWH = "xywh"
    CXCYWH = "cxcywh"
    CYCXHW = "cycxhw"


class BoxUnit(StrEnum):
    """What a box's numbers count: shares of the network's input (0..1), its pixels, or pixels of the picture as stored."""

    SHARE = "share"
    INPUT = "input"
    PICTURE = "picture"


class Background(StrEnum):
    """Which column of the scores means that there is nothing."""

    NONE = "none"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of many boxes are detections.

    Scores below `floor` do not count. Of two boxes of one class that overlap by more than `overlap` (intersection over
    union) the one with the lower score goes; None: they all stay. At most `most` are left for a picture. With `multi` a box
    can be a detection of several classes, otherwise only of its best.
    """

    floor: float = 0.01
    overlap: float | None = 0.5
    most: int = 100
    multi: bool = True


# For a network that has chosen already: nothing is dropped but what it marked as empty.
CHOSEN = Selection(floor=0.01, overlap=None)


@dataclass(frozen=True, slots=True)
class Classification:
    """One score for each class. With `background` the first class means that nothing is there; it is left out."""

    output: str
    activation: Activation = Activation.NONE
    background: bool = False
    kind: Literal["classification"] = "classification"


@dataclass(frozen=True, slots=True)
class SsdDetections:
    """Caffe's DetectionOutput, `[1, 1, N, 7]`: number in the batch (-1 ends), class, score, box.

    With `background` class 0 means nothing and class 1 is the first.
    """

    output: str
    background: bool = True
    unit: BoxUnit = BoxUnit.SHARE
    select: Selection = CHOSEN
    kind: Literal["ssd"] = "ssd"


class YoloVersion(StrEnum):
    """How a grid's numbers become a box.

    V2 and V3: centre = (sigmoid + cell) / grid, size = anchor·exp. V2 takes the softmax over the classes, V3 (and V4, whose
    `stretch` is not 1) the sigmoid of each. V5 (also V7): centre = (2·sigmoid - 0.5 + cell) / grid, size = anchor·(2·sigmoid)².
    """

    V2 = "v2"
    V3 = "v3"
    V5 = "v5"


@dataclass(frozen=True, slots=True)
class YoloHead:
    """One grid: its output, and the width and height of its anchors, in pixels of the network's input."""

    output: str
    anchors: tuple[tuple[float, float], ...]
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class YoloGrids:
    """Raw grids with anchors (YOLOv2 to v5): each anchor has x, y, w, h, the object's score and one for each class.

    `stretch` of a head makes sigmoids reach the borders of a cell: sigmoid·stretch - (stretch - 1)/2. `activated`: the
    network has taken the sigmoids (and softmax) itself, as OpenVINO's RegionYolo does.
    """

    heads: tuple[YoloHead, ...]
    classes: int
    version: YoloVersion = YoloVersion.V3
    activated: bool = False
    select: Selection = Selection(floor=0.005, overlap=0.45)
    kind: Literal["yolo_grids"] = "yolo_grids"


@dataclass(frozen=True, slots=True)
class YoloRows:
    """Decoded boxes as rows: centre, size, the object's score if there is one (`objectness`), and one for each class.

    YOLOv5, v6 and v7 give `[N, rows, 5 + classes]`, v8 to v12 `[N, 4 + classes, rows]` (`transposed`). Networks for instances
    have further columns, the weights of the masks in the output `prototypes`.
    """

    output: str
    objectness: bool
    transposed: bool
    unit: BoxUnit = BoxUnit.INPUT
    activation: Activation = Activation.NONE
    prototypes: str | None = None
    select: Selection = Selection(floor=0.01, overlap=0.6)
    kind: Literal["yolo_rows"] = "yolo_rows"


@dataclass(frozen=True, slots=True)
class Yolox:
    """YOLOX as exported by its authors: rows are the cells of grids, row by row, one grid for each stride.

    Centre = (xy + cell)·stride, size = exp(wh)·stride, score = object's · class's (sigmoids taken by the network).
    """

    output: str
    strides: tuple[int, ...] = (8, 16, 32)
    select: Selection = Selection(floor=0.01, overlap=0.5, multi=False)
    kind: Literal["yolox"] = "yolox"


@dataclass(frozen=True, slots=True)
class BoxesAndScores:
    """Candidates with a score for each class: boxes `[N, M, 4]` and scores `[N, M, classes]`, or `[N, classes, M]`.

    The family of EfficientDet, RetinaNet, SSD without its last step, and DETR. `boxes_transposed` and `scores_transposed`
    tell that the candidates are the last dimension.
    """

    boxes: str
    scores: str
    form: BoxForm = BoxForm.XYXY
    unit: BoxUnit = BoxUnit.SHARE
    activation: Activation = Activation.NONE
    background: Background = Background.NONE
    scores_transposed: bool = False
    boxes_transposed: bool = False
    select: Selection = Selection()
    kind: Literal["boxes_and_scores"] = "boxes_and_scores"


class MaskForm(StrEnum):
    """What a mask covers: its box, stretched to a square of some cells (Mask R-CNN), or the network's whole input."""

    BOX = "box"
    INPUT = "input"


@dataclass(frozen=True, slots=True)
class FinalBoxes:
    """Detections chosen by the network itself.

    Either one output with a row for each (`columns` names its numbers in order, such as `x0 y0 x1 y1 score label`; columns
    with other names are ignored), or the outputs `boxes`, `scores` and `labels`. Without scores every row counts fully,
    without classes every row has the first. `count` is the output that says how many rows count. `first_label` is the number
    of the first class. `masks` has the instances' masks, as scores 0..1 cut at 0.5, or as `mask_activation` makes them.
    """

    boxes: str
    scores: str | None = None
    labels: str | None = None
    count: str | None = None
    masks: str | None = None
    columns: tuple[str, ...] = ()
    form: BoxForm = BoxForm.XYXY
    unit: BoxUnit = BoxUnit.INPUT
    first_label: int = 0
    mask_form: MaskForm = MaskForm.BOX
    mask_activation: Activation = Activation.NONE
    select: Selection = CHOSEN
    kind: Literal["final_boxes"] = "final_boxes"


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A class for each pixel: scores in `NCHW` or `NHWC`, or the number of the class in `NHW`, `NCHW` or `NHWC` (`chosen`).

    A single channel of scores is that of class 1, and above 0.5 after `activation` it is 1, otherwise 0. With `smooth` scores
    are interpolated to the picture's size before the best is taken, otherwise each pixel takes the nearest one's class.
    `first_label` is the value that the masks of a dataset have for the network's first class.
    """

    output: str
    layout: str = "NCHW"
    chosen: bool = False
    activation: Activation = Activation.NONE
    smooth: bool = False
    first_label: int = 0
    kind: Literal["segmentation"] = "segmentation"


OutputAdapter = (
    Classification | SsdDetections | YoloGrids | YoloRows | Yolox | BoxesAndScores | FinalBoxes | Segmentation
)


@dataclass(frozen=True, slots=True)
class AdapterProposal:
    """What the outputs of a network may mean, and what speaks for it.

    `missing` names the settings that the file cannot tell and that the proposal filled with what is usual.
    """

    adapter: OutputAdapter
    reason: str
    missing: tuple[str, ...] = ()
