"""How near our accuracy comes to that of the reference tools, on the sample models and pictures beside the checkout.

Each row of the table in the samples' README is measured twice:

- flags: with the preprocessing and output settings that the README gives, through our decoders and metrics;
- none: as `dlwb accuracy MODEL --dataset D` does it, without a single flag: what the workbench finds out by itself.

The bars: 0.5 points for classification, 1 point for mAP and mIoU, with flags; and COCO's twelve figures equal to those of
pycocotools on the same detections to 1e-6. The exit code tells whether they hold.

    python benchmarks/accuracy_reference.py [--only NAME] [--skip-none]
"""

import argparse
import contextlib
import io
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dlwb.adapters.openvino.engine import OpenVinoEngine  # first: it keeps the engine's telemetry out
from dlwb.adapters.pictures import open_mask, open_picture
from dlwb.calc.accuracy.class_names import namings
from dlwb.calc.accuracy.records import record_of
from dlwb.calc.accuracy.report import report
from dlwb.calc.detections.decode import decode, relabel
from dlwb.calc.preprocessing.apply import apply_all
from dlwb.calc.preprocessing.picture_input import picture_input
from dlwb.domain.accuracy import AccuracyReport, Detected, Prediction
from dlwb.domain.dataset import Dataset, Sample
from dlwb.domain.errors import DlwbError
from dlwb.domain.model import ColorOrder, DimRange, Preprocessing, TensorSpec
from dlwb.domain.output_adapter import (
    Activation,
    Classification,
    OutputAdapter,
    Segmentation,
    YoloGrids,
    YoloHead,
    Yolox,
)
from dlwb.domain.preprocessing import PadPosition, PixelFilter, Resize, ResizeRule
from dlwb.workbench import Workbench

import openvino as ov  # isort: skip

