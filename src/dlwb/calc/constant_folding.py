"""Which nodes of a graph are known before it runs, and so cost nothing when it does."""

from dlwb.calc.shapes import is_static
from dlwb.domain.graph import Graph, Node

_NEVER_KNOWN = frozenset({"Parameter", "Result", "ReadValue", "Assign", "RandomUniform", "Multinomial"})


def constant_nodes(graph: Graph) -> frozenset[str]:
    """Names of constants and of everything computed from constants and known shapes alone.

    Engines fold these before the first inference: decompression and quantization of weights, shape
    arithmetic, prior boxes. Random and stateful operations and those with a body are never among them.
    """
    known: set[str] = set()
    for node in graph.nodes:
        if node.type == "Constant" or _is_known(node, known):
            known.add(node.name)
    return frozenset(known)


def _is_known(node: Node, known: set[str]) -> bool:
    if node.type in _NEVER_KNOWN or node.bodies or not node.input_nodes:
        return False
    if node.type == "ShapeOf" and is_static(node.inputs[0].shape):
        return True
    return all(producer in known for producer, _ in node.input_nodes)
