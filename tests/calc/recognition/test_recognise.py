"""Outputs as published networks have them, and what they are taken for."""

import numpy as np
import pytest

from dlwb.calc.detections.decode import decode
from dlwb.calc.preprocessing.frame import frame_of
from dlwb.calc.preprocessing.picture_input import PictureInput
from dlwb.calc.recognition.anchor_fit import fit_anchors
from dlwb.calc.recognition.recognise import recognise
from dlwb.domain.dataset import Box, Sample
from dlwb.domain.model import DimRange, TensorSpec
from dlwb.domain.output_adapter import (
    Activation,
    Background,
    BoxesAndScores,
    BoxForm,
    BoxUnit,
    Classification,
    FinalBoxes,
    MaskForm,
    Segmentation,
    SsdDetections,
    YoloGrids,
    YoloHead,
    YoloRows,
    YoloVersion,
    Yolox,
)
from dlwb.domain.preprocessing import Resize

RNG = np.random.default_rng(0)
ANY = DimRange()


def picture(side=416, layout="NCHW", batch=None):
    return PictureInput("images", layout, side, side, 3, "f32", batch)


def look(outputs, trial=None, **known):
    """The first proposal; outputs by name with shape and type."""
    made = picture(known.pop("side", 416), known.pop("layout", "NCHW"), known.pop("batch", None))
    specs = [TensorSpec(name, shape, dtype) for name, (shape, dtype) in outputs.items()]
    trials = () if trial is None else (trial,)
    return recognise(made, specs, trials=trials, **known)


def boxes(count, low, high, form=BoxForm.XYXY):
    first = RNG.uniform(low, high * 0.6, (count, 2))
    size = RNG.uniform((high - low) * 0.05, (high - low) * 0.35, (count, 2))
    if form is BoxForm.CXCYWH:
        return np.hstack([first + size / 2, size]).astype(np.float32)
    return np.hstack([first, first + size]).astype(np.float32)


# --- YOLO -----------------------------------------------------------------------------------------


def test_yolox_is_known_by_its_grids_and_by_sizes_below_zero():
    raw = RNG.normal(0, 1, (1, 3549, 85)).astype(np.float32)
    raw[..., 4:] = RNG.random((1, 3549, 81))
    found = look({"output": ((1, 3549, 85), "f32")}, {"output": raw}, classes=80)
    assert isinstance(found[0].adapter, Yolox)
    assert found[0].reason.startswith(
        "This looks like YOLOX, because its 3549 rows are the cells of 52×52, 26×26 and 13×13 grids, "
        "and there are 85 = 4 + 1 + 80 numbers for each"
    )
    assert isinstance(look({"output": ((1, 3549, 85), "f32")}, classes=80)[0].adapter, Yolox)


def test_yolox_with_two_grids_is_known_as_in_the_sample_that_comes_with_dlwb():
    raw = np.random.default_rng(1).normal(0, 1, (1, 320, 13)).astype(np.float32)
    found = look({"detections": ((1, 320, 13), "f32")}, {"detections": raw}, side=128, classes=8)
    assert isinstance(found[0].adapter, Yolox)
    assert found[0].adapter.strides == (8, 16)


@pytest.mark.parametrize(
    ("shape", "objectness", "transposed", "shares"),
    [
        ((1, 25200, 85), True, False, False),  # YOLOv5 and v7
        ((1, 84, 8400), False, True, False),  # YOLOv8 to v12
        ((1, 84, 8400), False, True, True),  # the same as TensorFlow Lite exports
        ((1, 8400, 85), True, False, False),  # YOLOv6, decoded YOLOX
        ((1, 7, 8400), False, True, False),  # three classes of one's own
    ],
)
def test_decoded_rows(shape, objectness, transposed, shares):
    rows = np.zeros((max(shape[1:]), min(shape[1:])), np.float32)
    rows[:, :4] = boxes(len(rows), 0, 1 if shares else 640, BoxForm.CXCYWH)
    rows[:, 4:] = RNG.random((len(rows), rows.shape[1] - 4)) * 0.9
    held = rows.T[None] if transposed else rows[None]
    adapter = look({"output0": (shape, "f32")}, {"output0": held}, side=640)[0].adapter
    assert isinstance(adapter, YoloRows)
    assert (adapter.objectness, adapter.transposed) == (objectness, transposed)
    assert adapter.unit is (BoxUnit.SHARE if shares else BoxUnit.INPUT)
    assert adapter.activation is Activation.NONE


