"""Which operations work on 8-bit numbers, decided from the structure of a quantized model (METHODS §4).

A tensor is 8-bit when it comes out of a FakeQuantize of at most 256 levels, when its element type is
an integer of 8 bits or fewer, or when such an integer is dequantized (`Convert`, `Subtract` of the
zero point, `Multiply` by the scale). Operations that only move data hand the property on. A product of wide
integers is 8-bit when its data are such integers: its constant holds 8-bit weights less their zero point, which the
engine works out when it reads an integer convolution (ONNX ConvInteger, MatMulInteger).
"""

from collections.abc import Collection, Mapping
from enum import Enum

from dlwb.calc.cost_rules.rule import Rule
from dlwb.calc.element_types import FLOATS, LOW_BIT_INTEGERS, WIDE_INTEGERS
from dlwb.domain.graph import Graph, Node

_LEVELS = 256
_NUMBERS = FLOATS | LOW_BIT_INTEGERS
PRODUCTS = frozenset(
    {
        *("Convolution", "GroupConvolution", "ConvolutionBackpropData", "GroupConvolutionBackpropData"),
        *("MatMul", "FullyConnected"),
    }
)
_TRANSPARENT = frozenset(
    {
        *("Reshape", "Squeeze", "Unsqueeze", "Transpose", "Split", "VariadicSplit", "Slice", "StridedSlice", "Gather"),
        *("GatherElements", "GatherND", "Broadcast", "Tile", "Pad", "Reverse", "Roll", "ShuffleChannels", "Identity"),
        *("DepthToSpace", "SpaceToDepth", "BatchToSpace", "SpaceToBatch", "ReorgYolo", "ExtractImagePatches"),
        *("MaxPool", "ReverseSequence"),
    }
)


class Representation(Enum):
    """What is known of the numbers in a tensor: any, on an 8-bit grid, or 8-bit and about to be dequantized."""

    ANY = 0
    EIGHT_BIT = 1
    CONVERTED = 2


def representations(graph: Graph) -> dict[str, Representation]:
    """By node, what its outputs hold; nodes that hold any numbers are left out."""
    found: dict[str, Representation] = {}
    for node in graph.nodes:
        kind = _representation(node, found)
        if kind is not Representation.ANY:
            found[node.name] = kind
    return found


def _representation(node: Node, found: Mapping[str, Representation]) -> Representation:
    if node.outputs and node.outputs[0].dtype in LOW_BIT_INTEGERS:
        return Representation.EIGHT_BIT
    if not node.input_nodes or node.type == "Constant":
        return Representation.ANY
    sources = [found.get(producer, Representation.ANY) for producer, _ in node.input_nodes]
    match node.type:
        case "FakeQuantize":
            levels = node.attributes.get("levels", 0)
            return Representation.EIGHT_BIT if 0 < int(str(levels)) <= _LEVELS else Representation.ANY
        case "Convert":
            return Representation.CONVERTED if node.inputs[0].dtype in LOW_BIT_INTEGERS else sources[0]
        case "Subtract" if sources[0] is Representation.CONVERTED:
            return Representation.CONVERTED
        case "Multiply" if Representation.CONVERTED in sources:
            return Representation.EIGHT_BIT
        case "Concat":
            return Representation.EIGHT_BIT if all(s is not Representation.ANY for s in sources) else Representation.ANY
        case kind if kind in _TRANSPARENT:
            return sources[0]
    return Representation.ANY


def is_integer_work(
    node: Node, rule: Rule, found: Mapping[str, Representation], known: Collection[str] = frozenset()
) -> bool:
    """Whether everything the operation calculates with is 8-bit.

    Args:
        node: the operation.
        rule: how it is counted.
        found: what the nodes' outputs hold (`representations`).
        known: the nodes computed from constants alone (`constant_nodes`).
    """
    operands = rule.operands
    if operands is None:
        operands = tuple(i for i, port in enumerate(node.inputs) if port.dtype in _NUMBERS)
    sources = [node.input_nodes[index][0] if index < len(node.input_nodes) else "" for index in operands]
    if is_wide_product(node):
        return any(source in found for source in sources) and all(s in found or s in known for s in sources)
    return bool(sources) and all(source in found for source in sources)


def is_wide_product(node: Node) -> bool:
    """Whether the operation multiplies integers of 16 bits and more with weights or with each other."""
    return node.type in PRODUCTS and all(port.dtype in WIDE_INTEGERS for port in node.inputs[:2])
