"""Which constants are weights, and which layer each belongs to.

A weight is a constant of floating-point numbers, or of integers of 8 bits or fewer, that a layer
calculates with; a wider integer counts only where it is converted to floating point on the way (a
quantized bias) or where a convolution or matrix product of integers takes it. Shapes, axes, indices,
truth values and text are no weights, and neither are settings such as thresholds. Scales, zero points
and quantization ranges have bytes but are no parameters. A constant that several layers share belongs
to the first of them, and so does one of several that share their bytes (`ConstantFacts.same_as`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dlwb.calc.element_types import FLOATS, LOW_BIT, WIDE_INTEGERS
from dlwb.calc.precision import is_wide_product
from dlwb.domain.graph import Graph, Node

_NUMBERS = FLOATS | LOW_BIT
_CONVERSIONS = frozenset({"Convert", "ConvertLike"})
_KEEPS_CODES = frozenset({"Convert", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Subtract"})
_QUANTIZERS = frozenset({"FakeQuantize", "FakeConvert"})

# Floating-point inputs that are settings of an operation, from this index on.
_SETTINGS_FROM: dict[str, int] = {
    **{"Interpolate": 1, "Pad": 3, "Range": 0, "RandomUniform": 0, "NonMaxSuppression": 2, "OneHot": 2},
    **{"ScaledDotProductAttention": 4, "Multinomial": 1, "NMSRotated": 2},
}


@dataclass(slots=True)
class LayerWeights:
    """The weights of one layer. `read_bytes` also counts those that belong to an earlier layer."""

    parameters: int = 0
    zeros: int = 0
    bytes: int = 0
    read_bytes: int = 0
    by_precision: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Step:
    """A node on the way from a layer back to its constants; `scale` for a scale, zero point or range."""

    name: str
    scale: bool


def weights_by_layer(graph: Graph, nodes: Mapping[str, Node], known: frozenset[str]) -> dict[str, LayerWeights]:
    """The weights of every layer that has any, by layer name.

    Args:
        graph: the graph.
        nodes: its nodes by name.
        known: the nodes computed from constants alone (`constant_nodes`).
    """
    owned: set[str] = set()
    found: dict[str, LayerWeights] = {}
    for layer in graph.nodes:
        if layer.name in known or layer.type in ("Parameter", "Result"):
            continue
        for step in _constants(layer, nodes, known):
            weights = found.setdefault(layer.name, LayerWeights())
            facts = nodes[step.name].constant
            content = facts.same_as if facts is not None and facts.same_as is not None else step.name
            _add(weights, nodes[step.name], first=content not in owned, scale=step.scale)
            owned.add(content)
    return found


def _add(weights: LayerWeights, constant: Node, *, first: bool, scale: bool) -> None:
    facts = constant.constant
    if facts is None:
        return
    weights.read_bytes += facts.bytes
    if not first:
        return
    dtype = constant.outputs[0].dtype
    weights.bytes += facts.bytes
    weights.by_precision[dtype] = weights.by_precision.get(dtype, 0) + facts.bytes
    if not scale:
        weights.parameters += facts.elements
        weights.zeros += facts.zeros


def _constants(layer: Node, nodes: Mapping[str, Node], known: frozenset[str]) -> Iterator[_Step]:
    """The constants that a layer calculates with, each once."""
    limit = _SETTINGS_FROM.get(layer.type, len(layer.input_nodes))
    pending = [
        _Step(producer, _is_scale(layer, index, nodes))
        for index, (producer, _) in enumerate(layer.input_nodes[:limit])
        if producer in known and (layer.inputs[index].dtype in _NUMBERS or is_wide_product(layer))
    ]
    seen: set[str] = set()
    while pending:
        step = pending.pop()
        if step.name in seen:
            continue
        seen.add(step.name)
        node = nodes[step.name]
        if node.type == "Constant":
            yield step
        else:
            pending.extend(_sources(node, step, nodes))


def _sources(node: Node, step: _Step, nodes: Mapping[str, Node]) -> Iterator[_Step]:
    if node.type == "ShapeOf":
        return
    converts = node.type in _CONVERSIONS
    for index, (producer, _) in enumerate(node.input_nodes):
        dtype = node.inputs[index].dtype
        carries = dtype in _NUMBERS or (dtype in WIDE_INTEGERS and index == 0 and (converts or _is_wide(node)))
        if carries and not (converts and index > 0):
            yield _Step(producer, step.scale or _is_scale(node, index, nodes))


def _is_wide(node: Node) -> bool:
    return node.outputs[0].dtype in WIDE_INTEGERS


def _is_scale(node: Node, index: int, nodes: Mapping[str, Node]) -> bool:
    """Whether that input is a scale, a zero point or a quantization range."""
    if node.type in _QUANTIZERS:
        return index > 0
    if node.type not in ("Multiply", "Subtract"):
        return False
    codes = [_holds_codes(producer, nodes) for producer, _ in node.input_nodes]
    if node.type == "Subtract" or codes == [True, True]:
        return index == 1 and codes[0]
    return codes[1 - index]


def _holds_codes(name: str, nodes: Mapping[str, Node]) -> bool:
    """Whether a node gives quantized numbers that still wait for their scale."""
    node = nodes.get(name)
    while node is not None and node.type in _KEEPS_CODES and node.outputs[0].dtype not in LOW_BIT:
        node = nodes.get(node.input_nodes[0][0])
    return node is not None and node.outputs[0].dtype in LOW_BIT