SHARED = Path(os.environ.get("DLWB_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
BGR, RGB = ColorOrder.BGR, ColorOrder.RGB
CLASSIFICATION_BAR, OTHER_BAR = 0.005, 0.01
COCO_BAR = 1e-6
TWELVE = (
    "coco_ap", "coco_ap50", "coco_ap75", "coco_ap_small", "coco_ap_medium", "coco_ap_large",
    "coco_ar1", "coco_ar10", "coco_ar100", "coco_ar_small", "coco_ar_medium", "coco_ar_large",
)  # fmt: skip


def crop(side: int) -> Resize:
    return Resize(ResizeRule.CROP, shorter_side=side)


LINEAR = Resize(ResizeRule.STRETCH, PixelFilter.LINEAR)
CORNER = Resize(ResizeRule.LETTERBOX, PixelFilter.LINEAR, pad=114, position=PadPosition.CORNER)
HALF = (127.5,)
MODELS: dict[str, tuple[OutputAdapter, Preprocessing]] = {
    "squeezenet1.1.onnx": (Classification("prob"), Preprocessing(BGR, (104, 117, 123), resize=crop(256))),
    "mobilenet-v2-1.0-224.onnx": (Classification("prob"), Preprocessing(RGB, HALF, HALF, resize=crop(256))),
    "mobilenet_v2_1.0_224_quant.tflite": (
        Classification("MobilenetV2/Predictions/Softmax", background=True),
        Preprocessing(RGB, resize=crop(256)),
    ),
    "mobilenet_v1_0.25_128_frozen.pb": (
        Classification("MobilenetV1/Predictions/Reshape_1:0", background=True),
        Preprocessing(RGB, HALF, HALF, resize=crop(146)),
    ),
    "resnet20-cifar10.onnx": (
        Classification("logits", Activation.SOFTMAX),
        Preprocessing(RGB, (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)),
    ),
    "yolox_nano.onnx": (Yolox("output"), Preprocessing(BGR, resize=CORNER)),
    "mobilenetv2-yolov3-nano-voc.onnx": (
        YoloGrids(
            (
                YoloHead("yolo_s16", ((26, 48), (67, 84), (72, 175)), 1.05),
                YoloHead("yolo_s32", ((189, 126), (137, 236), (265, 259)), 1.05),
            ),
            20,
        ),
        Preprocessing(RGB, scale=(255,), resize=LINEAR),
    ),
    "deeplabv3_257_mv_gpu.tflite": (
        Segmentation("ResizeBilinear_3", "NHWC"),
        Preprocessing(RGB, HALF, HALF, resize=LINEAR),
    ),
}
# What the README says: model, dataset, figures.
ROWS: tuple[tuple[str, str, dict[str, float]], ...] = (
    ("squeezenet1.1.onnx", "imagenet-sample", {"top1": 0.6275, "top5": 0.8250}),
    ("mobilenet-v2-1.0-224.onnx", "imagenet-sample", {"top1": 0.8650, "top5": 0.9800}),
    ("mobilenet_v2_1.0_224_quant.tflite", "imagenet-sample", {"top1": 0.8700, "top5": 0.9775}),
    ("mobilenet_v1_0.25_128_frozen.pb", "imagenet-sample", {"top1": 0.4550, "top5": 0.7075}),
    ("resnet20-cifar10.onnx", "cifar10-sample", {"top1": 0.8100, "top5": 0.9950}),
    ("yolox_nano.onnx", "voc-sample", {"map50": 0.5787, "map50_11point": 0.5873}),
    ("yolox_nano.onnx", "coco-sample", {"coco_ap": 0.3479, "coco_ap50": 0.4871}),
    ("mobilenetv2-yolov3-nano-voc.onnx", "voc-sample", {"map50": 0.4733, "map50_11point": 0.4790}),
    ("deeplabv3_257_mv_gpu.tflite", "voc-sample", {"miou": 0.4414, "pixel_accuracy": 0.9074}),
)


# --- with the README's flags ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Network:
    """A compiled model with its tensors."""

    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    compiled: Any

    @classmethod
    def read(cls, path: Path) -> "Network":
        """Convert and compile."""
        model = ov.convert_model(str(path))
        compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        return cls(_specs(model.inputs), _specs(model.outputs), compiled)

    def infer(self, fed: Mapping[str, Any]) -> dict[str, Any]:
        """The outputs by name."""
        results = self.compiled([fed[spec.name] for spec in self.inputs])
        return {spec.name: results[i] for i, spec in enumerate(self.outputs)}


def _specs(ports: Sequence[Any]) -> tuple[TensorSpec, ...]:
    return tuple(
        TensorSpec(
            port.any_name,
            tuple(dim.get_length() if dim.is_static else DimRange() for dim in port.partial_shape),
            port.element_type.to_string(),
        )
        for port in ports
    )


def predictions(name: str, dataset: Dataset, samples: Sequence[Sample]) -> Iterator[tuple[Sample, Prediction]]:
    """What the model says of each picture, in the classes of the dataset."""
    network, (adapter, preprocessing) = Network.read(SHARED / "models" / name), MODELS[name]
    target = picture_input(network.inputs)
    for sample in samples:
        pixels = open_picture(Path(dataset.folder) / sample.picture)
        tensor, frames = apply_all([pixels], preprocessing, target)
        said = decode(adapter, network.infer({target.name: tensor}), frames)[0]
        count = 80 if isinstance(adapter, Yolox) else 20
        if isinstance(said, Detected):
            labels = namings(adapter, count, (), dataset)[0].labels
            said = relabel(said, labels) if labels else said
        yield sample, said


def with_flags(name: str, dataset: Dataset, samples: Sequence[Sample]) -> tuple[AccuracyReport, float | None]:
    """The figures, and for COCO how far they are from pycocotools'."""
    masked = isinstance(MODELS[name][0], Segmentation)
    chosen = [sample for sample in samples if not masked or sample.mask is not None]
    records, found = [], []
    for sample, said in predictions(name, dataset, chosen):
        mask = open_mask(Path(dataset.folder) / sample.mask) if masked and sample.mask else None
        records.append(record_of(sample, said, mask, dataset.ignore))
        found.append(said)
    made = report(chosen, records)
    return made, _off_pycocotools(made, chosen, found) if dataset.format == "coco" else None


def _off_pycocotools(made: AccuracyReport, samples: Sequence[Sample], found: Sequence[Prediction]) -> float:
    """The largest difference between our figures and those of pycocotools on the same detections."""
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        truth = COCO(str(SHARED / "images" / "coco-sample" / "annotations" / "instances_val.json"))
        numbers = sorted(truth.getCatIds())
        said = [
            {
                "image_id": sample.number,
                "category_id": numbers[label],
                "bbox": [x0, y0, x1 - x0, y1 - y0],
                "score": score,
            }
            for sample, one in zip(samples, found, strict=True)
            if isinstance(one, Detected)
            for (x0, y0, x1, y1), score, label in zip(one.boxes, one.scores, one.labels, strict=True)
        ]
        evaluation = COCOeval(truth, truth.loadRes(said), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    ours = [made.metric(name).value for name in TWELVE]
    return float(np.abs(np.array(ours) - evaluation.stats).max())


# --- without any ----------------------------------------------------------------------------------


def without_flags(
    workbench: Workbench, name: str, dataset: Dataset, figures: Mapping[str, float]
) -> tuple[str, list[str]]:
    """What the workbench gets by itself, and how it read the network."""
    model = workbench.models.add(SHARED / "models" / name)
    try:
        made = workbench.accuracy(model, dataset).evaluation
    except DlwbError as error:
        return "refused", [str(error)]
    values = {metric.name: metric.value for metric in made.report.metrics}
    return "  ".join(f"{100 * values[n]:6.2f}" if n in values else "     –" for n in figures), list(made.reasons)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="rows whose model's name holds this")
    parser.add_argument("--skip-none", action="store_true", help="leave out what the workbench finds out by itself")
    options = parser.parse_args()
    OpenVinoEngine()
    held = True
    with tempfile.TemporaryDirectory() as folder, Workbench(folder) as workbench:
        datasets: dict[str, Dataset] = {}
        for name, pictures, figures in ROWS:
            if options.only not in name:
                continue
            if pictures not in datasets:
                datasets[pictures] = workbench.datasets.add(SHARED / "images" / pictures)
            dataset = datasets[pictures]
            made, off = with_flags(name, dataset, workbench.datasets.samples(dataset))
            print(f"{name} on {pictures} ({made.samples} pictures): {', '.join(figures)}, in per cent")
            print(f"  README  {'  '.join(f'{100 * value:6.2f}' for value in figures.values())}")
            print(f"  flags   {'  '.join(f'{100 * made.metric(n).value:6.2f}' for n in figures)}", end="")
            bar = CLASSIFICATION_BAR if "top1" in figures else OTHER_BAR
            inside = all(abs(made.metric(n).value - value) <= bar + 1e-9 for n, value in figures.items())
            print(f"   {'within' if inside else 'BEYOND'} {100 * bar:g} points")
            if off is not None:
                print(f"  pycocotools on the same detections: largest difference of twelve figures {off:.1e}")
            held = held and inside and (off is None or off <= COCO_BAR)
            if not options.skip_none:
                values, reasons = without_flags(workbench, name, dataset, figures)
                print(f"  none    {values}")
                for reason in reasons:
                    print(f"          {reason}")
            sys.stdout.flush()
    print("All bars hold." if held else "Some bars do not hold.")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
