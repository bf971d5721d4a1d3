"""Trying a picture with the real engine, on a network that looks at one known place: the map has to find it."""

import io
from dataclasses import replace

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from dlwb import Workbench
from dlwb.config import Settings
from dlwb.domain.accuracy import Classified
from dlwb.domain.errors import InputError
from dlwb.domain.model import ColorOrder, Preprocessing
from dlwb.domain.preprocessing import Resize
from dlwb.domain.saliency import SaliencyMethod, SaliencyOptions
from dlwb.domain.specs import TrySpec
from dlwb.worker.saliency import score_of

pytestmark = pytest.mark.openvino

SIDE = 32
TOP, LEFT, SIZE = 4, 20, 8


def looks_at_a_corner(path, slope=10.0):
    """Two classes; the logit of class 1 is `slope` times the mean over a known square of an input 0..1, that of class 0 is 5."""
    place = np.zeros((1, 3, SIDE, SIDE), np.float32)
    place[:, :, TOP : TOP + SIZE, LEFT : LEFT + SIZE] = slope / (3 * SIZE * SIZE)
    nodes = [
        helper.make_node("Mul", ["x", "place"], ["marked"]),
        helper.make_node("ReduceSum", ["marked", "axes"], ["sum"], keepdims=0),
        helper.make_node("Unsqueeze", ["sum", "last"], ["column"]),
        helper.make_node("Mul", ["column", "zero"], ["nothing"]),
        helper.make_node("Add", ["nothing", "five"], ["other"]),
        helper.make_node("Concat", ["other", "column"], ["logits"], axis=1),
        helper.make_node("Softmax", ["logits"], ["prob"], axis=1),
    ]
    constants = [
        numpy_helper.from_array(place, "place"),
        numpy_helper.from_array(np.array([1, 2, 3], np.int64), "axes"),
        numpy_helper.from_array(np.array([1], np.int64), "last"),
        numpy_helper.from_array(np.zeros(1, np.float32), "zero"),
        numpy_helper.from_array(np.full(1, 5, np.float32), "five"),
    ]
    graph = helper.make_graph(
        nodes,
        "corner",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 3, SIDE, SIDE])],
        [helper.make_tensor_value_info("prob", TensorProto.FLOAT, ["N", 2])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    path.write_bytes(model.SerializeToString())
    onnx.checker.check_model(str(path))
    return str(path)


@pytest.fixture(scope="module")
def workbench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("try")
    with Workbench(settings=Settings(workspace=folder / "workspace", slot=folder / "slot.lock")) as workbench:
        yield workbench


@pytest.fixture(scope="module")
def model(workbench, tmp_path_factory):
    return workbench.models.add(looks_at_a_corner(tmp_path_factory.mktemp("model") / "corner.onnx"))


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    """Twice as large as the input, dark, and bright where the network looks."""
    pixels = np.full((2 * SIDE, 2 * SIDE, 3), 40, np.uint8)
    pixels[2 * TOP : 2 * (TOP + SIZE), 2 * LEFT : 2 * (LEFT + SIZE)] = 250
    path = tmp_path_factory.mktemp("pictures") / "corner.png"
    Image.fromarray(pixels).save(path)
    return path


def wish(saliency=None):
    shares = Preprocessing(color_order=ColorOrder.RGB, mean=(0.0,), scale=(255.0,), resize=Resize())
    return TrySpec(preprocessing=shares, background=False, classes=("dark", "bright"), saliency=saliency)


@pytest.mark.parametrize("batch", [1, 7])
@pytest.mark.parametrize("method", list(SaliencyMethod))
def test_the_map_is_where_the_network_looks(workbench, model, picture, method, batch):

    asked = wish(SaliencyOptions(method, masks=400, cells=4, steps=12))
    asked = replace(asked, config=replace(asked.config, batch=batch))
    run = workbench.try_picture(model, picture, wish=asked)
    answer = run.tried.answers[0]
    assert answer.name_of(answer.prediction.labels[0]) == "bright"
    assert answer.saliency.covers == (0, 0, 2 * SIDE, 2 * SIDE)
    values = np.load(workbench.runs.file(run.id, answer.saliency.values))
    row, column = np.unravel_index(values.argmax(), values.shape)
    assert TOP <= row < TOP + SIZE
    assert LEFT <= column < LEFT + SIZE
    inside = values[TOP : TOP + SIZE, LEFT : LEFT + SIZE].mean()
    outside = np.concatenate([values[:, : LEFT - SIZE].ravel(), values[TOP + 2 * SIZE :].ravel()]).mean()
    assert inside - outside > 0.5 * (values.max() - values.min())


def test_the_heat_lies_over_the_place_of_the_picture(workbench, model, picture):

    run = workbench.try_picture(model, picture, wish=wish(SaliencyOptions(SaliencyMethod.OCCLUSION, cells=4, steps=12)))
    with Image.open(io.BytesIO(workbench.tries.heat(run))) as layer:
        alpha = np.asarray(layer.getchannel("A")).astype(float)
    assert alpha.shape == (2 * SIDE, 2 * SIDE)
    assert alpha[2 * TOP + 6, 2 * LEFT + 6] > 200
    assert alpha[-8:, :8].max() < 60


def test_a_class_that_is_not_there_fails_with_what_there_is(workbench, model, picture):
    with pytest.raises(InputError, match="0 to 1"):
        workbench.try_picture(model, picture, wish=wish(SaliencyOptions(masks=10, label="zebra")))


def test_scores_that_are_not_numbers_are_no_answer_and_nothing_to_explain(workbench, picture, tmp_path):
    blind = workbench.models.add(looks_at_a_corner(tmp_path / "blind.onnx", slope=np.nan))
    answer = workbench.try_picture(blind, picture, wish=wish()).tried.answers[0]
    assert (answer.prediction.labels, answer.prediction.scores) == ((), ())
    with pytest.raises(InputError, match="No score of 'blind' is a number"):
        workbench.try_picture(blind, picture, wish=wish(SaliencyOptions(masks=10)))


def test_a_class_without_a_number_under_a_mask_is_told():
    assert score_of(Classified((1, 0), (0.7, 0.3)), 0) == 0.3
    with pytest.raises(InputError, match="score of class 2 is not a number"):
        score_of(Classified((1, 0), (0.7, 0.3)), 2)
