"""Known architectures against the totals their publishers state, and the labelled models beside the checkout.

The figures are those of torchvision's weight documentation (`num_params` and `GFLOPS` of each weights enum, where
"GFLOPS" counts multiply-accumulates): pytorch.org/vision/stable/models.html.
"""

import os
from pathlib import Path

import openvino as ov
import pytest
from builders import architectures

from dlwb.adapters.openvino.graph import read_graph
from dlwb.adapters.openvino.shapes import set_batch
from dlwb.calc.analysis import analyse

pytestmark = pytest.mark.openvino

PUBLISHED = {
    "alexnet": (0.714, 61_100_840),
    "vgg16": (15.470, 138_357_544),
    "resnet50": (4.089, 25_557_032),
    "mobilenet_v2": (0.301, 3_504_872),
    "squeezenet1_1": (0.349, 1_235_496),
    "vit_b16": (17.564, 86_567_656),
    "ssd300_vgg16": (34.858, 35_641_826),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_totals_agree_with_the_publisher(name):
    gmac, parameters = PUBLISHED[name]
    analysis = analyse(read_graph(getattr(architectures, name)()), name)
    assert analysis.gmac == pytest.approx(gmac, rel=0.01)
    assert analysis.parameters == pytest.approx(parameters, rel=0.01)
    assert analysis.weights_bytes == 4 * analysis.parameters
    assert analysis.uncounted == ()
    assert analysis.giop == 0
    # Everything beside the multiply-accumulates is a few per cent.
    assert 2 * analysis.gmac < analysis.gflop < 2.08 * analysis.gmac
    assert analysis.memory_min_bytes < analysis.memory_max_bytes


def test_attention_costs_the_same_fused_or_not():
    whole = analyse(read_graph(architectures.vit_b16(fused=True)), "fused")
    parts = analyse(read_graph(architectures.vit_b16(fused=False)), "parts")
    assert whole.gmac == parts.gmac
    assert whole.gflop == parts.gflop


def test_resnet50_memory_is_that_of_its_widest_moment():
    # The first stage's 256-channel sum: two inputs and the output of 256 x 56 x 56 floats together.
    analysis = analyse(read_graph(architectures.resnet50()), "resnet50")
    assert analysis.memory_min_bytes == 3 * 256 * 56 * 56 * 4


# --- models beside the checkout -------------------------------------------------------------------

SHARED = Path(os.environ.get("DLWB_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data") / "models"

# Multiply-accumulates in millions and parameters, as far as the architectures' papers and repositories state them.
KNOWN = {
    "squeezenet1.1.onnx": (None, 1_235_496),
    "mobilenet-v2-1.0-224.onnx": (300, 3_504_872),
    "mobilenet_v2_1.0_224_quant.tflite": (300, 3_504_872),
    "mobilenet_v1_0.25_128_frozen.pb": (None, 470_000),
    "resnet20-cifar10.onnx": (None, 270_000),
    "yolox_nano.onnx": (None, 910_000),
    "mobilenetv2-yolov3-nano-voc.onnx": (None, None),
    "deeplabv3_257_mv_gpu.tflite": (None, None),
}


@pytest.mark.shared_data
@pytest.mark.parametrize("name", KNOWN)
def test_real_models(name):
    if not (SHARED / name).is_file():
        pytest.skip("the labelled models are not beside this checkout")
    model = ov.convert_model(SHARED / name)
    set_batch(model, 1)
    analysis = analyse(read_graph(model), name)
    mmac, parameters = KNOWN[name]
    assert analysis.uncounted == ()
    assert analysis.notes == ()
    if mmac is not None:
        assert 1e3 * analysis.gmac == pytest.approx(mmac, rel=0.01)
    if parameters is not None:
        assert analysis.parameters == pytest.approx(parameters, rel=0.01)
    if "quant" in name:
        assert analysis.giop > 0.99 * 2 * analysis.gmac
        assert 0.9 * analysis.weights_bytes < sum(analysis.weights_bytes_by_precision[k] for k in ("i8", "u8"))
