"""Pictures and masks that were changed after the import are left out and listed, whatever their size in pixels."""

import os

import numpy as np
import onnx
import pytest
from builders import datasets as build
from onnx import TensorProto, helper
from PIL import Image

from dlwb import Workbench
from dlwb.config import Settings
from dlwb.domain.errors import InputError
from dlwb.domain.model import ColorOrder, Preprocessing
from dlwb.domain.specs import AccuracySpec

pytestmark = pytest.mark.openvino

PIXELS = 16
PLAIN = Preprocessing(color_order=ColorOrder.RGB, mean=(0.0,), scale=(1.0,))
WISH = AccuracySpec("", "", preprocessing=PLAIN, classes=("green", "blue"))


@pytest.fixture(scope="module")
def workbench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("changed")
    with Workbench(settings=Settings(workspace=folder / "workspace", slot=folder / "slot.lock")) as workbench:
        yield workbench


@pytest.fixture(scope="module")
def model(workbench, tmp_path_factory):
    """Says of each pixel which colour is the brightest: red is background, green class 0 and blue class 1."""
    path = tmp_path_factory.mktemp("model") / "brightest.onnx"
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", 3, PIXELS, PIXELS]) for name in "xy"]
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "brightest", ends[:1], ends[1:])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    path.write_bytes(made.SerializeToString())
    onnx.checker.check_model(str(path))
    return workbench.models.add(str(path))


@pytest.fixture
def folder(tmp_path):
    for i in range(4):
        numbers = np.random.default_rng(i).integers(0, 3, (PIXELS, PIXELS)).astype(np.uint8)
        for name, pixels in (
            ("JPEGImages", (np.eye(3)[numbers] * 200).astype(np.uint8)),
            ("SegmentationClass", numbers),
        ):
            (tmp_path / "data" / name).mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels).save(tmp_path / "data" / name / f"{i}.png")
    build.text(tmp_path / "data" / "labelmap.txt", "background:::", "green:::", "blue:::")
    return tmp_path / "data"


def rewritten(path):
    """Other pixels, as many of them, a moment later."""
    then = path.stat().st_mtime_ns
    Image.fromarray(np.asarray(Image.open(path))[::-1].copy()).save(path)
    os.utime(path, ns=(then, then + 1_000_000_000))


def test_changed_pictures_and_masks_are_left_out_and_listed(workbench, model, folder):
    dataset = workbench.datasets.add(str(folder))
    whole = workbench.accuracy(model, dataset, WISH).evaluation
    assert (whole.left_out, whole.report.samples) == (0, 4)
    assert whole.report.metric("miou").value == 1
    rewritten(folder / "JPEGImages" / "1.png")
    rewritten(folder / "SegmentationClass" / "2.png")
    found = workbench.accuracy(model, dataset, WISH).evaluation
    assert [one.reason for one in found.broken] == [
        "'JPEGImages/1.png' has been changed since it was imported.",
        "'SegmentationClass/2.png' has been changed since it was imported.",
    ]
    assert (found.left_out, found.report.samples) == (2, 2)
    assert found.report.metric("miou").value == 1


def test_where_all_were_changed_that_is_said(workbench, model, folder):
    dataset = workbench.datasets.add(str(folder))
    for path in (folder / "SegmentationClass").iterdir():
        rewritten(path)
    with pytest.raises(InputError, match=r"SegmentationClass/\d\.png' has been changed since it was imported"):
        _ = workbench.accuracy(model, dataset, WISH).evaluation
