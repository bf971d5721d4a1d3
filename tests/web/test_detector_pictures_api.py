"""What detectors and segmentations said, over REST: thresholds, masks as pictures, objects missed and not there."""

import gzip
import io

import numpy as np
import pytest
from builders import datasets as build
from builders.finished_runs import MODEL, at, run_id
from builders.measurements import environment
from PIL import Image

from dlwb.calc.accuracy.records import object_record, pixel_record
from dlwb.calc.accuracy.report import report
from dlwb.calc.detections.pixels import segmented
from dlwb.calc.masks import encode
from dlwb.calc.voc_colours import PALETTE
from dlwb.domain.accuracy import Detected
from dlwb.domain.evaluation import RECORDS, Evaluation, PositionedRecord
from dlwb.domain.inference import EffectiveConfig, Hint
from dlwb.domain.model import Preprocessing
from dlwb.domain.outcomes import AccuracyOutcome
from dlwb.domain.run import Run, Succeeded
from dlwb.domain.specs import AccuracySpec
from dlwb.protocol import to_json

EFFECTIVE = EffectiveConfig("CPU", ("CPU",), 1, 1, 1, 1, "f32", 1, {}, {}, Hint.NONE)


@pytest.fixture
def dataset(working, workbench, finished, tmp_path):
    answer = working.post(
        "/api/v1/datasets", json={"path": str(build.voc(tmp_path / "voc", ("a", "b", "c"), masked=("a", "b")))}
    )
    return workbench.datasets.get(finished(working, answer.json()["id"])["dataset"])


@pytest.fixture
def stored(working, workbench, dataset):
    """A finished run with what it said of each picture (or those at some positions); returns its address."""

    def store(number, make, positions=(0, 1), first=None):
        samples = [workbench.datasets.samples(dataset)[i] for i in positions]
        records = [make(sample) for sample in samples]
        made = report(samples, records, first=first)
        found = Evaluation(made.task, made, None, Preprocessing(), EFFECTIVE, environment())
        run = Run(
            run_id(number), AccuracySpec(MODEL, dataset.id), at(0), model=MODEL, model_name="net", dataset=dataset.id
        )
        workbench._store.add_run(run.apply(Succeeded(AccuracyOutcome(found), at(1))))
        folder = workbench.settings.workspace / "runs" / run.id
        folder.mkdir(parents=True)
        with gzip.open(folder / RECORDS, "wb") as file:
            for position, record in zip(positions, records, strict=True):
                file.write(to_json(PositionedRecord(position, record)).encode() + b"\n")
        return f"/api/v1/runs/{run.id}/accuracy"

    return store


def found_half(sample):
    """The first object with a high score, a wrong box with a middling one; the others are missed."""
    box = sample.boxes[0]
    boxes = ((box.x0, box.y0, box.x1, box.y1), (0.0, 0.0, 2.0, 2.0))
    return object_record(sample, Detected(boxes, (0.9, 0.5), (box.label, box.label)))


def test_a_detector_has_points_over_thresholds_and_a_best_one(working, workbench, dataset, stored):
    address = stored(1, found_half)
    wanted = [box for sample in workbench.datasets.samples(dataset)[:2] for box in sample.boxes if not box.difficult]
    answer = working.get(f"{address}/thresholds").json()
    assert (len(answer["points"]), answer["objects"], answer["sure"]) == (101, len(wanted), 0.3)
    low, high = answer["points"][30], answer["points"][60]
    assert (low["hits"], low["extra"]) == (2, 2)
    assert (low["precision"], high["precision"]) == (0.5, 1)
    assert low["recall"] == pytest.approx(2 / len(wanted))
    assert answer["best"]["threshold"] == 0.51
    assert answer["best"]["f1"] == pytest.approx(2 * 2 / (2 + len(wanted)))
    assert working.get(f"{address}/thresholds", params={"label": 10**6}).json()["best"] is None
    assert working.get(f"{address}/thresholds", params={"iou": 0}).status_code == 422


def test_two_runs_are_compared_by_the_leading_metric(working, stored):
    first, second = stored(5, found_half, first="coco_ap"), stored(6, found_half, first="coco_ap")
    found = working.get(f"{second}/against/{first.split('/')[-2]}").json()
    assert found["result"]["changes"][0]["name"] == "coco_ap"
    assert "map50" in [one["name"] for one in found["result"]["changes"]]
    assert "COCO AP" in found["verdict"]


def test_pictures_that_only_one_of_two_runs_saw_are_counted(working, stored):
    first, second = (
        stored(number, found_half, positions).split("/")[-2] for number, positions in ((7, (0, 1)), (8, (2, 1)))
    )
    address = "/api/v1/runs/{}/accuracy/against/{}"
    words = "2 pictures were seen by one of the two only, and left out."
    assert words in working.get(address.format(second, first)).json()["caveats"]


def test_what_was_missed_and_what_was_not_there_are_filtered(working, workbench, dataset, stored):
    address = stored(2, found_half)
    document = working.get(address).json()
    cells = {(one["truth"], one["given"]): one["count"] for one in document["confusion"]}
    label = workbench.datasets.samples(dataset)[0].boxes[0].label
    assert cells[label, label] == cells[None, label] == 2
    extra = working.get(f"{address}/samples", params={"given": label, "outcome": "extra"}).json()
    assert extra["total"] == 2
    assert extra["samples"][0]["truth"]["boxes"]
    assert extra["samples"][0]["right"] == [True, False]
    assert working.get(f"{address}/samples", params={"outcome": "right"}).json()["total"] == 0


def test_a_predicted_mask_is_a_picture_in_the_colours_of_voc(working, dataset, stored):
    def upper_half(sample):
        given = np.zeros((sample.height, sample.width), np.uint16)
        given[: sample.height // 2] = 8
        truth = np.zeros(given.shape, np.uint8)
        return pixel_record(sample, segmented(given), truth, 255)

    address = stored(3, upper_half)
    answer = working.get(f"{address}/samples/1/mask")
    assert answer.headers["content-type"] == "image/png"
    drawn = Image.open(io.BytesIO(answer.content)).convert("RGBA")
    pixels = np.asarray(drawn)
    assert (pixels[0, :, :3] == PALETTE[8]).all()
    assert (pixels[0, :, 3] == 255).all()
    assert (pixels[-1, :, 3] == 0).all()
    assert working.get(f"{address}/samples", params={"label": 0, "given": 8}).json()["total"] == 2
    assert working.get(f"{address}/samples/99/mask").status_code == 404
    names = working.get(address).json()["label_names"]
    assert names[0] == "background"


def test_instances_below_the_threshold_are_not_drawn(working, dataset, stored):
    def outlined(sample):
        mask = np.zeros((sample.height, sample.width), bool)
        mask[:3, :4] = True
        detected = Detected(((0.0, 0.0, 4.0, 3.0),) * 2, (0.9, 0.4), (0, 6), (encode(mask), encode(~mask)))
        return object_record(sample, detected)

    address = stored(4, outlined)

    def covered(threshold):
        content = working.get(f"{address}/samples/0/mask", params={"threshold": threshold}).content
        return int(np.count_nonzero(np.asarray(Image.open(io.BytesIO(content)))))

    assert covered(0.5) == 12
    assert covered(0.3) == np.prod(build.SIZE)


def test_boxes_alone_have_no_mask(working, dataset, stored):
    answer = working.get(f"{stored(5, found_half)}/samples/0/mask")
    assert answer.status_code == 404
    assert "outlines nothing" in answer.json()["error"]["message"]
