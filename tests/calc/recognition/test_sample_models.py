"""The sample models beside the checkout: what their outputs are taken for, and that a detector reaches its figure."""

import os
from pathlib import Path

import numpy as np
import pytest

from dlwb.adapters.datasets.voc import CLASSES, PascalVoc
from dlwb.adapters.pictures import open_picture
from dlwb.calc.accuracy.records import object_record
from dlwb.calc.accuracy.report import report
from dlwb.calc.detections.decode import decode, relabel
from dlwb.calc.preprocessing.apply import apply_all
from dlwb.calc.preprocessing.picture_input import picture_input
from dlwb.calc.preprocessing.proposals import propose
from dlwb.calc.recognition.recognise import recognise
from dlwb.domain.dataset import DatasetOptions, Sample
from dlwb.domain.model import DimRange, Preprocessing, TensorSpec
from dlwb.domain.output_adapter import Classification, Segmentation, YoloGrids, Yolox

ov = pytest.importorskip("openvino")

SHARED = Path(os.environ.get("DLWB_SHARED_DATA") or Path(__file__).parents[4] / "shared" / "data")
VOC = SHARED / "images" / "voc-sample" / "VOCdevkit" / "VOC"
COCO = (SHARED / "labels" / "coco-80.txt").read_text().split("\n") if SHARED.is_dir() else []
SAME = {
    "airplane": "aeroplane",
    "motorcycle": "motorbike",
    "dining table": "diningtable",
    "potted plant": "pottedplant",
    "couch": "sofa",
    "tv": "tvmonitor",
}
EXPECTED = {
    "squeezenet1.1.onnx": (1000, Classification, False),
    "mobilenet-v2-1.0-224.onnx": (1000, Classification, False),
    "mobilenet_v2_1.0_224_quant.tflite": (1000, Classification, True),
    "mobilenet_v1_0.25_128_frozen.pb": (1000, Classification, True),
    "resnet20-cifar10.onnx": (10, Classification, False),
    "yolox_nano.onnx": (20, Yolox, None),
    "mobilenetv2-yolov3-nano-voc.onnx": (20, YoloGrids, None),
    "deeplabv3_257_mv_gpu.tflite": (20, Segmentation, None),
}
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.openvino,
    pytest.mark.skipif(not VOC.is_dir(), reason="the labelled pictures are not beside this checkout"),
]


class Network:
    def __init__(self, name):
        model = ov.convert_model(SHARED / "models" / name)
        self.inputs, self.outputs = specs(model.inputs), specs(model.outputs)
        self.target = picture_input(self.inputs)
        self.compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})

    def see(self, pixels, preprocessing):
        tensor, frames = apply_all([pixels], preprocessing, self.target)
        results = self.compiled([tensor])
        return {spec.name: np.array(results[i]) for i, spec in enumerate(self.outputs)}, frames


def specs(ports):
    return tuple(
        TensorSpec(
            port.any_name,
            tuple(dim.get_length() if dim.is_static else DimRange() for dim in port.partial_shape),
            port.element_type.to_string(),
        )
        for port in ports
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_what_its_outputs_are_taken_for(name):
    classes, kind, background = EXPECTED[name]
    network = Network(name)
    usual = propose(network.target, None, Preprocessing())[0].preprocessing
    pictures = [open_picture(path) for path in sorted((VOC / "JPEGImages").iterdir())[:2]]
    trials = [network.see(pixels, usual)[0] for pixels in pictures]
    for shown in ((), trials):
        first = recognise(network.target, network.outputs, trials=shown, classes=classes)[0]
        assert isinstance(first.adapter, kind)
        assert getattr(first.adapter, "background", None) is background


def test_yolox_reaches_its_figure_without_any_flag():
    network = Network("yolox_nano.onnx")
    (adapter,) = {p.adapter for p in recognise(network.target, network.outputs, classes=20)[:1]}
    preprocessing = propose(network.target, adapter, Preprocessing())[0].preprocessing
    labels = [CLASSES.index(SAME.get(n, n)) if SAME.get(n, n) in CLASSES else None for n in map(str.strip, COCO)]
    samples, records = [], []
    for picture in PascalVoc().read(VOC, DatasetOptions()).pictures:
        pixels = open_picture(VOC / picture.picture)
        outputs, frames = network.see(pixels, preprocessing)
        sample = Sample(picture.picture, pixels.shape[1], pixels.shape[0], boxes=picture.boxes)
        samples.append(sample)
        records.append(object_record(sample, relabel(decode(adapter, outputs, frames)[0], labels)))
    made = report(samples, records)
    assert made.metric("map50").value == pytest.approx(0.5787, abs=0.01)
    assert made.metric("map50_11point").value == pytest.approx(0.5873, abs=0.01)