def test_rows_with_masks():
    found = look({"output0": ((1, 116, 8400), "f32"), "output1": ((1, 32, 160, 160), "f32")}, side=640)
    adapter = found[0].adapter
    assert isinstance(adapter, YoloRows)
    assert (adapter.prototypes, adapter.objectness) == ("output1", False)
    assert "116 = 4 + 80 + 32" in found[0].reason


@pytest.mark.parametrize(
    ("labels", "sure", "firsts"),
    [
        ((1, 2, 1, 2, 1), 2, [0, 1]),  # these may be the first and the second class, or the second and the third
        ((1, 2, 1, 2, 1), 5, [1, 0]),  # more of them speak for a count from 1, and prove nothing
        ((1, 0, 1, 2, 1), 2, [0]),  # a 0 that was found is a class
        ((1, 2, 0, 0, 0), 2, [0, 1]),  # others only fill the rows up
    ],
)
@pytest.mark.parametrize("fifth", [False, True])
def test_both_ways_to_count_classes_are_thought_of_until_the_first_is_found(labels, sure, firsts, fifth):
    held = {"boxes": boxes(5, 0, 400), "labels": np.array(labels), "scores": np.zeros(5, np.float32)}
    held["scores"][:sure] = 0.9
    shapes = {"boxes": ((5, 4), "f32"), "labels": ((5,), "i64"), "scores": ((5,), "f32")}
    if fifth:
        shapes = {"boxes": ((5, 5), "f32"), "labels": shapes["labels"]}
        held["boxes"] = np.hstack([held["boxes"], held.pop("scores")[:, None]])
    found = [one for one in look(shapes, held) if isinstance(one.adapter, FinalBoxes)]
    assert [one.adapter.first_label for one in found] == firsts
    assert {one.missing for one in found} == {("first_label",) if len(firsts) > 1 else ()}


@pytest.mark.parametrize(
    ("labels", "firsts"),
    [((1, 2, 3), [0, 1]), ((1, 0, 2), [0]), ((), [0, 1])],
    ids=["the first is not among them", "the first is found", "nothing is found"],
)
def test_rows_may_count_classes_from_1_until_the_first_is_found(labels, firsts):
    rows = np.zeros((1, 10, 6), np.float32)
    rows[0, : len(labels)] = [(10, 20, 110, 120, 0.9, label) for label in labels] or 0
    found = look({"dets": ((1, 10, 6), "f32")}, {"dets": rows})
    finals = [one for one in found if isinstance(one.adapter, FinalBoxes)]
    assert [one.adapter.first_label for one in finals] == firsts
    assert {one.missing for one in finals} == {("first_label",) if len(firsts) > 1 else ()}


def test_classes_of_8_bits_are_no_shares():
    held = {"boxes": boxes(5, 0, 400), "b": np.array([1, 7, 1, 90, 1], np.uint8), "c": np.full(5, 0.9, np.float32)}
    shapes = {"boxes": ((5, 4), "f32"), "b": ((5,), "u8"), "c": ((5,), "f32")}
    found = [one.adapter for one in look(shapes, held) if isinstance(one.adapter, FinalBoxes)]
    assert [(one.labels, one.scores, one.first_label) for one in found] == [("b", "c", 1), ("b", "c", 0)]


