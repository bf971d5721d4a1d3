"""A network as a graph of operations, and what the operations cost in theory."""

from dataclasses import dataclass, field

from dlwb.domain.model import Shape

# Infinite and undefined numbers are text (`inf`, `nan`), for JSON has none; in graphs that were stored before that they are None.
AttributeValue = str | int | float | bool | tuple[int, ...] | tuple[float, ...] | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Port:
    """One input or output of a node; `shape` is None when the rank is unknown."""

    shape: Shape | None
    dtype: str


@dataclass(frozen=True, slots=True)
class ConstantFacts:
    """What is known of a constant's content: elements, how many of them stand for exact zero, stored bytes.

    An element of a quantized constant stands for zero when it equals its zero point. `same_as` names the constant
    of the graph that shares its bytes with this one and comes first; None for that one itself, where none is known to,
    and where equality may be chance (a few elements, or all of them one number).
    """

    elements: int
    zeros: int
    bytes: int
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One operation.

    `name` is unique in its graph. `type` is the operation type of the engine's IR (`Convolution`).
    `input_nodes[i]` is `(producer's name, its output index)` for input i. `bodies` are the
    sub-graphs of loops, recurrent layers and branches, in the order of the operation's definition.
    """

    name: str
    type: str
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    input_nodes: tuple[tuple[str, int], ...] = ()
    attributes: dict[str, AttributeValue] = field(default_factory=dict)
    constant: ConstantFacts | None = None
    bodies: tuple["Graph", ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """All operations in topological order; the order is also the execution order of the theory."""

    name: str
    nodes: tuple[Node, ...]
    opset: str | None = None


@dataclass(frozen=True, slots=True)
class LayerCost:
    """What one operation costs in theory (METHODS §4).

    `flop` counts floating-point and `iop` 8-bit integer operations (1 MAC = 2 of them);
    `parameters` are elements of the constants that belong to the layer, `weights_bytes` their
    stored size; `bytes_read` and `bytes_written` are activations plus weights at their own types.
    `counted` is False when there is no rule for the type.
    """

    name: str
    type: str
    flop: float
    mac: float
    iop: float
    parameters: int
    weights_bytes: int
    zeros: int
    bytes_read: int
    bytes_written: int
    output_shape: Shape | None
    counted: bool


@dataclass(frozen=True, slots=True)
class UncountedType:
    """An operation type without a cost rule, and how many nodes have it."""

    type: str
    count: int


@dataclass(frozen=True, slots=True)
class ModelAnalysis:
    """The theoretical analysis of one model at one set of input shapes.

    Sums over `layers`; memory in bytes. `memory_min_bytes` is the peak of live activations over the
    execution order, `memory_max_bytes` all activations at once; weights are apart, in
    `weights_bytes`. `sparsity` is exact zeros divided by elements over all constants (0..1).
    `weights_bytes_by_precision` is keyed by element type, `type_counts` by operation type.
    `rules_version` names the version of the cost rules that made the figures. `notes` are sentences
    about what had to be assumed (an unknown number of iterations, sizes that depend on data).
    """

    model: str
    gflop: float
    gmac: float
    giop: float
    parameters: int
    weights_bytes: int
    weights_bytes_by_precision: dict[str, int]
    memory_min_bytes: int
    memory_max_bytes: int
    sparsity: float
    opset: str | None
    type_counts: dict[str, int]
    uncounted: tuple[UncountedType, ...]
    layers: tuple[LayerCost, ...]
    input_shapes: dict[str, tuple[int, ...]]
    rules_version: int
    notes: tuple[str, ...] = ()
