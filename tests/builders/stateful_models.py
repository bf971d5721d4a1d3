"""Small ONNX networks over sequences, whose inputs have to fit each other."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

Dims = list[int | str | None]
SHORTEST = 200
"""Below this length the convolution over time has nothing to do, and the network refuses."""


def write_recurrent(path: Path, data: Dims, state: Dims) -> Path:
    """`next` joins `state` (2 x batch x 4) to what a convolution over time makes of `data` (batch x time)."""
    nodes = [
        helper.make_node("Unsqueeze", ["data", "one"], ["channel"]),
        helper.make_node("Conv", ["channel", "kernel"], ["conv"]),
        helper.make_node("ReduceMean", ["conv"], ["mean"], axes=[2], keepdims=0),
        helper.make_node("Unsqueeze", ["mean", "zero"], ["layer"]),
        helper.make_node("Concat", ["state", "layer"], ["next"], axis=0),
    ]
    return _write(path, nodes, {"data": data, "state": state}, "next")


def write_unknown_rank(path: Path) -> Path:
    """A convolution over `data` (batch x time), behind an operation that drops all dimensions of size one."""
    nodes = [
        helper.make_node("Squeeze", ["data"], ["bare"]),
        helper.make_node("Unsqueeze", ["bare", "both"], ["channel"]),
        helper.make_node("Conv", ["channel", "kernel"], ["y"]),
    ]
    return _write(path, nodes, {"data": ["batch", "time"]}, "y")


def _write(path: Path, nodes: list[onnx.NodeProto], inputs: dict[str, Dims], output: str) -> Path:
    constants = {
        "zero": np.array([0], np.int64),
        "one": np.array([1], np.int64),
        "both": np.array([0, 1], np.int64),
        "kernel": np.ones((4, 1, SHORTEST), np.float32),
    }
    graph = helper.make_graph(
        nodes,
        "over time",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, dims) for name, dims in inputs.items()],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    path.write_bytes(model.SerializeToString())
    return path