def test_a_few_hundred_rows_that_are_no_cells_are_rt_detr():
    rows = np.hstack([boxes(300, 0, 1, BoxForm.CXCYWH), RNG.random((300, 80))]).astype(np.float32)
    adapter = look({"output0": ((1, 300, 84), "f32")}, {"output0": rows[None]}, side=640)[0].adapter
    assert isinstance(adapter, YoloRows)
    assert (adapter.unit, adapter.objectness, adapter.select.overlap) == (BoxUnit.SHARE, False, None)
    assert look({"output0": ((1, 300, 84), "f32")}, {"output0": 9 * rows[None]}, side=640) == ()


@pytest.mark.parametrize(
    ("sides", "channels", "layout", "name", "version", "grids"),
    [
        ((52, 26, 13), 255, "NCHW", "YOLOv3", YoloVersion.V3, 3),
        ((52, 26, 13), 255, "NHWC", "YOLOv3", YoloVersion.V3, 3),
        ((26, 13), 255, "NCHW", "YOLOv4-tiny", YoloVersion.V3, 2),
        ((13,), 125, "NCHW", "YOLOv2 (VOC)", YoloVersion.V2, 1),
    ],
)
def test_grids_with_anchors(sides, channels, layout, name, version, grids):
    shapes = [(ANY, channels, s, s) if layout == "NCHW" else (ANY, s, s, channels) for s in sides]
    found = look({f"o{i}": (shape, "f32") for i, shape in enumerate(shapes)}, layout=layout)
    adapter = found[0].adapter
    assert isinstance(adapter, YoloGrids)
    assert f"This looks like {name}, because" in found[0].reason
    assert found[0].missing == ("anchors",)
    assert (adapter.version, len(adapter.heads)) == (version, grids)
    assert [head.output for head in adapter.heads] == [f"o{i}" for i in range(grids)]
    # with three anchors for each cell there is more than one published set
    assert len({p.adapter for p in found if isinstance(p.adapter, YoloGrids)}) >= 2


def test_grids_that_took_the_sigmoids_themselves():
    held = RNG.random((1, 3, 85, 13, 13)).astype(np.float32)
    held[:, :, 2:4] = RNG.normal(size=(1, 3, 2, 13, 13))
    trial = {"a": held.reshape(1, 255, 13, 13), "b": np.repeat(np.repeat(held, 2, 3), 2, 4).reshape(1, 255, 26, 26)}
    found = look({"a": ((1, 255, 13, 13), "f32"), "b": ((1, 255, 26, 26), "f32")}, trial)
    assert isinstance(found[0].adapter, YoloGrids)
    assert found[0].adapter.activated


# --- other detectors ------------------------------------------------------------------------------


def test_detection_output():
    found = look({"out": ((1, 1, 200, 7), "f32")}, side=300)
    assert found[0].adapter == SsdDetections("out")


@pytest.mark.parametrize(("labels", "backgrounds"), [((2, 1), [True, False]), ((2, 0), [False])])
def test_a_class_0_that_pictures_do_not_show_may_still_be_one(labels, backgrounds):
    rows = np.full((1, 1, 200, 7), -1, np.float32)
    rows[0, 0, : len(labels)] = [[0, label, 0.9, 0.1, 0.1, 0.5, 0.5] for label in labels]
    found = look({"out": ((1, 1, 200, 7), "f32")}, {"out": rows}, side=300)
    assert [one.adapter.background for one in found if isinstance(one.adapter, SsdDetections)] == backgrounds


def test_tensorflows_detection_api():
    outputs = {
        "detection_anchor_indices": ((1, 100), "f32"),
        "detection_boxes": ((1, 100, 4), "f32"),
        "detection_classes": ((1, 100), "f32"),
        "detection_multiclass_scores": ((1, 100, 91), "f32"),
        "detection_scores": ((1, 100), "f32"),
        "num_detections": ((1,), "f32"),
        "raw_detection_boxes": ((1, 1917, 4), "f32"),
        "raw_detection_scores": ((1, 1917, 91), "f32"),
    }
    assert look(outputs, layout="NHWC", side=300)[0].adapter == FinalBoxes(
        "detection_boxes",
        "detection_scores",
        "detection_classes",
        "num_detections",
        form=BoxForm.YXYX,
        unit=BoxUnit.SHARE,
        first_label=1,
    )


