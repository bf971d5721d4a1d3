"""Tensor names: every input and output of a converted model can be addressed by one."""

from collections.abc import Mapping

import openvino as ov

from dlwb.adapters.openvino.shapes import input_name
from dlwb.domain.model import Shape


def name_tensors(model: ov.Model) -> None:
    """Give every input and output that has no tensor name one: its node's name, made unique by a number."""
    taken = {name for operation in model.get_ops() for port in operation.outputs() for name in port.get_names()}
    for kind, ports in (("input", model.inputs), ("output", model.outputs)):
        for index, port in enumerate(ports):
            if port.get_names():
                continue
            name = _free_name(_stem(port, kind, index), taken)
            taken.add(name)
            port.get_tensor().set_names({name})


def _stem(port: ov.Output, kind: str, index: int) -> str:
    """The name of the node that makes the tensor; names that the converter counted up are no names."""
    node = port.get_node()
    maker = node.input_value(0).get_node() if node.get_type_name() == "Result" else node
    friendly = str(maker.get_friendly_name())
    counted = friendly == str(maker.get_name())  # "Add_4711": differs from one conversion to the next
    return f"{kind}_{index}" if counted else friendly


def _free_name(stem: str, taken: set[str]) -> str:
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def find_input(model: ov.Model, name: str) -> ov.Output | None:
    """The input with that tensor or node name; the empty name means the only input.

    TensorFlow calls the tensor of an input `x` `x:0`, and people do not, so `x` finds it too.
    """
    if not name:
        return model.inputs[0] if len(model.inputs) == 1 else None
    for wanted in (name, f"{name}:0"):
        for port in model.inputs:
            if wanted in port.get_names() or wanted == port.get_node().get_friendly_name():
                return port
    return None


def shapes_by_input(model: ov.Model, shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The same shapes under the names of the model's own inputs, where these are found and not given twice."""
    found: dict[str, Shape] = {}
    for name, shape in shapes.items():
        port = find_input(model, name)
        known = name if port is None or not name else input_name(port)
        found[name if known in found else known] = shape
    return found
