"""A network with the outputs of Mask R-CNN that finds what is really there: one red triangle and one blue rectangle.

A colour is there where its channel is bright and the others are not; its box reaches from the first to the last such row and
column. The mask of the triangle (right angle below, on the left) and that of the rectangle are always the same in their box.
"""

import json
from pathlib import Path

import numpy as np
import onnx
from builders.datasets import text
from onnx import TensorProto, helper, numpy_helper
from PIL import Image, ImageDraw

SIDE = 96
CLASSES = ("red triangle", "blue rectangle")
_CHANNELS = (0, 2)


def write(path: Path, cells: int = 28, *, outlined: bool = True) -> Path:
    """Outputs `boxes [2, 4]` (pixels of the input), `labels [2]` (from 1), `scores [2]` and `masks [2, 1, cells, cells]`.

    Not `outlined`: the masks fill their boxes, also that of the triangle.
    """
    nodes, constants = [], [_constant("rows", [3]), _constant("columns", [2]), _constant("plane", [1, 2, 3])]
    constants += [_constant(f"channel{c}", [c]) for c in range(3)] + [_constant("one", [1])]
    constants.append(numpy_helper.from_array(np.array(100, np.float32), "bright"))
    constants.append(numpy_helper.from_array(np.array(255, np.float32), "most"))
    for place, channel in enumerate(_CHANNELS):
        nodes += _object(place, channel)
    constants.append(numpy_helper.from_array(np.array([1, 2], np.int64), "numbers"))
    triangle = np.ones((cells, cells), np.float32)
    triangle = np.tril(triangle) if outlined else triangle
    masks = np.stack([triangle, np.ones_like(triangle)])[:, None]
    constants.append(numpy_helper.from_array(masks, "outlines"))
    nodes += [
        helper.make_node("Concat", ["box0", "box1"], ["boxes"], axis=0),
        helper.make_node("Concat", ["score0", "score1"], ["scores"], axis=0),
        helper.make_node("Identity", ["numbers"], ["labels"]),
        helper.make_node("Reshape", ["scores", "as_masks"], ["weights"]),
        helper.make_node("Ceil", ["weights"], ["there"]),
        helper.make_node("Mul", ["outlines", "there"], ["masks"]),
    ]
    constants.append(_constant("as_masks", [2, 1, 1, 1]))
    outputs = (("boxes", [2, 4]), ("labels", [2]), ("scores", [2]), ("masks", [2, 1, cells, cells]))
    graph = helper.make_graph(
        nodes,
        "instances",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [
            helper.make_tensor_value_info(name, TensorProto.INT64 if name == "labels" else TensorProto.FLOAT, shape)
            for name, shape in outputs
        ],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    return path


def _constant(name: str, values: list[int]) -> onnx.TensorProto:
    return numpy_helper.from_array(np.array(values, np.int64), name)


def _object(place: int, channel: int) -> list[onnx.NodeProto]:
    """The box `[1, 4]` and the score `[1]` of one colour: where its channel is brighter than the others by 100."""
    own, others = f"own{place}", [c for c in range(3) if c != channel]

    def name(what: str) -> str:
        return f"{what}{place}"

    nodes = [helper.make_node("Gather", ["image", f"channel{channel}"], [own], axis=1)]
    nodes += [helper.make_node("Gather", ["image", f"channel{c}"], [name(f"other{c}_")], axis=1) for c in others]
    nodes += [
        helper.make_node("Max", [name(f"other{c}_") for c in others], [name("rest")]),
        helper.make_node("Sub", [own, name("rest")], [name("more")]),
        helper.make_node("Greater", [name("more"), "bright"], [name("is")]),
        helper.make_node("Cast", [name("is")], [name("mask")], to=TensorProto.FLOAT),
        helper.make_node("ReduceMax", [name("mask"), "rows"], [name("by_row")], keepdims=0),
        helper.make_node("ReduceMax", [name("mask"), "columns"], [name("by_column")], keepdims=0),
        helper.make_node("ReduceMax", [name("more"), "plane"], [name("peak")], keepdims=0),
        helper.make_node("Div", [name("peak"), "most"], [name("share")]),
        helper.make_node("Relu", [name("share")], [name("score")]),
    ]
    for axis, side in (("column", "x"), ("row", "y")):
        for last in (0, 1):
            at = name(f"{side}{last}_")
            nodes.append(
                helper.make_node(
                    "ArgMax", [name(f"by_{axis}")], [f"{at}at"], axis=2, keepdims=0, select_last_index=last
                )
            )
            nodes.append(
                helper.make_node("Add", [f"{at}at", "one"] if last else [f"{at}at", "channel0"], [f"{at}whole"])
            )
            nodes.append(helper.make_node("Cast", [f"{at}whole"], [at], to=TensorProto.FLOAT))
    corners = [name(f"{side}{last}_") for last in (0, 1) for side in ("x", "y")]
    return [*nodes, helper.make_node("Concat", corners, [f"box{place}"], axis=1)]


def pictures(folder: Path, count: int = 6) -> Path:
    """A COCO set with the polygons of what is in each picture; every third has no rectangle."""
    images, annotations = [], []
    for i in range(count):
        image = Image.new("RGB", (SIDE, SIDE), (90, 90, 90))
        draw = ImageDraw.Draw(image)
        x, y, side = 4 + 3 * i, 6 + 2 * i, 40
        # pixel edges, as COCO has them: the last row and column that are drawn end at x + side
        draw.polygon([(x, y), (x, y + side - 1), (x + side - 1, y + side - 1)], fill=(250, 20, 20))
        shapes = [(1, (x, y, x, y + side, x + side, y + side), (x, y, side, side))]
        if i % 3:
            left, top = 60 - i, 8 + i
            draw.rectangle((left, top, left + 19, top + 9), fill=(20, 20, 250))
            right, bottom = left + 20, top + 10
            shapes.append((2, (left, top, right, top, right, bottom, left, bottom), (left, top, 20, 10)))
        file = folder / "val" / f"{i:03}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        image.save(file)
        images.append({"id": i + 1, "file_name": file.name, "width": SIDE, "height": SIDE})
        for category, polygon, box in shapes:
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": i + 1,
                    "category_id": category,
                    "bbox": list(box),
                    "area": box[2] * box[3] / (2 if category == 1 else 1),
                    "iscrowd": 0,
                    "segmentation": [list(polygon)],
                }
            )
    categories = [{"id": i + 1, "name": name} for i, name in enumerate(CLASSES)]
    document = {"images": images, "annotations": annotations, "categories": categories}
    text(folder / "annotations" / "instances_val.json", json.dumps(document))
    return folder