def test_tensorflow_lites_detections_are_told_apart_by_a_trial():
    names = [f"TFLite_Detection_PostProcess{tail}" for tail in ("", ":1", ":2", ":3")]
    shapes = [(1, 10, 4), (1, 10), (1, 10), (1,)]
    outputs = {name: (shape, "f32") for name, shape in zip(names, shapes, strict=True)}
    trial = {
        names[0]: boxes(10, 0, 1)[None],
        names[1]: np.array([[0, 2, 5, 0, 1, 0, 0, 16, 3, 0]], np.float32),
        names[2]: np.linspace(0.9, 0.1, 10, dtype=np.float32)[None],
        names[3]: np.array([10], np.float32),
    }
    for held in (None, trial):
        adapter = look(outputs, held, layout="NHWC", side=300)[0].adapter
        assert adapter == FinalBoxes(
            names[0], names[2], names[1], names[3], form=BoxForm.YXYX, unit=BoxUnit.SHARE, first_label=0
        )


def test_classes_that_are_all_zero_are_still_told_from_scores():
    outputs = {"a": ((1, 25, 4), "f32"), "b": ((1, 25), "f32"), "c": ((1, 25), "f32"), "d": ((1,), "f32")}
    trial = {
        "a": boxes(25, 0, 1)[None],
        "b": RNG.random((1, 25)).astype(np.float32),
        "c": np.zeros((1, 25), np.float32),
        "d": np.array([25], np.float32),
    }
    adapter = look(outputs, trial, layout="NHWC", side=320)[0].adapter
    assert isinstance(adapter, FinalBoxes)
    assert (adapter.scores, adapter.labels, adapter.count, adapter.form) == ("b", "c", "d", BoxForm.YXYX)


def test_torchvisions_mask_rcnn():
    outputs = {
        "boxes": ((ANY, 4), "f32"),
        "labels": ((ANY,), "i64"),
        "scores": ((ANY,), "f32"),
        "masks": ((ANY, 1, 28, 28), "f32"),
    }
    trial = {
        "boxes": boxes(6, 0, 400),
        "labels": np.array([1, 3, 90, 1, 17, 2]),
        "scores": np.linspace(0.9, 0.3, 6, dtype=np.float32),
        "masks": RNG.random((6, 1, 28, 28)).astype(np.float32),
    }
    found = look(outputs, trial)
    assert found[0].adapter == FinalBoxes(
        "boxes", "scores", "labels", masks="masks", unit=BoxUnit.INPUT, first_label=1, mask_form=MaskForm.BOX
    )
    assert "Mask R-CNN" in found[0].reason


@pytest.mark.parametrize(
    ("columns", "unit"),
    [
        (("x0", "y0", "x1", "y1", "score", "label"), BoxUnit.INPUT),  # YOLOv10 and others that choose themselves
        (("label", "score", "x0", "y0", "x1", "y1"), BoxUnit.PICTURE),  # PaddleDetection
        (("batch", "x0", "y0", "x1", "y1", "label", "score"), BoxUnit.INPUT),  # YOLOv7 with its last step
    ],
)
def test_rows_of_finished_detections_are_told_by_their_numbers(columns, unit):
    parts = dict(zip(("x0", "y0", "x1", "y1"), boxes(30, 0, 400).T, strict=True))
    parts |= {"score": RNG.random(30) * 0.9 + 0.05, "label": RNG.integers(0, 80, 30), "batch": np.zeros(30)}
    rows = np.stack([parts[name] for name in columns], axis=1).astype(np.float32)
    found = look({"out": ((ANY, len(columns)), "f32")}, {"out": rows})
    assert isinstance(found[0].adapter, FinalBoxes)
    assert (found[0].adapter.columns, found[0].adapter.unit) == (columns, unit)


