"""The theoretical analysis of a model: what every layer costs, and the totals (METHODS §4)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from dlwb.calc.analysis_notes import BOUNDED, BRANCHES, UNKNOWN_TIMES, Notes, not_counted
from dlwb.calc.constant_folding import constant_nodes
from dlwb.calc.cost_rules.movement import PARTIAL_READERS, VIEWS
from dlwb.calc.cost_rules.rule import CannotCount, Operation, Work
from dlwb.calc.costs import BODIES, RULES, RULES_VERSION
from dlwb.calc.element_types import FLOATS
from dlwb.calc.memory import activation_memory, port_bytes
from dlwb.calc.precision import Representation, is_integer_work, is_wide_product, representations
from dlwb.calc.shapes import UnknownSize, dynamic_inputs, is_static
from dlwb.calc.weights import LayerWeights, weights_by_layer
from dlwb.domain.graph import Graph, LayerCost, ModelAnalysis, Node, UncountedType
from dlwb.domain.model import Shape

_NO_LAYER = ("Parameter", "Result", "Constant")


def analyse(graph: Graph, model_id: str) -> ModelAnalysis:
    """What a model costs in theory at the input shapes its graph has.

    Layers are all operations that run, in order; what an engine computes once from constants alone is
    not among them. A loop or branch is one layer that holds the cost of its body.

    Raises:
        InvalidOptions: an input has no fixed shape; all such inputs are named.
    """
    shapes = _input_shapes(graph)
    counted = _count(graph)
    memory = activation_memory(graph, counted.known)
    layers = tuple(counted.layers)
    parameters = sum(layer.parameters for layer in layers)
    notes = list(counted.notes.sentences())
    if memory.unknown:
        tensors, them = ("1 tensor has", "it") if memory.unknown == 1 else (f"{memory.unknown} tensors have", "them")
        notes.append(f"{tensors} a size that depends on data, and no memory is counted for {them}.")
    return ModelAnalysis(
        model=model_id,
        gflop=sum(layer.flop for layer in layers) / 1e9,
        gmac=sum(layer.mac for layer in layers) / 1e9,
        giop=sum(layer.iop for layer in layers) / 1e9,
        parameters=parameters,
        weights_bytes=sum(layer.weights_bytes for layer in layers),
        weights_bytes_by_precision=dict(sorted(counted.bytes_by_precision.items())),
        memory_min_bytes=memory.min_bytes,
        memory_max_bytes=memory.max_bytes,
        sparsity=sum(layer.zeros for layer in layers) / parameters if parameters else 0.0,
        opset=graph.opset,
        type_counts=dict(sorted(counted.types.items())),
        uncounted=tuple(UncountedType(kind, count) for kind, count in sorted(counted.uncounted.items())),
        layers=layers,
        input_shapes=shapes,
        rules_version=RULES_VERSION,
        notes=tuple(notes),
    )


def _input_shapes(graph: Graph) -> dict[str, tuple[int, ...]]:
    """The shape of every input, by the name under which it is asked for."""
    shapes: dict[str, Shape | None] = {}
    for node in graph.nodes:
        if node.type == "Parameter":
            names = node.attributes.get("names")
            name = str(names[0]) if isinstance(names, tuple) and names else node.name
            shapes[name] = node.outputs[0].shape
    if not all(is_static(shape) for shape in shapes.values()):
        raise dynamic_inputs(shapes)
    return {name: tuple(dim for dim in shape or () if isinstance(dim, int)) for name, shape in shapes.items()}


@dataclass(slots=True)
class _Counted:
    """What counting one graph found; a body is counted the same way and then added to its owner."""

    known: frozenset[str]
    layers: list[LayerCost] = field(default_factory=list)
    bytes_by_precision: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    uncounted: Counter[str] = field(default_factory=Counter)
    notes: Notes = field(default_factory=Notes)

    def absorb(self, body: "_Counted") -> None:
        """Take over everything of a body except its layers."""
        self.bytes_by_precision.update(body.bytes_by_precision)
        self.types.update(body.types)
        self.uncounted.update(body.uncounted)
        self.notes.absorb(body.notes)


def _count(graph: Graph) -> _Counted:
    nodes = {node.name: node for node in graph.nodes}
    counted = _Counted(constant_nodes(graph))
    weights = weights_by_layer(graph, nodes, counted.known)
    eight_bit = representations(graph)
    for node in graph.nodes:
        if node.type in _NO_LAYER or node.name in counted.known:
            continue
        own = weights.get(node.name) or LayerWeights()
        counted.types[node.type] += 1
        counted.bytes_by_precision.update(own.by_precision)
        cost = _owner_cost(node, counted) if node.bodies else _operation_cost(node, nodes, eight_bit, counted)
        counted.layers.append(_layer(node, cost, own, counted.known))
        if not all(is_static(port.shape) for port in node.outputs):
            counted.notes.add(BOUNDED, node.name)
    return counted


@dataclass(frozen=True, slots=True)
class _Cost:
    """Cost of one layer without its own weights; traffic and weights are those of its bodies."""

    flop: int = 0
    mac: int = 0
    iop: int = 0
    parameters: int = 0
    zeros: int = 0
    weights_bytes: int = 0
    bytes_read: int = 0
    bytes_written: int = 0
    counted: bool = True


def _operation_cost(
    node: Node, nodes: Mapping[str, Node], eight_bit: Mapping[str, Representation], counted: _Counted
) -> _Cost:
    rule = RULES.get(node.type)
    work: Work | None = None
    if rule is not None:
        try:
            work = rule.formula(Operation(node, nodes))
        except UnknownSize:
            counted.notes.add(not_counted(node, "its size depends on data", "their size depends on data"), node.name)
        except CannotCount as reason:
            counted.notes.add(not_counted(node, str(reason)), node.name)
    if work is None or rule is None:
        counted.uncounted[node.type] += 1
        return _Cost(counted=False)
    if is_integer_work(node, rule, eight_bit, counted.known):
        return _Cost(iop=work.ops, mac=work.mac)
    if is_wide_product(node):
        counted.uncounted[node.type] += 1
        counted.notes.add(not_counted(node, "it multiplies wide integers", "they multiply wide integers"), node.name)
        return _Cost(counted=False)
    # Arithmetic on wide integers and truth values is index work, neither floating-point nor 8-bit.
    floating = any(port.dtype in FLOATS for port in chain(node.inputs, node.outputs))
    return _Cost(flop=work.ops, mac=work.mac) if floating else _Cost()


def _owner_cost(node: Node, counted: _Counted) -> _Cost:
    """Cost of a loop or branch: the sum over its body, or the more expensive of its bodies."""
    bodies = [_count(body) for body in node.bodies]
    for body in bodies:
        counted.absorb(body)
    if node.type not in BODIES:
        counted.uncounted[node.type] += 1
        return _Cost(counted=False)
    costs = [_sum(body) for body in bodies]
    heaviest = max(range(len(costs)), key=lambda index: costs[index].flop + costs[index].iop)
    chosen, times, certain = costs[heaviest], 1, True
    if node.type == "If":
        branch = ("then", "else")[heaviest]
        counted.notes.add(BRANCHES[branch], node.name)
    else:
        iterations = node.attributes.get("num_iterations", -1)
        certain = isinstance(iterations, int) and iterations >= 0
        times = int(str(iterations)) if certain else 1
    if not certain:
        counted.uncounted[node.type] += 1
        counted.notes.add(UNKNOWN_TIMES, node.name)
    return _Cost(
        flop=times * chosen.flop,
        mac=times * chosen.mac,
        iop=times * chosen.iop,
        parameters=sum(cost.parameters for cost in costs),
        zeros=sum(cost.zeros for cost in costs),
        weights_bytes=sum(cost.weights_bytes for cost in costs),
        bytes_read=times * chosen.bytes_read,
        bytes_written=times * chosen.bytes_written,
        counted=certain and all(cost.counted for cost in costs),
    )


def _sum(body: _Counted) -> _Cost:
    layers = body.layers
    return _Cost(
        flop=int(sum(layer.flop for layer in layers)),
        mac=int(sum(layer.mac for layer in layers)),
        iop=int(sum(layer.iop for layer in layers)),
        parameters=sum(layer.parameters for layer in layers),
        zeros=sum(layer.zeros for layer in layers),
        weights_bytes=sum(layer.weights_bytes for layer in layers),
        bytes_read=sum(layer.bytes_read for layer in layers),
        bytes_written=sum(layer.bytes_written for layer in layers),
        counted=all(layer.counted for layer in layers),
    )


def _layer(node: Node, cost: _Cost, weights: LayerWeights, known: frozenset[str]) -> LayerCost:
    read, written = _traffic(node, weights, known)
    return LayerCost(
        name=node.name,
        type=node.type,
        flop=float(cost.flop),
        mac=float(cost.mac),
        iop=float(cost.iop),
        parameters=cost.parameters + weights.parameters,
        weights_bytes=cost.weights_bytes + weights.bytes,
        zeros=cost.zeros + weights.zeros,
        bytes_read=cost.bytes_read + read,
        bytes_written=cost.bytes_written + written,
        output_shape=node.outputs[0].shape if node.outputs else None,
        counted=cost.counted,
    )


def _traffic(node: Node, weights: LayerWeights, known: frozenset[str]) -> tuple[int, int]:
    """Bytes read and written: activations and weights at their own types, each input tensor once."""
    if node.type in VIEWS or node.bodies:
        return 0, 0
    written = sum(_bytes(node, index, output=True) for index in range(len(node.outputs)))
    if node.type == "ShapeOf":
        return 0, written
    sources = {source: index for index, source in enumerate(node.input_nodes) if source[0] not in known}
    read = sum(_bytes(node, index, output=False) for index in sources.values())
    if node.type not in PARTIAL_READERS or not node.inputs:
        return read + weights.read_bytes, written
    data = _bytes(node, 0, output=False)
    share = min(1.0, written / data) if data else 1.0
    if node.input_nodes and node.input_nodes[0][0] in known:
        return read + round(weights.read_bytes * share), written
    return read - data + round(data * share) + weights.read_bytes, written


def _bytes(node: Node, index: int, *, output: bool) -> int:
    try:
        return port_bytes((node.outputs if output else node.inputs)[index])
    except UnknownSize:
        return 0
