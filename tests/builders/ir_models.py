"""OpenVINO IR: y = relu(x + w), x of shape (1, 4)."""

from pathlib import Path

import numpy as np
import openvino as ov
from openvino import opset13

import dlwb.adapters.openvino  # noqa: F401  (before openvino: it opts out of telemetry)


def add_model() -> ov.Model:
    data = opset13.parameter([1, 4], np.float32, name="x")
    return ov.Model([opset13.relu(opset13.add(data, np.ones(4, np.float32)))], [data], "small")


def write(xml: Path) -> Path:
    ov.save_model(add_model(), xml, compress_to_fp16=False)
    return xml
