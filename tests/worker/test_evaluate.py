"""Accuracy with the real engine on a network whose answer is known: it says which of red, green and blue is brightest."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from dlwb import Workbench
from dlwb.config import Settings
from dlwb.domain.errors import InputError, InvalidOptions
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import ColorOrder, Preprocessing
from dlwb.domain.specs import AccuracySpec

pytestmark = pytest.mark.openvino

COLOURS = ("red", "green", "blue")


def brightest(path, batch="N", *, blinded=False, name="x", last=False):
    """Its input `name` has the channels first, or `last`.

    `blinded`: the logarithm of a negative number takes part in what it says of pictures with much blue.
    """
    nodes = [
        helper.make_node("ReduceMean", [name, "axes"], ["means"], keepdims=0),
        helper.make_node("Mul", ["means", "share"], ["scaled"]),
        helper.make_node("Softmax", ["scored" if blinded else "scaled"], ["prob"], axis=1),
    ]
    constants = [
        numpy_helper.from_array(np.array([1, 2] if last else [2, 3], np.int64), "axes"),
        numpy_helper.from_array(np.array(0.1, np.float32), "share"),
    ]
    if blinded:
        nodes[2:2] = [
            helper.make_node("Gather", ["means", "last"], ["blue"], axis=1),
            helper.make_node("Sub", ["much", "blue"], ["rest"]),
            helper.make_node("Log", ["rest"], ["odd"]),
            helper.make_node("Mul", ["odd", "little"], ["added"]),
            helper.make_node("Add", ["scaled", "added"], ["scored"]),
        ]
        constants += [
            numpy_helper.from_array(np.array([2], np.int64), "last"),
            numpy_helper.from_array(np.array(120, np.float32), "much"),
            numpy_helper.from_array(np.array(1e-6, np.float32), "little"),
        ]
    graph = helper.make_graph(
        nodes,
        "brightest",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [batch, *((16, 16, 3) if last else (3, 16, 16))])],
        [helper.make_tensor_value_info("prob", TensorProto.FLOAT, [batch, 3])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    path.write_bytes(model.SerializeToString())
    onnx.checker.check_model(str(path))
    return str(path)


def coloured(folder, each=6):
    rng = np.random.default_rng(0)
    for channel, name in enumerate(COLOURS):
        (folder / name).mkdir(parents=True)
        for i in range(each):
            pixels = rng.integers(0, 90, (20 + i, 24, 3), dtype=np.uint8)
            pixels[..., channel] += 120
            Image.fromarray(pixels).save(folder / name / f"{i}.png")
    return str(folder)


@pytest.fixture(scope="module")
def workbench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluate")
    with Workbench(settings=Settings(workspace=folder / "workspace", slot=folder / "slot.lock")) as workbench:
        yield workbench


@pytest.fixture(scope="module")
def dataset(workbench, tmp_path_factory):
    return workbench.datasets.add(coloured(tmp_path_factory.mktemp("coloured") / "colours"))


@pytest.fixture(scope="module")
def model(workbench, tmp_path_factory):
    return workbench.models.add(brightest(tmp_path_factory.mktemp("model") / "brightest.onnx"))


def test_every_picture_is_right_and_the_order_of_colours_is_found(workbench, model, dataset):
    run = workbench.accuracy(model, dataset, AccuracySpec("", "", classes=COLOURS))
    found = run.evaluation
    assert found.report.metric("top1").value == 1
    assert found.preprocessing.color_order is ColorOrder.RGB
    assert len(workbench.evaluations.records(run)) == 18
    assert run.dataset == dataset.id


def test_the_wrong_order_of_colours_by_hand_is_believed(workbench, model, dataset):
    said = Preprocessing(color_order=ColorOrder.BGR, mean=(0.0,), scale=(1.0,))
    wish = AccuracySpec("", "", InferenceConfig(batch=4), preprocessing=said, background=False, classes=COLOURS)
    found = workbench.accuracy(model, dataset, wish).evaluation
    assert found.report.metric("top1").value == pytest.approx(1 / 3)
    assert found.effective.batch == 4
    assert {(one.truth, one.given) for one in found.report.confusion} == {(0, 2), (1, 1), (2, 0)}


def test_classes_in_another_order_are_noticed_where_nobody_said_their_names(workbench, model, dataset):
    said = Preprocessing(color_order=ColorOrder.RGB, mean=(0.0,), scale=(1.0,))
    wish = AccuracySpec("", "", preprocessing=said, background=False)
    found = workbench.accuracy(model, dataset, wish).evaluation
    assert found.report.metric("top1").value == pytest.approx(1 / 3)
    assert "instead of 33 %, if its class 2 is 'blue', its class 0 is 'red'." in " ".join(found.caveats)


def test_outputs_that_are_not_numbers_are_no_answer_and_are_told(workbench, dataset, tmp_path):
    blind = workbench.models.add(brightest(tmp_path / "blind.onnx", blinded=True))
    plain = Preprocessing(color_order=ColorOrder.RGB, mean=(0.0,), scale=(1.0,))
    wish = AccuracySpec("", "", preprocessing=plain, background=False, classes=COLOURS)
    run = workbench.accuracy(blind, dataset, wish)
    found = run.evaluation
    assert found.report.metric("top1").value == pytest.approx(2 / 3)
    assert "The outputs for 6 of 18 pictures hold NaN or infinity" in " ".join(found.caveats)
    records = [one.record for one in workbench.evaluations.records(run)]
    assert [record.best.labels for record in records if record.rank is None] == [()] * 6
    assert {record.label for record in records if record.rank is None} == {sorted(COLOURS).index("blue")}
    alike = workbench.accuracy(blind, dataset, AccuracySpec("", "", preprocessing=plain, parent=blind.id)).evaluation
    assert alike.report.metric("cosine").value == pytest.approx(1)
    assert "The outputs for 6 of 18 pictures" in " ".join(alike.caveats)


@pytest.mark.parametrize("batches", [(4, 1), (1, 4), (8, 5)])
def test_likeness_pairs_pictures_whatever_the_batches(workbench, dataset, tmp_path, batches):
    one, other = (
        workbench.models.add(brightest(tmp_path / f"{place}-{batch}.onnx", batch))
        for place, batch in enumerate(batches)
    )
    run = workbench.accuracy(one, dataset, AccuracySpec("", "", parent=other.id))
    assert run.evaluation.report.metric("cosine").value == pytest.approx(1)
    assert [record.position for record in workbench.evaluations.records(run)] == list(range(18))


def test_likeness_to_a_model_that_takes_pictures_in_another_way(workbench, model, dataset, tmp_path):
    other = workbench.models.add(brightest(tmp_path / "other.onnx", name="pixels", last=True))
    run = workbench.accuracy(model, dataset, AccuracySpec("", "", parent=other.id))
    assert run.evaluation.report.metric("cosine").value == pytest.approx(1)


def test_an_unsuitable_family_and_its_settings_are_refused(workbench, model, dataset):
    with pytest.raises(InputError):
        workbench.accuracy(model, dataset, AccuracySpec("", "", family="yolo_grids"))
    with pytest.raises(InvalidOptions, match="nonsense"):
        workbench.accuracy(model, dataset, AccuracySpec("", "", settings={"nonsense": "1"}))
