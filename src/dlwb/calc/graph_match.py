"""Which operations of the model run in which executed layers, and back: one to many, both ways.

The engine names the operations that it fused into a layer, but its own transformations rename some: a MatMul
that became a FullyConnected keeps only the name of its bias. Such gaps are closed by the places in both graphs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dlwb.calc.constant_folding import constant_nodes
from dlwb.domain.graph import Graph, Node
from dlwb.domain.measurement import LayerProfile, RawLayer

# Layer types of the engine that execute operations of other names; all others are compared by name.
_COMPUTES: dict[str, tuple[str, ...]] = {
    "convolution": ("convolution", "groupconvolution", "binaryconvolution"),
    "deconvolution": ("convolutionbackpropdata", "groupconvolutionbackpropdata"),
    "fullyconnected": ("matmul",),
    "concatenation": ("concat",),
    "pooling": ("maxpool", "avgpool"),
    "split": ("split", "variadicsplit"),
    "rnncell": ("lstmcell", "grucell", "rnncell"),
    "rnnseq": ("lstmsequence", "grusequence", "rnnsequence"),
}
_ENDS = ("Input", "Output")
_GRAPH_ENDS = ("Parameter", "Result")


@dataclass(frozen=True, slots=True)
class GraphMatch:
    """Both directions of the match.

    `layers_of` holds every operation of the model with the layers that execute it, in execution order; empty
    for one that does not run (constants, folded and removed operations). `origins_of` holds every layer with
    its operations in the model's order; a conversion that the engine inserted has those of its consumer.
    """

    layers_of: dict[str, tuple[str, ...]]
    origins_of: dict[str, tuple[str, ...]]


def match(layers: Sequence[RawLayer | LayerProfile], graph: Graph) -> GraphMatch:
    """Both directions between the layers of a profile and the operations of its model."""
    names = {node.name for node in graph.nodes}
    own = {layer.name: tuple(o for o in layer.origin if o in names) for layer in layers}
    layers_of: dict[str, list[str]] = {node.name: [] for node in graph.nodes}
    for layer in sorted(layers, key=lambda layer: layer.order):
        for origin in own[layer.name]:
            layers_of[origin].append(layer.name)
    origins_of = {
        layer.name: own[layer.name] or (own.get(layer.consumer, ()) if layer.consumer else ()) for layer in layers
    }
    return GraphMatch({name: tuple(found) for name, found in layers_of.items()}, origins_of)


def computes(layer_type: str, node_type: str) -> bool:
    """Whether a layer of that type is the engine's way to execute an operation of that type."""
    layer, node = layer_type.lower(), node_type.lower()
    if layer == "reduce":
        return node.startswith("reduce")
    return node in _COMPUTES.get(layer, (layer,))


def resolve_origins(layers: Sequence[RawLayer], graph: Graph) -> tuple[RawLayer, ...]:
    """The layers in execution order, with origins that are operations of the model, in the model's order.

    Names that the engine made up are dropped. Operations that no layer names are given to a layer by their
    place: first to layers without any known origin that lie between the same neighbours, of the same type if
    possible; then to the layer that can compute them below, else to the layer above them, else below. A layer
    that still has none was put in by the engine, and belongs to its `consumer`. Both directions of a recurrent operation
    have its name.
    """
    return _Resolution(layers, graph).run()


