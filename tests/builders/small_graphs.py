"""Bricks for models of a few operations, and their analysis."""

import numpy as np
import openvino as ov
from openvino import opset16 as op

from dlwb.adapters.openvino.graph import read_graph
from dlwb.calc.analysis import analyse
from dlwb.domain.graph import ModelAnalysis


def x(*shape, dtype=np.float32, name="x"):
    """An input."""
    return op.parameter(list(shape), dtype, name=name)


def w(*shape, dtype=np.float32):
    """Weights, all zero."""
    return op.constant(np.zeros(shape, dtype))


def ints(*values):
    """A list of integers, such as axes or a shape."""
    return op.constant(np.array(values, np.int64))


def integer(value):
    """One integer, such as an axis."""
    return op.constant(np.array(value, np.int64))


def scalar(value):
    """One floating-point number."""
    return op.constant(np.float32(value))


def model_of(*outputs) -> ov.Model:
    """The model that computes `outputs`; its inputs are found by walking back, in order of creation."""
    pending = [output.get_node() if isinstance(output, ov.Output) else output for output in outputs]
    parameters, seen = [], set()
    while pending:
        node = pending.pop()
        if node.get_name() in seen:
            continue
        seen.add(node.get_name())
        if node.get_type_name() == "Parameter":
            parameters.append(node)
        pending += [node.input_value(i).get_node() for i in range(node.get_input_size())]
    parameters.sort(key=lambda node: int(node.get_name().rsplit("_", 1)[1]))
    return ov.Model([op.result(output) for output in outputs], parameters, "m")


def analysis_of(*outputs) -> ModelAnalysis:
    """The analysis of the model that computes `outputs`."""
    return analyse(read_graph(model_of(*outputs)), "m")
