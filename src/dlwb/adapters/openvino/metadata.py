"""What a model file says about itself: task, colour order, mean, scale, layout.

Four dialects are understood, in this order:
- `dlwb.*`: our own keys, in ONNX `metadata_props` or in the `rt_info` of an IR that we wrote.
- `model_info.*`: the keys of OpenVINO's Model API, which Ultralytics, OTX and Geti write as well.
- `tflite.*`: the metadata of TensorFlow Lite files (`tflite_metadata`).
- `task`, `imgsz`: the keys that Ultralytics puts into ONNX `metadata_props`.
A value that cannot be read is left open, as if it were not there.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

import openvino as ov

from dlwb.domain.model import ColorOrder

_OF_THE_TOOL = ("OpenVINO Runtime", "Runtime_version", "version", "conversion_parameters")
_TASKS = {
    "classification": "classification",
    "classify": "classification",
    "detection": "detection",
    "detect": "detection",
    "detectionmodel": "detection",
    "ssd": "detection",
    "yolo": "detection",
    "yolox": "detection",
    "segmentation": "segmentation",
    "segment": "instance_segmentation",
    "maskrcnn": "instance_segmentation",
    "instance_segmentation": "instance_segmentation",
}
_LARGEST_SIDE = 1 << 16
_YES, _NO = {"yes", "true", "1"}, {"no", "false", "0"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says; None: nothing."""

    task: str | None = None
    color_order: ColorOrder | None = None
    mean: tuple[float, ...] | None = None
    scale: tuple[float, ...] | None = None
    layout: str | None = None
    picture: tuple[int, int] | None = None
    """Height and width that the network was made for."""


def flat_rt_info(model: ov.Model) -> dict[str, str]:
    """A model's own `rt_info`, nested keys joined by dots, without what the converter noted about itself.

    ONNX `metadata_props` are found below `framework`; ours among them are lifted to `dlwb`.
    """
    found = {key: value for key, value in _flat(model.get_rt_info(), "") if key.split(".", 1)[0] not in _OF_THE_TOOL}
    return {key.removeprefix("framework.") if key.startswith("framework.dlwb.") else key: v for key, v in found.items()}


def _flat(value: object, prefix: str) -> Iterator[tuple[str, str]]:
    if hasattr(value, "items"):
        for key, inner in value.items():
            yield from _flat(inner, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(value, ov.OVAny):
        try:
            yield prefix, str(value.astype(str))
        except RuntimeError:
            yield prefix, str(value.value)
    else:
        yield prefix, str(value)


def read_metadata(info: Mapping[str, str]) -> Metadata:
    """Understand the dialects in a flat `rt_info`."""
    mean, scale = _numbers(info.get("dlwb.mean")), _numbers(info.get("dlwb.scale"))
    if info.get("model_info.embedded_processing", "").strip().lower() in _YES:
        # The graph does it already (Model API): the network wants the pixels as they are.
        mean, scale = mean or (0.0,), scale or (1.0,)
    return Metadata(
        task=_task(info),
        color_order=_color_order(info),
        mean=mean or _numbers(info.get("model_info.mean_values")) or _numbers(info.get("tflite.mean")),
        scale=_divisors(scale or _numbers(info.get("model_info.scale_values")) or _numbers(info.get("tflite.scale"))),
        layout=info.get("dlwb.layout") or info.get("model_info.layout") or info.get("tflite.layout") or None,
        picture=_picture(info.get("framework.imgsz")),
    )


def _picture(text: str | None) -> tuple[int, int] | None:
    """`[height, width]`, or one number for both."""
    sides = [int(value) for value in _numbers(text) or ()]
    possible = 1 <= len(sides) <= 2 and all(1 <= side <= _LARGEST_SIDE for side in sides)
    return (sides[0], sides[-1]) if possible else None


def _task(info: Mapping[str, str]) -> str | None:
    for key in ("dlwb.task", "model_info.task_type", "model_info.model_type", "framework.task"):
        if (task := _TASKS.get(info.get(key, "").strip().lower())) is not None:
            return task
    return None


def _color_order(info: Mapping[str, str]) -> ColorOrder | None:
    stated = info.get("dlwb.color_order", "").strip().upper()
    if stated in (ColorOrder.RGB, ColorOrder.BGR):
        return ColorOrder(stated)
    # Model API feeds BGR pictures, so channels are reversed for a network that wants RGB.
    reverse = info.get("model_info.reverse_input_channels", "").strip().lower()
    if reverse in _YES:
        return ColorOrder.RGB
    if reverse in _NO:
        return ColorOrder.BGR
    return ColorOrder.RGB if info.get("tflite.color_order") == ColorOrder.RGB else None


def _numbers(text: str | None) -> tuple[float, ...] | None:
    """Numbers separated by commas or blanks, with or without brackets."""
    parts = [part for part in re.split(r"[\s,]+", (text or "").strip().strip("[]()")) if part]
    try:
        values = tuple(float(part) for part in parts)
    except ValueError:
        return None
    return values if values and all(map(isfinite, values)) else None


def _divisors(values: tuple[float, ...] | None) -> tuple[float, ...] | None:
    return values if values and all(values) else None
