"""Reading an `ov.Model` into the domain's `Graph`, without its weights."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeGuard

import openvino as ov

from dlwb.adapters.openvino.constants import constant_facts, shared_with, small_values, zero_points
from dlwb.adapters.openvino.shapes import input_name, shape_of
from dlwb.domain.graph import AttributeValue, ConstantFacts, Graph, Node, Port

# The two types whose name in an IR file is not the engine's own; a graph viewer shows the file's.
IR_TYPES = {"Relu": "ReLU", "Softmax": "SoftMax"}
_OPSET = re.compile(r"opset(\d+)")
_LOOPS = ("Loop", "TensorIterator")


def read_graph(model: ov.Model) -> Graph:
    """All operations of a model in topological order, each with ports, attributes, constant facts and bodies.

    Inputs come first, in the order of the model's signature. Names are the engine's friendly names; the
    second operation of a name becomes `name#2`, and so on. Attributes are those of the IR, and besides:
    `num_iterations` of loops (-1: not known before they run), `names` of inputs and outputs (tensor
    names, the one they are shown under first), `value` of integer constants of a few elements.
    """
    named = unique_names(model)
    operations = [operation for operation, _ in named]
    names = {str(operation.get_name()): name for operation, name in named}
    zeros = zero_points(operations)
    same = shared_with(named)
    nodes = tuple(_node(operation, names, zeros, same) for operation in operations)
    return Graph(str(model.get_friendly_name()), nodes, _opset(operations))


def unique_names(model: ov.Model) -> list[tuple[ov.Node, str]]:
    """All operations in the order of the graph, inputs first, each with a name that no other operation has."""
    inner = [operation for operation in model.get_ordered_ops() if operation.get_type_name() != "Parameter"]
    operations = [*model.get_parameters(), *inner]
    friendly = {str(op.get_name()): str(op.get_friendly_name()) for op in operations}
    reserved = set(friendly.values())
    used: dict[str, int] = {}
    names: dict[str, str] = {}
    for identifier, wanted in friendly.items():
        used[wanted] = used.get(wanted, 0) + 1
        name = wanted
        while used[wanted] > 1 and (name := f"{wanted}#{used[wanted]}") in reserved:
            used[wanted] += 1
        reserved.add(name)
        names[identifier] = name
    return [(operation, names[str(operation.get_name())]) for operation in operations]


def _node(operation: ov.Node, names: Mapping[str, str], zeros: Mapping[str, ov.Node], same: Mapping[str, str]) -> Node:
    kind = str(operation.get_type_name())
    sources = [operation.input_value(index) for index in range(operation.get_input_size())]
    constant = kind == "Constant"
    return Node(
        name=names[operation.get_name()],
        type=IR_TYPES.get(kind, kind),
        inputs=tuple(_port(source) for source in sources),
        outputs=tuple(_port(output) for output in operation.outputs()),
        input_nodes=tuple((names[source.get_node().get_name()], int(source.get_index())) for source in sources),
        attributes=small_values(operation) if constant else _attributes(operation, kind),
        constant=_facts(operation, names, zeros, same) if constant else None,
        bodies=tuple(read_graph(body) for body in _bodies(operation, kind)),
    )


def _facts(
    constant: ov.Node, names: Mapping[str, str], zeros: Mapping[str, ov.Node], same: Mapping[str, str]
) -> ConstantFacts:
    facts = constant_facts(constant, zeros.get(constant.get_name()))
    return replace(facts, same_as=same.get(names[constant.get_name()]))


def _port(port: ov.Output) -> Port:
    return Port(shape_of(port), str(port.get_element_type().get_type_name()))


def _bodies(operation: ov.Node, kind: str) -> tuple[ov.Model, ...]:
    if kind == "If":
        return operation.get_then_body(), operation.get_else_body()
    return (operation.get_function(),) if kind in _LOOPS else ()


def _attributes(operation: ov.Node, kind: str) -> dict[str, AttributeValue]:
    attributes = {name: _simple(value) for name, value in operation.get_attributes().items()}
    if kind in _LOOPS:
        attributes["num_iterations"] = int(operation.get_num_iterations())
    if kind in ("Parameter", "Result"):
        port = operation.output(0)
        attributes["names"] = tuple(sorted(port.get_names(), key=lambda name: (name != input_name(port), name)))
    return attributes


def _simple(value: object) -> AttributeValue:
    """An attribute as a plain value; what has no plain form, or none in JSON, becomes text."""
    if isinstance(value, str | bool | int) or _is_finite(value):
        return value
    if isinstance(value, list | tuple):
        if all(isinstance(item, int) for item in value):
            return tuple(int(item) for item in value)
        if all(isinstance(item, int) or _is_finite(item) for item in value):
            return tuple(float(item) for item in value)
        return tuple(str(item) for item in value)
    return str(value)


def _is_finite(value: object) -> TypeGuard[float]:
    return isinstance(value, float) and math.isfinite(value)


def _opset(operations: Iterable[ov.Node]) -> str | None:
    """The newest operation set in use, which is the one a reader of the model must know."""
    versions = [_OPSET.fullmatch(str(op.get_type_info().version_id)) for op in operations]
    newest = max((int(match[1]) for match in versions if match), default=None)
    return None if newest is None else f"opset{newest}"
