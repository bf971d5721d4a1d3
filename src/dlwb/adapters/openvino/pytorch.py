"""PyTorch models: TorchScript and exported programs, loaded without ever running a pickle or unchecked code.

What loading does (read in torch 2.13):
- `torch.jit.load` reads its pickles with a C++ reader that builds tensors and TorchScript objects only, and
  compiles TorchScript, a language of its own, which can touch files through two operators; these are refused.
- `torch.export.load` uses `torch.load`, in places with `weights_only=False`, and passes strings of the file to
  `eval` and `exec` (sympy expressions, names in generated code). The environment variable below forces
  weights-only everywhere; `torch_safety` refuses every string that is not plain data.
"""

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openvino as ov

from dlwb.adapters.openvino.shapes import partial_shape
from dlwb.adapters.openvino.torch_safety import check_exported_program, check_torchscript
from dlwb.adapters.sources.pytorch import pytorch_kind
from dlwb.domain.model import Dim, DimRange


def read_pytorch(entry: Path) -> ov.Model:
    """Convert a TorchScript file or an exported program.

    The shapes of an exported program are those it was exported for; TorchScript has none, so they stay open.

    Raises:
        ModuleNotFoundError: torch is not installed.
        UnreadableModel: it holds something that could run as a program.
    """
    os.environ["TORCH_FORCE_WEIGHTS_ONLY_LOAD"] = "1"
    if pytorch_kind(entry) == "torchscript":
        check_torchscript(entry)
        script = importlib.import_module("torch").jit.load(entry, map_location="cpu").eval()
        return ov.convert_model(script)
    check_exported_program(entry)
    program = importlib.import_module("torch.export").load(entry)
    model: ov.Model = ov.convert_model(program)
    _restore_shapes(model, _user_shapes(program))
    return model


def _user_shapes(program: Any) -> list[tuple[Dim, ...] | None]:
    """Shapes of the inputs that a caller gives, in order; None for one that is no tensor."""
    wanted = program.graph_signature.user_inputs
    values = {node.name: node.meta.get("val") for node in program.graph.nodes if node.op == "placeholder"}
    return [_shape(values.get(name), program.range_constraints) for name in wanted]


def _shape(tensor: Any, ranges: Any) -> tuple[Dim, ...] | None:
    return tuple(_dim(size, ranges) for size in tensor.shape) if hasattr(tensor, "shape") else None


def _dim(size: Any, ranges: Any) -> Dim:
    if isinstance(size, int):
        return size
    bounds = ranges.get(size.node.expr)
    if bounds is None:
        return DimRange()
    low, high = (int(b) if b.is_Integer else None for b in (bounds.lower, bounds.upper))
    return DimRange(max(low or 0, 0), high)


def _restore_shapes(model: ov.Model, shapes: Sequence[tuple[Dim, ...] | None]) -> None:
    """The converter opens every dimension; the program says which ones were fixed at export."""
    if len(shapes) != len(model.inputs):
        return  # unused inputs were dropped, so there is no telling which shape is whose
    known = {port: partial_shape(shape) for port, shape in zip(model.inputs, shapes, strict=True) if shape is not None}
    if known:
        model.reshape(known)
