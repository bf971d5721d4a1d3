"""Quantizing within a bound with the real engine, on a network that 8 bits hurt."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from builders.hard_model import CLASSES, SIDE, hard_classifier, pictures
from builders.plain_quantizer import PlainQuantizer

from dlwb.adapters.openvino.engine import OpenVinoEngine
from dlwb.calc.quantization.gentler import weights_words
from dlwb.domain.dataset import Dataset, Sample, Subset, Task
from dlwb.domain.errors import DiskFull, InputError
from dlwb.domain.evaluation import RECORDS
from dlwb.domain.model import IR_BIN, IR_XML, Converted, ImportOptions, Model, ModelFormat, Preprocessing, TensorSpec
from dlwb.domain.quantization import Bound, Method, Outcome, QuantizationOptions
from dlwb.domain.specs import AccuracySpec, QuantizeSpec
from dlwb.plugins import load_quantizer
from dlwb.protocol import (
    BEST,
    MADE_JSON,
    AttemptMessage,
    EvaluateTask,
    MadeCandidate,
    ModelFiles,
    QuantizeTask,
    RankingMessage,
    from_json,
)
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


def done(task, output, quantizer=None):
    told = []
    output.mkdir(exist_ok=True)
    report, evaluation = quantize(OpenVinoEngine(), quantizer or PlainQuantizer(), task, output, told.append)
    return report, evaluation, told


def bounded(task, bound, options=None):
    return replace(task, spec=replace(task.spec, bound=bound, options=options or task.spec.options))


def test_without_a_bound_everything_is_in_eight_bits_and_measured(task, tmp_path):
    report, evaluation, told = done(bounded(task, None), tmp_path)
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


def test_with_nncf_plain_eight_bits_break_the_bound_and_the_result_keeps_it(task, tmp_path):
    report, evaluation, _ = done(task, tmp_path, load_quantizer("openvino"))
    assert report.attempts[0].drop.value > 0.05
    assert report.attempts[0].decided_early
    assert report.drop.value <= 0.01
    assert 0 < len(report.kept_float) < len(report.ranking)
    assert evaluation.report.samples == 192


def test_a_bound_that_nothing_meets_leaves_the_smallest_loss_shown_every_picture(task, tmp_path):
    report, evaluation, told = done(bounded(task, Bound(-0.5)), tmp_path)
    assert report.outcome is Outcome.NOT_MET
    chosen = next(one for one in report.attempts if one.step == report.chosen)
    assert chosen.pictures == evaluation.report.samples == 192
    assert not chosen.decided_early
    assert any("does not hold even with all but the least sensitive" in note for note in report.notes)
    assert chosen in [one.attempt for one in told if isinstance(one, AttemptMessage)][-2:]
    assert [one.step for one in report.attempts if one.best] == [chosen.step]


def test_without_labels_outputs_are_held_against_the_network_itself(task, tmp_path):
    blind = replace(task, reading=None, labels=(), baseline="")
    report, evaluation, _ = done(bounded(blind, Bound(0.05, "cosine")), tmp_path)
    assert report.baseline.value == 1
    assert report.attempts[0].drop.value > 0.05
    assert report.outcome is not Outcome.NOT_MET
    assert report.drop.value == pytest.approx(1 - report.final.value)
    assert evaluation.reading is None


def test_too_small_weights_get_larger_until_they_hold(task, tmp_path):
    crude = QuantizationOptions(Method.WEIGHTS_INT4)
    report, _, _ = done(bounded(task, Bound(0.03), crude), tmp_path)
    assert report.attempts[0].outcome is Outcome.NOT_MET
    assert report.outcome is not Outcome.NOT_MET
    assert report.chosen == len(report.attempts) > 1
    made = from_json(MadeCandidate, (tmp_path / BEST / MADE_JSON).read_bytes())
    assert made.options == report.options
    assert weights_words(made.options) == report.attempts[-1].why
    assert report.calibration_pictures == 0
    assert report.ranking == ()


def test_weights_alone_need_no_pictures(task, tmp_path):
    plain = replace(task, dataset=None, samples="", reading=None, baseline="")
    report, evaluation, _ = done(bounded(plain, None, QuantizationOptions(Method.WEIGHTS_INT8)), tmp_path)
    assert (report.attempts, evaluation) == ((), None)
    assert (tmp_path / BEST / IR_XML).is_file()


class FullDisk(PlainQuantizer):
    """Has room for so many networks."""

    def __init__(self, room):
        self._room = room

    def quantize(self, *arguments):
        made = super().quantize(*arguments)
        write = made.write

        def limited(kept, folder):
            self._room -= 1
            if self._room < 0:
                (folder / IR_XML).write_text("half a netw")
                raise DiskFull("No space is left on the disk.", "Free some space.")
            return write(kept, folder)

        made.write = limited
        return made


def test_a_full_disk_leaves_the_best_so_far_whole(task, tmp_path):
    with pytest.raises(DiskFull):
        done(task, tmp_path, FullDisk(1))
    assert sorted(path.name for path in tmp_path.iterdir()) == [BEST]
    assert (
        OpenVinoEngine().read_graph(ModelFiles(str(tmp_path / BEST / IR_XML), str(tmp_path / BEST / IR_BIN)), {}).nodes
    )
    assert read_records(tmp_path / BEST / RECORDS)


def test_pictures_for_both_parts_are_told(task, tmp_path):
    shared = replace(task.spec, bound=None, calibration=Subset(40, seed=2))
    report, _, _ = done(replace(task, spec=shared), tmp_path)
    assert any("for calibration are for validation too" in note for note in report.notes)


def test_pictures_without_labels_find_the_ranges_and_all_others_say_how_right_it_is(task, tmp_path):
    every = json.loads(Path(task.samples).read_text())
    samples = tmp_path / "samples.json"
    samples.write_text(json.dumps([{**one, "label": None} if i % 4 == 0 else one for i, one in enumerate(every)]))
    evaluate(
        OpenVinoEngine(), EvaluateTask(task.files, task.model, task.dataset, str(samples), VALIDATION), tmp_path, print
    )
    partly = replace(task, samples=str(samples), baseline=str(tmp_path / RECORDS))
    report, _, _ = done(bounded(partly, None), tmp_path / "output")
    assert (report.calibration_pictures, report.validation_pictures) == (48, 180)
    assert not any("for calibration are for validation too" in note for note in report.notes)


def test_calibration_that_leaves_no_picture_with_labels_is_told(task, tmp_path):
    all_of_them = replace(VALIDATION, subset=Subset(apart_from=Subset(240)))
    asked = EvaluateTask(task.files, task.model, task.dataset, task.samples, all_of_them)
    with pytest.raises(InputError, match="Calibration takes all pictures with labels for classification"):
        evaluate(OpenVinoEngine(), asked, tmp_path, print)
