"""Writes a trained network as an ONNX file that carries its own preprocessing in `metadata_props`."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import onnx
import torch
from networks import fold_norms
from torch import nn

OPSET = 17

# Pictures enter as (bytes - mean) / scale. The two numbers differ so that mixing them up shows.
MEAN, SCALE = 127.5, 64.0

DETECTOR_DECODE = (
    "yolox; strides=8,16; columns=cx,cy,w,h,objectness,classes; cells row by row, smallest stride first; "
    "centre=(cx,cy + column,row)*stride; size=exp(w,h)*stride; score=objectness*class; scores already 0..1; "
    "then non-maximum suppression per class, iou=0.5"
)


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader of the file must know: the task, the class names, the output's name and its decoding."""

    task: str
    labels: tuple[str, ...]
    side: int
    output: str
    decode: str = ""

    def properties(self) -> dict[str, str]:
        """The metadata entries of the file."""
        entries = {
            "dlwb.task": self.task,
            "dlwb.labels": ",".join(self.labels),
            "dlwb.color_order": "RGB",
            "dlwb.mean": ",".join([str(MEAN)] * 3),
            "dlwb.scale": ",".join([str(SCALE)] * 3),
            "dlwb.layout": "NCHW",
            "dlwb.resize": "stretch",
            "dlwb.license": "Apache-2.0",
        }
        return entries | ({"dlwb.decode": self.decode} if self.decode else {})


def write(network: nn.Module, path: Path, card: Card) -> None:
    """Exports the network, input `images` (batch, 3, side, side), after folding its normalisations."""
    fold_norms(network)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        torch.onnx.export(
            network,
            (torch.zeros(1, 3, card.side, card.side),),
            raw,
            dynamo=False,
            opset_version=OPSET,
            input_names=["images"],
            output_names=[card.output],
            dynamic_axes={"images": {0: "batch"}, card.output: {0: "batch"}},
        )
        model = onnx.load(raw)
    model.graph.name = path.stem
    onnx.helper.set_model_props(model, card.properties())
    onnx.checker.check_model(model, full_check=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString(deterministic=True))
