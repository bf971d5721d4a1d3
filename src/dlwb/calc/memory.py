"""Memory for activations in theory: every tensor at its own element type, without any reuse in place."""

from dataclasses import dataclass
from math import prod

from dlwb.calc.constant_folding import constant_nodes
from dlwb.calc.element_types import tensor_bytes
from dlwb.calc.shapes import UnknownSize, largest
from dlwb.domain.graph import Graph, Node, Port

Tensor = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ActivationMemory:
    """`min_bytes` is the peak of live tensors, `max_bytes` all tensors at once; `unknown` tensors have no size."""

    min_bytes: int
    max_bytes: int
    unknown: int = 0


def port_bytes(port: Port) -> int:
    """Bytes of a tensor; a dimension that depends on data counts with its largest size.

    Raises:
        UnknownSize: a dimension has no upper end.
    """
    return tensor_bytes(prod(largest(port.shape)), port.dtype)


def activation_memory(graph: Graph, known: frozenset[str] | None = None) -> ActivationMemory:
    """Memory of all activations of a graph (METHODS §4); weights are apart.

    The execution order is the order of the nodes. Inputs are there from the start, an operation needs
    its inputs and outputs together, a tensor is freed after its last consumer, outputs of the model
    never. What is known before the graph runs (`constant_nodes`) takes part in nothing. The body of a
    loop or a branch adds its own peak while it runs; its inputs are the outer tensors.
    """
    return _memory(graph, constant_nodes(graph) if known is None else known, inside=False)


def _memory(graph: Graph, known: frozenset[str], *, inside: bool) -> ActivationMemory:
    running = [node for node in graph.nodes if node.name not in known]
    sizes, unknown = _sizes(running, inside=inside)
    last_use = _last_uses(running)
    total = sum(sizes.values())
    live = sum(sizes.get((node.name, 0), 0) for node in running if node.type == "Parameter")
    peak = live
    for position, node in enumerate(running):
        if node.type != "Parameter":
            live += sum(sizes.get((node.name, index), 0) for index in range(len(node.outputs)))
        bodies = [_memory(body, constant_nodes(body), inside=True) for body in node.bodies]
        unknown += sum(body.unknown for body in bodies)
        total += max((body.max_bytes for body in bodies), default=0)
        peak = max(peak, live + max((body.min_bytes for body in bodies), default=0))
        live -= _freed(node, position, sizes, last_use)
    return ActivationMemory(peak, total, unknown)


def _sizes(running: list[Node], *, inside: bool) -> tuple[dict[Tensor, int], int]:
    """Bytes of every tensor, and how many have no known size; a Result only names a tensor."""
    sizes: dict[Tensor, int] = {}
    unknown = 0
    for node in running:
        if node.type == "Result" or (inside and node.type == "Parameter"):
            continue
        for index, port in enumerate(node.outputs):
            try:
                sizes[node.name, index] = port_bytes(port)
            except UnknownSize:
                unknown += 1
    return sizes, unknown


def _last_uses(running: list[Node]) -> dict[Tensor, int]:
    """By tensor, the position of its last consumer; outputs of the model are used after the end."""
    last: dict[Tensor, int] = {}
    for position, node in enumerate(running):
        for source in node.input_nodes:
            last[source] = len(running) if node.type == "Result" else max(position, last.get(source, position))
    return last


def _freed(node: Node, position: int, sizes: dict[Tensor, int], last_use: dict[Tensor, int]) -> int:
    """Bytes that nobody needs after this node: inputs at their last use, and outputs without any."""
    finished = {source for source in node.input_nodes if last_use.get(source) == position}
    unused = {(node.name, index) for index in range(len(node.outputs)) if (node.name, index) not in last_use}
    return sum(sizes.get(tensor, 0) for tensor in finished | unused)