@pytest.mark.parametrize("counts", [(30,), (12, 0, 11, 7)])
def test_how_many_rows_each_picture_has_is_known_by_their_sum(counts):
    parts = {"label": RNG.integers(0, 80, 30), "score": RNG.random(30) * 0.9 + 0.05}
    rows = np.column_stack([*parts.values(), boxes(30, 0, 400)]).astype(np.float32)
    outputs = {"out": ((ANY, 6), "f32"), "other": ((ANY,), "i32"), "each": ((ANY,), "i32")}
    trial = {"out": rows, "other": np.arange(30, dtype=np.int32), "each": np.array(counts, np.int32)}
    adapter = look(outputs, trial)[0].adapter
    assert isinstance(adapter, FinalBoxes)
    assert adapter.count == "each"


def test_probabilities_of_pictures_that_the_network_can_read_are_told_by_those():
    shares = RNG.dirichlet(np.ones(10), 3).astype(np.float32)
    shares[1, 4] = np.nan
    adapter = look({"out": ((ANY, 10), "f32")}, {"out": shares}, classes=10, side=64)[0].adapter
    assert adapter == Classification("out")


def test_rows_that_a_detector_chose_itself_for_one_picture():
    """YOLOv10, YOLO26 and Ultralytics' exports with their last step: `[1, 300, 6]`, filled up with zeros."""
    true = np.array([10.0, 20.0, 110.0, 220.0, 0.9, 3.0], np.float32)
    held = np.zeros((1, 300, 6), np.float32)
    held[0, 0], held[0, 1] = true, [300, 200, 400, 300, 0.5, 79]
    shapes = {"output0": ((1, 300, 6), "f32")}
    adapter = look(shapes, {"output0": held}, side=640)[0].adapter
    assert adapter == FinalBoxes("output0", columns=("x0", "y0", "x1", "y1", "score", "label"), unit=BoxUnit.INPUT)
    (found,) = decode(adapter, {"output0": held}, [frame_of((640, 640), (640, 640), Resize())])
    assert (found.boxes[0], found.labels) == (tuple(true[:4].tolist()), (3, 79))
    assert look(shapes, {"output0": np.zeros_like(held)}, side=640)[0].adapter == adapter  # nothing was found
    assert look(shapes, side=640)[0].adapter == adapter


def test_six_scores_are_no_row_of_a_detector():
    assert isinstance(
        look({"out": ((1, 6), "f32")}, {"out": RNG.random((1, 6)).astype(np.float32)})[0].adapter, Classification
    )
    assert not any(isinstance(one.adapter, FinalBoxes) for one in look({"out": ((1, 6), "f32")}))


def test_candidates_with_scores():
    outputs = {"boxes": ((1, 2000, 4), "f32"), "scores": ((1, 2000, 91), "f32")}
    scores = RNG.random((1, 2000, 91)).astype(np.float32) * 0.01
    scores[..., 0] = 0.9
    scores /= scores.sum(axis=2, keepdims=True)
    found = look(outputs, {"boxes": boxes(2000, 0, 1)[None], "scores": scores}, side=300)
    adapter = found[0].adapter
    assert isinstance(adapter, BoxesAndScores)
    assert (adapter.background, adapter.activation, adapter.unit) == (Background.FIRST, Activation.NONE, BoxUnit.SHARE)
    assert [p.adapter.form for p in found[:2]] == [BoxForm.XYXY, BoxForm.YXYX]


def test_detr_is_known_by_its_last_class_and_its_centres():
    logits = RNG.normal(-4, 1, (1, 100, 92)).astype(np.float32)
    logits[..., -1] = 6
    trial = {"logits": logits, "pred_boxes": boxes(100, 0, 1, BoxForm.CXCYWH)[None]}
    outputs = {"logits": ((1, 100, 92), "f32"), "pred_boxes": ((1, 100, 4), "f32")}
    adapter = look(outputs, trial, side=800)[0].adapter
    assert isinstance(adapter, BoxesAndScores)
    assert (adapter.form, adapter.activation, adapter.background) == (
        BoxForm.CXCYWH,
        Activation.SOFTMAX,
        Background.LAST,
    )
    assert adapter.select.overlap is None


FREQUENT = {"logits": ((1, 2000, 80), "f32"), "boxes": ((1, 2000, 4), "f32")}


