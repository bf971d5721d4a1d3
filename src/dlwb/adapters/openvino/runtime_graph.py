"""The layers that the engine executes, with their counters."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import openvino as ov

from dlwb.adapters.openvino.shapes import shape_of
from dlwb.calc.cost_rules.movement import PARTIAL_READERS
from dlwb.domain.measurement import LayerStatus, RawLayer

# The engine truncates every duration to whole microseconds, and their mean again. A shown mean of m therefore
# stands for a true one between m and m + 2; we take the middle. Without it, a model of 150 layers loses 150 µs.
TRUNCATION_US = 1.0

_HETERO_PREFIX = re.compile(r"^subgraph\d+: ")
_BITS_PER_BYTE = 8
_FLOAT_BITS = {"f16": 16, "bf16": 16, "f32": 32, "f64": 64}
# Layers that run a whole graph, which may compute in several precisions; the engine shows that of a condition.
_OWNERS_OF_GRAPHS = ("if", "tensoriterator", "loop", "condition")
_UNKNOWN = "unknown"
_PASSED_ON_IN_PLACE = ("unknown", "undef")


def raw_layers(compiled: ov.CompiledModel, request: ov.InferRequest) -> tuple[RawLayer, ...]:
    """The layers of a compiled model in execution order, each with the running mean of its times.

    What ran once, at compile time (layers that depend on constants only), is left out. `origin` holds the
    engine's names as they are, some of which are of its own making; a conversion that it inserted has none. A layer
    of less than 1 µs has time 0. A branch or loop has the precision `unknown`: its layers are not told.

    Args:
        compiled: compiled with PERF_COUNT for times other than 0.
        request: one of its requests, idle. Counters belong to the stream that a request ran on.
    """
    counters = _Counters.of(request)
    nodes = _Nodes.of(compiled.get_runtime_model(), counters)
    layers = [_layer(node, position, nodes, counters) for position, node in enumerate(nodes.executed)]
    return tuple(sorted(layers, key=lambda layer: layer.order))


@dataclass(frozen=True, slots=True)
class _Counters:
    """The engine's counters by layer name."""

    rows: dict[str, Any]
    ran: bool

    @classmethod
    def of(cls, request: ov.InferRequest) -> "_Counters":
        rows = {str(row.node_name): row for row in request.profiling_info}
        # HETERO writes "subgraph0: name" where its runtime graph has the bare name.
        rows = {_HETERO_PREFIX.sub("", name): row for name, row in rows.items()}
        return cls(rows, any(row.real_time for row in rows.values()))

    def time_us(self, name: str, of: Callable[[Any], Any]) -> float:
        """The running mean of a layer, 0 for one below the resolution of the counters."""
        row = self.rows.get(name)
        shown = of(row).total_seconds() * 1e6 if row is not None else 0.0
        return float(shown + TRUNCATION_US) if shown > 0 else 0.0

    def status(self, name: str, layer_type: str, kernel: str) -> LayerStatus:
        """What happened to a layer. The engine itself calls every layer of less than 1 µs "not run"."""
        row = self.rows.get(name)
        if row is not None and row.real_time:
            return LayerStatus.EXECUTED
        if not self.ran or layer_type in ("Input", "Output"):
            return LayerStatus.NOT_RUN
        optimized = row is not None and row.status == ov.ProfilingInfo.Status.OPTIMIZED_OUT
        if optimized or layer_type == "Reorder" or kernel.startswith(_PASSED_ON_IN_PLACE):
            return LayerStatus.OPTIMIZED_OUT
        return LayerStatus.EXECUTED


