"""Colours for the nodes of both graphs: by type, by time, by precision; the same node is the same colour in both.

The colours can be told apart with every common colour blindness: for kinds those of Okabe and Ito (2008, *Color
Universal Design*), for amounts ColorBrewer's YlOrRd (Harrower and Brewer 2003) with its steps drawn further apart. The
legend's words carry the meaning besides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dlwb.calc.families import Family, family_of
from dlwb.calc.graph_match import GraphMatch, match
from dlwb.domain.graph import Graph
from dlwb.domain.measurement import LayerProfile, LayerStatus

_BY_FAMILY = {
    Family.CONVOLUTION: "#0072b2",
    Family.MATRIX: "#d55e00",
    Family.ELEMENTWISE: "#009e73",
    Family.REDUCTION: "#cc79a7",
    Family.SAMPLING: "#56b4e9",
    Family.MOVEMENT: "#f0e442",
    Family.CONVERSION: "#e69f00",
    Family.OTHER: "#666666",
}
# (least share of the layer sum, words, colour), from little to much.
_BY_SHARE = (
    (0.0, "under 0.5 %", "#ffffcc"),
    (0.005, "0.5–1 %", "#fedd80"),
    (0.01, "1–2 %", "#fcb045"),
    (0.02, "2–5 %", "#ec7a2c"),
    (0.05, "5–10 %", "#c93a1f"),
    (0.10, "over 10 % of the time", "#80001c"),
)
_BY_PRECISION = {
    "f32": ("f32", "#0072b2"),
    "bf16": ("bf16", "#56b4e9"),
    "f16": ("f16", "#009e73"),
    "i8": ("8-bit", "#e69f00"),
    "u8": ("8-bit", "#e69f00"),
    "i4": ("4-bit", "#d55e00"),
    "u4": ("4-bit", "#d55e00"),
}
_OTHER_PRECISION = ("other", "#666666")


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One colour (`#rrggbb`) and what it stands for."""

    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """Colours by node name, the legend, and which nodes belong together.

    A node without a colour did not run, or nothing is known of it. `to_runtime` maps an operation of the model to
    the executed layers it went into, `to_original` a layer back, in order; names without a partner are left out.
    """

    original: dict[str, str]
    runtime: dict[str, str]
    legend: tuple[LegendEntry, ...]
    to_runtime: dict[str, tuple[str, ...]]
    to_original: dict[str, tuple[str, ...]]


def by_type(graph: Graph, layers: Sequence[LayerProfile]) -> Overlay:
    """Each node by what it does; without a profile (no layers) only the model's own graph is coloured."""
    original = {node.name: _family_entry(node.type) for node in graph.nodes}
    runtime = {layer.name: _family_entry(layer.type) for layer in layers}
    legend = [LegendEntry(family.value, colour) for family, colour in _BY_FAMILY.items()]
    return _overlay(original, runtime, legend, match(layers, graph), whole_legend=False)


def by_time(graph: Graph, layers: Sequence[LayerProfile]) -> Overlay:
    """Each layer by its share of the layer sum; an operation as the layers that execute it together."""
    found = match(layers, graph)
    shares = {layer.name: layer.share for layer in layers if layer.status is LayerStatus.EXECUTED}
    runtime = {name: _share_entry(share) for name, share in shares.items()}
    original = {
        name: _share_entry(sum(shares[layer] for layer in names if layer in shares))
        for name, names in found.layers_of.items()
        if any(layer in shares for layer in names)
    }
    legend = [LegendEntry(words, colour) for _, words, colour in _BY_SHARE]
    return _overlay(original, runtime, legend, found, whole_legend=True)


def by_precision(graph: Graph, layers: Sequence[LayerProfile]) -> Overlay:
    """Each layer by the precision that it computed in; an operation as the slowest layer that executes it."""
    found = match(layers, graph)
    executed = {layer.name: layer for layer in layers if layer.status is LayerStatus.EXECUTED}
    runtime = {name: _precision_entry(layer.precision) for name, layer in executed.items()}
    original = {}
    for name, names in found.layers_of.items():
        ran = [executed[layer] for layer in names if layer in executed]
        if ran:
            original[name] = _precision_entry(max(ran, key=lambda layer: layer.share).precision)
    legend = [LegendEntry(*entry) for entry in dict.fromkeys((*_BY_PRECISION.values(), _OTHER_PRECISION))]
    return _overlay(original, runtime, legend, found, whole_legend=False)


def _overlay(
    original: Mapping[str, LegendEntry | None],
    runtime: Mapping[str, LegendEntry | None],
    legend: Iterable[LegendEntry],
    found: GraphMatch,
    *,
    whole_legend: bool,
) -> Overlay:
    """A scale is shown whole, kinds only where they occur."""
    used = {entry for entry in (*original.values(), *runtime.values()) if entry is not None}
    return Overlay(
        original={name: entry.colour for name, entry in original.items() if entry is not None},
        runtime={name: entry.colour for name, entry in runtime.items() if entry is not None},
        legend=tuple(entry for entry in legend if whole_legend or entry in used),
        to_runtime={name: names for name, names in found.layers_of.items() if names},
        to_original={name: names for name, names in found.origins_of.items() if names},
    )


def _family_entry(kind: str) -> LegendEntry | None:
    family = family_of(kind)
    return None if family is None else LegendEntry(family.value, _BY_FAMILY[family])


def _share_entry(share: float) -> LegendEntry:
    words, colour = next((words, colour) for least, words, colour in reversed(_BY_SHARE) if share >= least)
    return LegendEntry(words, colour)


def _precision_entry(precision: str) -> LegendEntry:
    return LegendEntry(*_BY_PRECISION.get(precision.lower(), _OTHER_PRECISION))