@pytest.mark.parametrize(
    ("classes", "readings"),
    [
        (80, [(Activation.SIGMOID, Background.NONE)]),
        (79, [(Activation.SOFTMAX, Background.FIRST), (Activation.SIGMOID, Background.NONE)]),
        (None, [(Activation.SIGMOID, Background.NONE), (Activation.SOFTMAX, Background.FIRST)]),
    ],
)
def test_a_class_that_most_pictures_show_is_no_background(classes, readings):
    """Raw scores of a network with 80 classes, on pictures of people."""
    logits = RNG.normal(-4, 1, (1, 2000, 80)).astype(np.float32)
    logits[..., 0] += 4
    found = look(FREQUENT, {"logits": logits, "boxes": boxes(2000, 0, 1)[None]}, side=300, classes=classes)
    made = [one.adapter for one in found if isinstance(one.adapter, BoxesAndScores)]
    assert list(dict.fromkeys((one.activation, one.background) for one in made)) == readings


def test_shares_that_sum_to_one_have_a_background_unless_the_classes_are_as_many():
    shares = RNG.dirichlet(np.ones(80), (1, 2000)).astype(np.float32) * 0.2
    shares[..., 0] += 0.8
    trial = {"logits": shares, "boxes": boxes(2000, 0, 1)[None]}
    for classes, background in ((80, Background.NONE), (79, Background.FIRST), (None, Background.FIRST)):
        made = [one.adapter for one in look(FREQUENT, trial, side=300, classes=classes)]
        found = {(one.activation, one.background) for one in made if isinstance(one, BoxesAndScores)}
        assert found == {(Activation.NONE, background)}


def test_scores_may_have_the_candidates_last():
    outputs = {"b": ((1, 8400, 4), "f32"), "s": ((1, 80, 8400), "f32")}
    trial = {"b": boxes(8400, 0, 640)[None], "s": RNG.random((1, 80, 8400)).astype(np.float32)}
    adapter = look(outputs, trial, side=640)[0].adapter
    assert isinstance(adapter, BoxesAndScores)
    assert (adapter.scores_transposed, adapter.boxes_transposed, adapter.unit) == (True, False, BoxUnit.INPUT)


# --- whole pictures -------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, 1000), (ANY, 1000), (1, 1000, 1, 1), (1, 1, 1, 1000)])
def test_classification(shape):
    assert look({"prob": (shape, "f32")}, side=224)[0].adapter == Classification("prob")
    assert look({"out": (shape, "f32")}, side=224)[0].adapter == Classification("out", Activation.SOFTMAX)


def test_probabilities_and_backgrounds():
    shares = RNG.dirichlet(np.ones(11), 2).astype(np.float32)
    found = look({"out": ((ANY, 11), "f32")}, {"out": shares}, classes=10, side=64)
    assert found[0].adapter == Classification("out", Activation.NONE, background=True)
    assert look({"out": ((ANY, 11), "f32")}, {"out": shares}, classes=11)[0].adapter == Classification("out")
    eight = np.round(shares * 255).astype(np.uint8)
    assert look({"out": ((ANY, 11), "u8")}, {"out": eight}, classes=11)[0].adapter == Classification("out")
    assert look({"out": ((ANY, 1001), "f32")})[0].adapter == Classification("out", Activation.SOFTMAX, background=True)


@pytest.mark.parametrize(
    ("shape", "dtype", "layout", "chosen", "side"),
    [
        ((1, 21, 257, 257), "f32", "NCHW", False, 257),
        ((1, 257, 257, 21), "f32", "NHWC", False, 257),
        ((1, 19, 64, 64), "f32", "NCHW", False, 256),
        ((1, 256, 256), "i64", "NHW", True, 256),
        ((1, 1, 256, 256), "i32", "NCHW", True, 256),
    ],
)
def test_segmentation(shape, dtype, layout, chosen, side):
    adapter = look({"out": (shape, dtype)}, side=side, layout="NHWC" if layout == "NHWC" else "NCHW")[0].adapter
    assert adapter == Segmentation("out", layout, chosen)


