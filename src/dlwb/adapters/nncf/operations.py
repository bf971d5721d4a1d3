"""What kinds of operations there are for NNCF, as type names of the engine.

The lists are NNCF's own, which decide where it puts its quantizers, so that both sides see the graph alike.
"""

from collections.abc import Iterable
from typing import Any

import openvino as ov
from nncf.openvino.graph.metatypes import groups, openvino_metatypes


def _types(metatypes: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(name) for metatype in metatypes for name in metatype.op_names)


# Operations that run in 8 bits where their inputs are.
QUANTIZABLE = _types(groups.INPUTS_QUANTIZABLE_OPERATIONS)
# Operations that only move or choose numbers, so that their inputs and outputs share a quantizer.
TRANSPARENT = _types((*groups.QUANTIZE_AGNOSTIC_OPERATIONS, openvino_metatypes.OVConcatMetatype)) - QUANTIZABLE
# Operations with products of weights or of activations, where nearly all the time goes.
LINEAR = _types(groups.LINEAR_OPERATIONS)
FAKE_QUANTIZE = _types(groups.FAKE_QUANTIZE_OPERATIONS)


def kind_of(node: ov.Node) -> str:
    """The engine's name of an operation's type."""
    return str(node.get_type_name())


def name_of(node: ov.Node) -> str:
    """The name that people see."""
    return str(node.get_friendly_name())


def sources(node: ov.Node) -> tuple[ov.Output, ...]:
    """What feeds an operation, input by input."""
    return tuple(node.input_value(index) for index in range(node.get_input_size()))


def readers(output: ov.Output) -> list[ov.Input]:
    """The inputs that an output feeds, in an order that does not change from one process to the next."""
    return sorted(output.get_target_inputs(), key=lambda port: (name_of(port.get_node()), int(port.get_index())))


def constants_of(*models: ov.Model) -> frozenset[str]:
    """The engine's own identifiers of all operations that give the same at every inference."""
    found: set[str] = set()
    for model in models:
        for node in model.get_ordered_ops():
            feeders = sources(node)
            if kind_of(node) == "Constant" or (feeders and all(s.get_node().get_name() in found for s in feeders)):
                found.add(str(node.get_name()))
    return frozenset(found)
