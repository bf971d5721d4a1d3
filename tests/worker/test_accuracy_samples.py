"""The models and pictures beside the checkout: each model reaches its figure, without a flag where its family is known."""

import os
from pathlib import Path

import pytest

from dlwb import Workbench
from dlwb.config import Settings
from dlwb.domain.model import Preprocessing
from dlwb.domain.preprocessing import PixelFilter, Resize, ResizeRule
from dlwb.domain.specs import AccuracySpec

SHARED = Path(os.environ.get("DLWB_SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
pytestmark = [
    pytest.mark.openvino,
    pytest.mark.shared_data,
    pytest.mark.skipif(not (SHARED / "README.md").exists(), reason="the shared models and pictures are not here"),
]

NOTHING = AccuracySpec("", "")
# Its anchors are its own and in no file, so they are said.
NANO = AccuracySpec(
    "",
    "",
    settings={"anchors": "26x48,67x84,72x175;189x126,137x236,265x259", "stretch": "1.05"},
    preprocessing=Preprocessing(scale=(255.0,), resize=Resize(ResizeRule.STRETCH, PixelFilter.LINEAR)),
)
HALF, ONE = 0.005, 0.01


@pytest.fixture(scope="module")
def workbench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("accuracy")
    with Workbench(settings=Settings(workspace=folder / "workspace", slot=folder / "slot.lock")) as workbench:
        yield workbench


@pytest.mark.parametrize(
    ("model", "pictures", "wish", "figures", "within"),
    [
        ("squeezenet1.1.onnx", "imagenet-sample", NOTHING, {"top1": 0.6275, "top5": 0.825}, HALF),
        ("mobilenet-v2-1.0-224.onnx", "imagenet-sample", NOTHING, {"top1": 0.865, "top5": 0.98}, HALF),
        ("mobilenet_v2_1.0_224_quant.tflite", "imagenet-sample", NOTHING, {"top1": 0.87, "top5": 0.9775}, HALF),
        ("mobilenet_v1_0.25_128_frozen.pb", "imagenet-sample", NOTHING, {"top1": 0.455, "top5": 0.7075}, HALF),
        ("resnet20-cifar10.onnx", "cifar10-sample", NOTHING, {"top1": 0.81, "top5": 0.995}, HALF),
        ("yolox_nano.onnx", "voc-sample", NOTHING, {"map50": 0.5787, "map50_11point": 0.5873}, ONE),
        ("yolox_nano.onnx", "coco-sample", NOTHING, {"coco_ap": 0.3479, "coco_ap50": 0.4871}, ONE),
        ("mobilenetv2-yolov3-nano-voc.onnx", "voc-sample", NANO, {"map50": 0.4733, "map50_11point": 0.479}, ONE),
        ("deeplabv3_257_mv_gpu.tflite", "voc-sample", NOTHING, {"miou": 0.4414, "pixel_accuracy": 0.9074}, ONE),
    ],
)
def test_each_model_reaches_its_figure(workbench, model, pictures, wish, figures, within):
    run = workbench.accuracy(str(SHARED / "models" / model), str(SHARED / "images" / pictures), wish)
    found = {name: run.evaluation.report.metric(name).value for name in figures}
    assert found == {name: pytest.approx(value, abs=within + 1e-9) for name, value in figures.items()}
    assert run.evaluation.reasons
