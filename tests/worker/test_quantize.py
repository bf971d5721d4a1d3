"""Quantizing within a bound with the real engine, on a network that 8 bits hurt."""

import json
from dataclasses import replace

import pytest
from builders.hard_model import CLASSES, SIDE, hard_classifier, pictures
from builders.plain_quantizer import PlainQuantizer

from dlwb.adapters.openvino.engine import OpenVinoEngine
from dlwb.domain.dataset import Dataset, Sample, Subset, Task
from dlwb.domain.evaluation import RECORDS
from dlwb.domain.model import Converted, ImportOptions, Model, ModelFormat, Preprocessing, TensorSpec
from dlwb.domain.quantization import Bound, Outcome
from dlwb.domain.specs import AccuracySpec, QuantizeSpec
from dlwb.protocol import BEST, AttemptMessage, EvaluateTask, ModelFiles, QuantizeTask, RankingMessage
from dlwb.worker.collecting import read_records
from dlwb.worker.evaluate import evaluate
from dlwb.worker.quantize import quantize

pytestmark = pytest.mark.openvino

CALIBRATION = Subset(48, seed=1)
VALIDATION = AccuracySpec("hard", "stripes", subset=Subset(apart_from=CALIBRATION))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("hard")


@pytest.fixture(scope="module")
def files(place):
    xml = hard_classifier(place / "model.xml")
    return ModelFiles(str(xml), str(xml.with_suffix(".bin")))


@pytest.fixture(scope="module")
def model():
    return Model(
        id="hard",
        name="hard",
        format=ModelFormat.OPENVINO,
        task=None,
        inputs=(TensorSpec("picture", (1, 3, SIDE, SIDE), "f32", "NCHW"),),
        outputs=(TensorSpec("scores", (1, CLASSES), "f32"),),
        preprocessing=Preprocessing(mean=(0.0,), scale=(1.0,)),
        precision="f32",
        recipe=Converted(ModelFormat.OPENVINO, "", "test", ImportOptions()),
        files=(),
        created="2026-01-01T00:00:00Z",
        classes=tuple(f"class{i}" for i in range(CLASSES)),
    )


@pytest.fixture(scope="module")
def dataset(place):
    folder = pictures(place / "stripes", 240)
    shown = sorted(folder.rglob("*.png"))
    samples = [
        Sample(str(path.relative_to(folder)), SIDE, SIDE, label=int(path.parent.name.removeprefix("class")))
        for path in shown
    ]
    (place / "samples.json").write_text(
        json.dumps([{"picture": s.picture, "width": SIDE, "height": SIDE, "label": s.label} for s in samples])
    )
    names = tuple(f"class{i}" for i in range(CLASSES))
    counts = (len(shown) // CLASSES,) * CLASSES
    return Dataset(
        "stripes", "stripes", "imagenet_folders", (Task.CLASSIFICATION,), len(shown), names, str(folder), False,
        "", "", "", counts,
    )  # fmt: skip


@pytest.fixture(scope="module")
def task(place, files, model, dataset):
    """The task of the verb, after the network itself was measured."""
    samples = str(place / "samples.json")
    measured = evaluate(
        OpenVinoEngine(), EvaluateTask(files, model, dataset, samples, VALIDATION), place, lambda progress: None
    )
    assert measured.report.metric("top1").value > 0.9
    return QuantizeTask(
        files=files,
        model=model,
        spec=QuantizeSpec(VALIDATION, calibration=CALIBRATION, bound=Bound(0.01)),
        dataset=dataset,
        samples=samples,
        reading=measured.reading,
        labels=measured.labels,
        preprocessing=measured.preprocessing,
        baseline=str(place / RECORDS),
    )


def done(task, output):
    told = []
    output.mkdir(exist_ok=True)
    report, evaluation = quantize(OpenVinoEngine(), PlainQuantizer(), task, output, told.append)
    return report, evaluation, told


def test_without_a_bound_everything_is_in_eight_bits_and_measured(task, tmp_path):
    unbounded = replace(task, spec=replace(task.spec, bound=None))
    report, evaluation, told = done(unbounded, tmp_path)
    assert report.outcome is Outcome.UNBOUNDED
    assert len(report.attempts) == 1
    assert report.drop.value > 0.01
    assert report.baseline.value - report.final.value == pytest.approx(report.drop.value)
    assert (report.calibration_pictures, report.validation_pictures) == (48, 192)
    assert evaluation.report.metric("top1").value == report.final.value
    assert len(read_records(tmp_path / BEST / RECORDS)) == 192
    assert [one.attempt.best for one in told if isinstance(one, AttemptMessage)] == [True]
    assert sorted(path.name for path in tmp_path.iterdir()) == [BEST]


def test_the_bound_is_kept_by_putting_back_what_is_hurt(task, tmp_path):
    report, evaluation, told = done(task, tmp_path)
    assert report.attempts[0].drop.value > 0.01
    assert report.outcome in (Outcome.MET, Outcome.MET_ON_SAMPLE)
    assert report.drop.value <= 0.01
    assert report.kept_float == ("conv2",)
    assert report.ranking[0].group.operations == ("conv2",)
    assert all(row.cost_us is not None for row in report.ranking)
    assert evaluation.report.metric("top1").value == report.final.value
    assert len(read_records(tmp_path / BEST / RECORDS)) == report.validation_pictures == 192
    attempts = [one.attempt for one in told if isinstance(one, AttemptMessage)]
    assert {one.step: one for one in attempts} == {one.step: one for one in report.attempts}
    assert [one.ranking for one in told if isinstance(one, RankingMessage)][-1] == report.ranking
    assert sorted(path.name for path in tmp_path.iterdir()) == [BEST]
