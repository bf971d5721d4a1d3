"""`dlwb accuracy` on instances with the real engine: a network with the outputs of Mask R-CNN, and a COCO set with polygons."""

import io
import json

import numpy as np
import pytest
from builders import instance_models
from PIL import Image

from dlwb import Workbench

pytestmark = pytest.mark.openvino


@pytest.fixture
def measured(dlwb, monkeypatch, tmp_path):
    """Measure a network on the set, and return the document."""
    monkeypatch.setenv("DLWB_ENGINE", "openvino")
    folder = instance_models.pictures(tmp_path / "shapes")

    def run(model, *words):
        outcome = dlwb("accuracy", model, "--dataset", folder, *words, "--json")
        assert outcome.code == 0, outcome.out + outcome.err
        return outcome.document

    return run


def metric(document, name):
    return next(one["value"] for one in document["metrics"] if one["name"] == name)


def test_masks_are_found_read_compared_and_drawn(measured, tmp_path):
    document = measured(instance_models.write(tmp_path / "instances.onnx"), "--html", tmp_path / "report.html")
    assert document["task"] == "instance_segmentation"
    assert document["metrics"][0]["name"] == "coco_mask_ap"
    assert metric(document, "coco_mask_ap") == pytest.approx(1)
    assert metric(document, "map50") == pytest.approx(1)
    adapter = document["adapter"]
    assert (adapter["kind"], adapter["masks"], adapter["first_label"]) == ("final_boxes", "masks", 1)
    assert any("looks like Mask R-CNN" in reason for reason in document["reasons"])
    assert {(one["truth"], one["given"], one["count"]) for one in document["confusion"]} == {(0, 0, 6), (1, 1, 4)}
    assert document["label_names"] == list(instance_models.CLASSES)
    assert "red triangle 0.90" in (tmp_path / "report.html").read_text(encoding="utf-8")
    with Workbench(tmp_path / "workspace") as workbench:
        drawn = Image.open(io.BytesIO(workbench.evaluations.pictures.mask(workbench.runs.get(document["run"]), 1)))
    assert drawn.size == (instance_models.SIDE, instance_models.SIDE)
    numbers = np.asarray(drawn)
    # Class 0 in colour 1: half of 40 × 40 pixels and what the diagonal adds; class 1 in colour 2: 20 × 10 pixels.
    assert 780 <= np.count_nonzero(numbers == 1) <= 860
    assert np.count_nonzero(numbers == 2) == 200


def test_an_object_that_nobody_outlined_counts_with_its_box(measured, tmp_path):
    labels = tmp_path / "shapes" / "annotations" / "instances_val.json"
    document = json.loads(labels.read_text(encoding="utf-8"))
    del next(one for one in document["annotations"] if one["category_id"] == 2)["segmentation"]
    labels.write_text(json.dumps(document), encoding="utf-8")
    found = measured(instance_models.write(tmp_path / "instances.onnx"))
    assert metric(found, "coco_mask_ap") == pytest.approx(1)
    assert found["notes"] == [
        "Objects without an outline in the labels: 1 of 10; for figures of masks their boxes count."
    ]


def test_a_mask_that_fills_its_box_is_no_outline(measured, tmp_path):
    document = measured(instance_models.write(tmp_path / "filled.onnx", outlined=False))
    by_class = {one["label"]: one["metric"]["value"] for one in document["per_class"]}
    assert by_class[0] < 0.2
    assert by_class[1] == pytest.approx(1)
    assert metric(document, "coco_ap") == pytest.approx(1)
