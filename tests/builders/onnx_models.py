"""Small ONNX models: y = relu(conv(x)), x of shape (N, 3, 8, 8)."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def conv_model(nodes: list[onnx.NodeProto] | None = None, metadata: Mapping[str, str] | None = None) -> onnx.ModelProto:
    """The model, or one with other `nodes` that make `y` out of `x` and the weights `w` (4, 3, 3, 3)."""
    weights = np.arange(4 * 3 * 3 * 3, dtype=np.float32).reshape(4, 3, 3, 3) / 100
    if nodes is None:
        nodes = [helper.make_node("Conv", ["x", "w"], ["c"]), helper.make_node("Relu", ["c"], ["y"])]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 3, 8, 8])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(weights, "w")],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("my.domain", 1)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="builders", ir_version=10)
    helper.set_model_props(model, dict(metadata or {}))
    return model


def write(path: Path, **arguments: object) -> Path:
    path.write_bytes(conv_model(**arguments).SerializeToString())
    return path


def write_external(path: Path, location: str) -> Path:
    """The model with its weights in `location`, written when that lies in the model's folder."""
    model = conv_model()
    tensor = model.graph.initializer[0]
    raw = tensor.raw_data
    onnx.external_data_helper.set_external_data(tensor, location, offset=0, length=len(raw))
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    path.write_bytes(model.SerializeToString())
    target = (path.parent / location).resolve()
    if target.is_relative_to(path.parent.resolve()):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
    return path


def write_branch_with_external(path: Path, location: str) -> Path:
    """A model whose only external weights lie in a constant inside a branch of an `If`."""
    constant = numpy_helper.from_array(np.ones(4, np.float32), "inner")
    raw = constant.raw_data
    onnx.external_data_helper.set_external_data(constant, location, offset=0, length=len(raw))
    constant.ClearField("raw_data")
    constant.data_location = TensorProto.EXTERNAL
    (path.parent / location).write_bytes(raw)
    value = [helper.make_tensor_value_info("b", TensorProto.FLOAT, [4])]
    branch = helper.make_graph([helper.make_node("Constant", [], ["b"], value=constant)], "branch", [], value)
    graph = helper.make_graph(
        [helper.make_node("If", ["c"], ["y"], then_branch=branch, else_branch=branch)],
        "outer",
        [helper.make_tensor_value_info("c", TensorProto.BOOL, [])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [4])],
    )
    path.write_bytes(helper.make_model(graph, ir_version=10).SerializeToString())
    return path