class _Resolution:
    """The state of one resolution: what each layer executes, and which operations are still free."""

    def __init__(self, layers: Sequence[RawLayer], graph: Graph) -> None:
        self.layers = sorted(layers, key=lambda layer: layer.order)
        self.by_name = {layer.name: layer for layer in self.layers}
        self.nodes = {node.name: node for node in graph.nodes}
        self.place = {node.name: place for place, node in enumerate(graph.nodes)}
        self.constant = constant_nodes(graph)
        self.readers = _readers((node.name, [p for p, _ in node.input_nodes]) for node in graph.nodes)
        self.layer_readers = _readers((layer.name, list(layer.inputs)) for layer in self.layers)
        self.origins = {layer.name: [o for o in layer.origin if o in self.nodes] for layer in self.layers}
        self.owner: dict[str, str] = {}
        for layer in self.layers:
            for origin in self.origins[layer.name]:
                self.owner.setdefault(origin, layer.name)

    def run(self) -> tuple[RawLayer, ...]:
        orphans = [layer for layer in self.layers if self._is_orphan(layer)]
        for same_type in (True, False):
            for layer in orphans:
                if not self.origins[layer.name]:
                    self._adopt(layer, same_type=same_type)
        for node in self.nodes.values():
            if self._is_free(node.name):
                self._place(node)
        return tuple(self._resolved(layer) for layer in self.layers)

    def _resolved(self, layer: RawLayer) -> RawLayer:
        origin = tuple(sorted(dict.fromkeys(self.origins[layer.name]), key=self.place.__getitem__))
        return replace(layer, origin=origin, consumer=None if origin else self._consumer(layer))

    def _consumer(self, layer: RawLayer) -> str | None:
        """The first layer below that comes from the model."""
        seen = {layer.name}
        pending = list(self.layer_readers.get(layer.name, ()))
        while pending:
            name = pending.pop(0)
            if self.origins[name]:
                return name
            if name not in seen:
                seen.add(name)
                pending.extend(self.layer_readers.get(name, ()))
        return None

    def _is_orphan(self, layer: RawLayer) -> bool:
        """Whether the engine named origins, but under names of its own."""
        return bool(layer.origin) and not self.origins[layer.name] and layer.type not in _ENDS

    def _is_free(self, name: str) -> bool:
        return name not in self.owner and name not in self.constant and self.nodes[name].type not in _GRAPH_ENDS

    def _give(self, name: str, layer: str) -> None:
        self.origins[layer].append(name)
        self.owner[name] = layer

    def _adopt(self, layer: RawLayer, *, same_type: bool) -> None:
        """Give a layer without origins the free operations between its neighbours; with `same_type` the first like it."""
        above = self._layer_neighbours(layer, down=False)
        below_above = self._free_from(above, self._consumers)
        above_below = self._free_from(self._layer_neighbours(layer, down=True), self._producers)
        between = sorted(below_above & above_below, key=self.place.__getitem__)
        if same_type:
            between = [name for name in between if computes(layer.type, self.nodes[name].type)][:1]
        for name in between:
            self._give(name, layer.name)
        if same_type and between:
            self._share_directions(between[0], layer, above)

    def _share_directions(self, name: str, first: RawLayer, above: set[str]) -> None:
        """Give the other direction of a recurrent operation to the layer that runs it: the next like `first`, on the same data.

        The engine makes two layers of a bidirectional one, both under names of its own.
        """
        if self.nodes[name].attributes.get("direction") != "bidirectional":
            return
        for layer in self.layers:
            alike = layer is not first and layer.type == first.type and self._is_orphan(layer)
            if alike and self._layer_neighbours(layer, down=False) == above:
                self.origins[layer.name].append(name)
                return

    def _place(self, node: Node) -> None:
        """Give a free operation to a layer beside it; it stays without one where there is none."""
        above = self._owners_beyond(node.name, self._producers)
        below = self._owners_beyond(node.name, self._consumers)
        able = [name for name in below if computes(self.by_name[name].type, node.type)]
        beside = [name for name in (*able, *reversed(above), *below) if self.by_name[name].type not in _ENDS]
        if beside:
            self._give(node.name, beside[0])

    def _producers(self, name: str) -> Iterable[str]:
        return (producer for producer, _ in self.nodes[name].input_nodes)

    def _consumers(self, name: str) -> Iterable[str]:
        return self.readers.get(name, ())

    def _free_from(self, starts: Iterable[str], step: Callable[[str], Iterable[str]]) -> set[str]:
        """Free operations that can be reached from `starts` over free operations only."""
        reached: set[str] = set()
        pending = list(starts)
        while pending:
            for name in step(pending.pop()):
                if name not in reached and self._is_free(name):
                    reached.add(name)
                    pending.append(name)
        return reached

    def _owners_beyond(self, name: str, step: Callable[[str], Iterable[str]]) -> list[str]:
        """Layers of the nearest operations that have one, over free operations; in execution order."""
        around = {name, *self._free_from([name], step)}
        beyond = {other for inside in around for other in step(inside) if other in self.owner}
        return sorted({self.owner[other] for other in beyond}, key=lambda owner: self.by_name[owner].order)

    def _layer_neighbours(self, layer: RawLayer, *, down: bool) -> set[str]:
        """Operations of the nearest layers above (or below) that have any."""
        found: set[str] = set()
        seen = {layer.name}
        pending = [layer.name]
        while pending:
            name = pending.pop()
            for other in self.layer_readers.get(name, ()) if down else self.by_name[name].inputs:
                if other in seen or other not in self.by_name:
                    continue
                seen.add(other)
                found.update(self.origins[other])
                if not self.origins[other]:
                    pending.append(other)
        return found


def _readers(edges: Iterator[tuple[str, list[str]]]) -> Mapping[str, list[str]]:
    """By producer, who reads it."""
    readers: dict[str, list[str]] = {}
    for reader, producers in edges:
        for producer in producers:
            readers.setdefault(producer, []).append(reader)
    return readers