def pixels(shape, dtype, highest=4):
    """The classes that a network chose: all of 0 to `highest`."""
    held = np.zeros(shape, dtype)
    held[..., :32, :] = np.arange(32 * shape[-1]).reshape(32, -1) % (highest + 1)
    return held


@pytest.mark.parametrize("shape", [(1, 64, 64), (1, 1, 64, 64)])
@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, np.float32])
@pytest.mark.parametrize("classes", [None, 4])
def test_classes_that_the_network_chose_are_known_in_every_type(shape, dtype, classes):
    kind = {np.uint8: "u8", np.int8: "i8", np.int64: "i64", np.float32: "f32"}[dtype]
    found = look({"out": (shape, kind)}, {"out": pixels(shape, dtype)}, side=64, classes=classes)
    assert found[0].adapter == Segmentation("out", "NHW" if len(shape) == 3 else "NCHW", chosen=True)


def test_a_few_numbers_of_8_bits_may_be_classes_or_scores():
    def of(held, classes):
        found = look({"out": (held.shape, "u8")}, {"out": held}, side=64, classes=classes)
        return [one.adapter.chosen for one in found if isinstance(one.adapter, Segmentation)]

    scores = RNG.integers(0, 255, (1, 1, 64, 64), dtype=np.uint8)
    assert of(scores, 1) == [False, True]
    assert of(scores // 254 * 255, None) == [False, True]  # 0 and 255
    assert of(pixels((1, 1, 64, 64), np.uint8, highest=1), 1) == [True, False]
    assert of(pixels((1, 64, 64), np.uint8), None) == [True]  # a single score would have a dimension for itself
    below = look({"out": ((1, 1, 64, 64), "i8")}, {"out": scores.astype(np.int16).astype(np.int8)}, side=64)
    assert [one.adapter for one in below] == [Segmentation("out")]


def test_only_zeros_and_ones_may_be_the_first_two_of_many_classes():
    held = pixels((1, 64, 64), np.float32, highest=1)
    assert look({"out": (held.shape, "f32")}, {"out": held}, side=64)[0].adapter == Segmentation(
        "out", "NHW", chosen=True
    )
    found = look({"out": ((1, 1, 64, 64), "f32")}, {"out": held[None]}, side=64, classes=5)
    assert {one.adapter.chosen for one in found} == {True, False}


@pytest.mark.parametrize(("classes", "firsts"), [(19, [1, 0]), (18, [0]), (None, [0])])
def test_as_many_scores_as_classes_leave_none_for_a_background(classes, firsts):
    found = look({"out": ((1, 19, 64, 64), "f32")}, side=64, classes=classes)
    assert [one.adapter.first_label for one in found if isinstance(one.adapter, Segmentation)] == firsts


@pytest.mark.parametrize(("highest", "firsts"), [(3, [0, 1]), (4, [0])])
def test_chosen_classes_may_be_counted_without_a_background_until_the_highest_is_seen(highest, firsts):
    held = pixels((1, 64, 64), np.int64, highest)
    found = look({"out": (held.shape, "i64")}, {"out": held}, side=64, classes=4)
    assert [one.adapter.first_label for one in found if isinstance(one.adapter, Segmentation)] == firsts


def test_a_single_plane_of_raw_scores():
    trial = {"out": RNG.normal(0, 4, (1, 1, 64, 64)).astype(np.float32)}
    adapter = look({"out": ((1, 1, 64, 64), "f32")}, trial, side=64)[0].adapter
    assert adapter == Segmentation("out", activation=Activation.SIGMOID)


def test_what_the_file_says_counts_more():
    outputs = {"prob": ((1, 10), "f32"), "features": ((1, 16, 52, 52), "f32")}
    assert isinstance(look(outputs, task="classification")[0].adapter, Classification)
    assert isinstance(look(outputs, task="segmentation")[0].adapter, Segmentation)


def test_what_nobody_knows_has_no_proposal():
    assert look({"embedding": ((1, 7, 9, 11, 13), "f32")}) == ()


# --- anchors --------------------------------------------------------------------------------------


def test_anchors_are_found_from_true_boxes():
    anchors = ((20.0, 30.0), (60.0, 40.0))
    samples, outputs, frames = [], [], []
    for i in range(20):
        anchor = anchors[i % 2]
        factor = np.exp(RNG.normal(0, 0.3, 2))
        size = np.array(anchor) * factor
        centre = RNG.uniform(70, 90, 2)
        grid = np.full((1, 2, 10, 10, 7), -9.0, np.float32)
        column, row = (centre // 16).astype(int)
        grid[0, i % 2, row, column, 2:4] = np.log(factor)
        grid[0, i % 2, row, column, [4, 6]] = 5.0
        corner = centre - size / 2
        samples.append(Sample(str(i), 160, 160, boxes=(Box(0, *corner.tolist(), *(corner + size).tolist()),)))
        outputs.append({"x": grid})
        frames.append(frame_of((160, 160), (160, 160), Resize()))
    blank = YoloGrids((YoloHead("x", ((1.0, 1.0), (1.0, 1.0))),), 2)
    fitted = fit_anchors(blank, outputs, frames, samples, labels=(None, 0))
    assert fitted is not None
    assert isinstance(fitted.adapter, YoloGrids)
    assert np.array(fitted.adapter.heads[0].anchors) == pytest.approx(np.array(anchors), rel=0.02)
    assert fitted.missing == ("anchors",)
    assert fit_anchors(blank, outputs[:1], frames[:1], samples[:1], labels=(None, 0)) is None


def test_steps_of_a_sequence_are_no_pictures_of_a_batch():
    """A reader of text answers with scores for each step, the steps first."""
    steps = {"logits": ((20, 1, 37), "f32")}
    held = {"logits": RNG.normal(0, 3, (20, 1, 37)).astype(np.float32)}
    assert not any(isinstance(one.adapter, Classification) for one in look(steps, held, batch=1))
    assert isinstance(
        look({"logits": ((1, 37), "f32")}, {"logits": held["logits"][0]}, batch=1)[0].adapter, Classification
    )


def test_entries_that_another_output_has_boxes_for_are_no_classes():
    outputs = {"classificators": ((1, 896, 1), "f32"), "regressors": ((1, 896, 16), "f32")}
    assert not any(isinstance(one.adapter, Classification) for one in look(outputs, side=128))


def test_places_in_the_picture_are_no_scores():
    places = RNG.uniform(40, 150, (1, 468, 3)).astype(np.float32)
    outputs = {"landmarks": ((1, 1, 1, 1404), "f32")}
    held = {"landmarks": places.reshape(1, 1, 1, 1404)}
    assert not any(isinstance(one.adapter, Classification) for one in look(outputs, held, side=192))
    logits = {"landmarks": RNG.normal(0, 4, (1, 1, 1, 1404)).astype(np.float32)}
    assert isinstance(look(outputs, logits, side=192)[0].adapter, Classification)


def test_centres_in_the_first_cell_are_not_decoded_whatever_the_sizes_are():
    raw = np.abs(RNG.normal(0, 1, (1, 3549, 6))).astype(np.float32)
    raw[..., :2] = RNG.uniform(-0.9, 2.4, (1, 3549, 2))
    raw[..., 4:] = RNG.uniform(0, 1, (1, 3549, 2))
    found = look({"output": ((1, 3549, 6), "f32")}, {"output": raw}, classes=1)
    assert isinstance(found[0].adapter, Yolox)
    assert not any(isinstance(one.adapter, YoloRows) for one in found)


def test_one_of_several_levels_is_not_the_whole_detector():
    alone = {"a": ((1, 8400, 85), "f32")}
    assert any(isinstance(one.adapter, YoloRows) for one in look(alone, side=640))
    parts = alone | {"b": ((1, 2100, 85), "f32")}
    assert not any(isinstance(one.adapter, YoloRows) for one in look(parts, side=640))
