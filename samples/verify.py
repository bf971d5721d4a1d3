"""Runs the shipped sample models with OpenVINO on the shipped sample pictures and prints their accuracy.

Everything it knows about a model it reads from the model's own metadata::

    python samples/verify.py
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import openvino as ov
from detections import Boxes, decode, mean_average_precision
from draw import SHIPPED
from PIL import Image

BATCH = 8
STRIDES = (8, 16)
"""The detector's strides in pixels, as its `dlwb.decode` entry says."""


def metadata(path: Path) -> dict[str, str]:
    """The `metadata_props` of an ONNX file."""
    return {entry.key: entry.value for entry in onnx.load(path).metadata_props}


def network_input(path: Path, card: Mapping[str, str]) -> npt.NDArray[np.float32]:
    """One picture as the model wants it, (3, side, side)."""
    pixels = np.asarray(Image.open(path).convert("RGB"), dtype=np.float32)
    mean, scale = (np.array(card[f"dlwb.{key}"].split(","), dtype=np.float32) for key in ("mean", "scale"))
    return np.ascontiguousarray(((pixels - mean) / scale).transpose(2, 0, 1))


def answers(model: Path, pictures: list[Path]) -> npt.NDArray[np.float32]:
    """The model's single output for every picture, computed in 32-bit floating point."""
    compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    card = metadata(model)
    images = np.stack([network_input(path, card) for path in pictures])
    parts = [compiled(images[k : k + BATCH])[0] for k in range(0, len(images), BATCH)]
    return np.concatenate(parts)


def check_classifier(model: Path, folder: Path) -> str:
    """One line with the top-1 accuracy on a flat folder with `val.txt`."""
    lines = [line.split() for line in (folder / "val.txt").read_text(encoding="utf-8").splitlines()]
    labels = np.array([int(label) for _, label in lines])
    right = int((answers(model, [folder / name for name, _ in lines]).argmax(axis=1) == labels).sum())
    return f"{model.name}: top-1 {right / len(lines):.4f} ({right}/{len(lines)})"


def _true_boxes(annotations: list[dict[str, object]], image: object) -> Boxes:
    mine = [entry for entry in annotations if entry["image_id"] == image]
    corners = np.array([entry["bbox"] for entry in mine], dtype=np.float64).reshape(-1, 4)
    corners[:, 2:] += corners[:, :2]
    labels = np.array([entry["category_id"] for entry in mine], dtype=np.int64) - 1
    return Boxes(corners, labels, np.ones(len(mine)))


def check_detector(model: Path, folder: Path) -> str:
    """One line with the mean average precision on a folder in the COCO layout."""
    document = json.loads((folder / "annotations" / "instances_val.json").read_text(encoding="utf-8"))
    images = document["images"]
    rows = answers(model, [folder / "val" / image["file_name"] for image in images])
    found = [decode(each, int(images[0]["width"]), STRIDES) for each in rows]
    truth = [_true_boxes(document["annotations"], image["id"]) for image in images]
    score = mean_average_precision(found, truth, len(document["categories"]))
    boxes = len(document["annotations"])
    return f"{model.name}: mAP@0.5 {score:.4f} ({len(images)} pictures, {boxes} shapes)"


def main() -> None:
    """Checks both models."""
    data, models = SHIPPED / "data", SHIPPED / "models"
    print(check_classifier(models / "shapes-classifier.onnx", data / "shapes-classification"))
    print(check_detector(models / "shapes-detector.onnx", data / "shapes-detection"))


if __name__ == "__main__":
    main()