@dataclass(frozen=True, slots=True)
class _Nodes:
    """The nodes that run with every inference, and how they hang together."""

    executed: list[ov.Node]
    constant: set[str]
    info: dict[str, dict[str, str]]

    @classmethod
    def of(cls, model: ov.Model, counters: _Counters) -> "_Nodes":
        nodes = cls([], set(), {})
        for node in model.get_ordered_ops():
            name = node.get_friendly_name()
            nodes.info[name] = {key: _string(value) for key, value in node.get_rt_info().items()}
            sources = [_source(port) for port in node.inputs()]
            if nodes.runs_once(node, sources) and name not in counters.rows:
                nodes.constant.add(name)
            else:
                nodes.executed.append(node)
        return nodes

    def runs_once(self, node: ov.Node, sources: list[str]) -> bool:
        """Whether a node depends on nothing but constants."""
        if not sources:
            return self.info[node.get_friendly_name()].get("layerType") == "Const"
        return all(source in self.constant for source in sources)

    def origin(self, name: str) -> tuple[str, ...]:
        """The original operations of a node, in the order in which they were fused."""
        return tuple(part for part in self.info[name].get("originalLayersNames", "").split(",") if part)


def _layer(node: ov.Node, position: int, nodes: _Nodes, counters: _Counters) -> RawLayer:
    name = node.get_friendly_name()
    info = nodes.info[name]
    layer_type, kernel = info.get("layerType", node.get_type_name()), info.get("primitiveType", "")
    owner = layer_type.lower() in _OWNERS_OF_GRAPHS
    precision = _UNKNOWN if owner else info.get("runtimePrecision", "").lower()
    # A dead end (a Result) has no output of its own: what it hands out is what it reads.
    outputs = node.outputs() or [port.get_source_output() for port in node.inputs()]
    order = info.get("execOrder", "")
    written = _total(_bytes(port) for port in node.outputs())
    return RawLayer(
        name=name,
        type=layer_type,
        kernel=kernel,
        precision=precision,
        output_precision=_type_name(outputs[0]) if outputs else precision,
        output_layout=info.get("outputLayouts", ""),
        order=int(order) if order.isdigit() else position,
        status=counters.status(name, layer_type, kernel),
        time_us=(counters.time_us(name, lambda row: row.real_time),),
        cpu_us=(counters.time_us(name, lambda row: row.cpu_time),),
        output_shape=shape_of(outputs[0]) if outputs else None,
        origin=nodes.origin(name),
        inputs=tuple(s for s in dict.fromkeys(_source(p) for p in node.inputs()) if s not in nodes.constant),
        bytes_read=_bytes_read(node, layer_type, precision, written, nodes.constant),
        bytes_written=written,
    )


def _bytes_read(node: ov.Node, layer_type: str, precision: str, written: int | None, constant: set[str]) -> int | None:
    """What a layer reads: activations, and weights in the precision that it computes in."""
    sizes: list[int | None] = []
    for position, port in enumerate(node.inputs()):
        source = port.get_source_output()
        size = _bytes(source)
        stored, computed = _FLOAT_BITS.get(_type_name(source)), _FLOAT_BITS.get(precision)
        if size is not None and _source(port) in constant and stored and computed:
            # The graph shows weights as stored; the layer keeps its own copy, packed in its own precision.
            size = min(size, size * computed // stored)
        if size is not None and position == 0 and layer_type in PARTIAL_READERS and written is not None:
            size = min(size, written)
        sizes.append(size)
    return _total(sizes)


def _source(port: ov.Input) -> str:
    return str(port.get_source_output().get_node().get_friendly_name())


def _type_name(port: ov.Output) -> str:
    return str(port.get_element_type().get_type_name())


def _bytes(port: ov.Output) -> int | None:
    """Size of a tensor; None while its shape or element type is open."""
    shape, kind = port.get_partial_shape(), port.get_element_type()
    if shape.is_dynamic or kind.is_dynamic():
        return None
    elements = 1
    for dim in shape.to_shape():
        elements *= int(dim)
    return -(-elements * int(kind.bitwidth) // _BITS_PER_BYTE)


def _total(sizes: Iterable[int | None]) -> int | None:
    known = list(sizes)
    return None if None in known else sum(size for size in known if size is not None)


def _string(value: Any) -> str:
    """An entry of the runtime information, which the engine wraps."""
    return value if isinstance(value, str) else str(value.astype(str))
