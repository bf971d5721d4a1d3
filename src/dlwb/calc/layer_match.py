"""Layers of several profiles side by side, matched by the original operations that they execute.

An engine fuses one way for one precision or version and another way for the next, so the match is one to many both ways:
layers that share an original operation belong together, and so does whatever shares one with any of them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum, hypot, sqrt

from dlwb.calc.compare import stored
from dlwb.calc.run_spread import PRIOR
from dlwb.domain.comparison import LayerDifference, LayerGroup, LayerSide
from dlwb.domain.measurement import Estimate, LayerProfile, LayerStatus

Layers = Sequence[LayerProfile]
_Key = tuple[int, str]

# Quantizers that NNCF puts before, behind or on the weights of an operation carry its name and one of these.
_QUANTIZER = re.compile(r"/fq_(input|output|weights)_\d+$")
# Names of the engine's frontends and transformations for operations that had none.
_MADE_UP = re.compile(r"[A-Z][A-Za-z]*_\d+$")
_Z = 1.96


def match_layers(profiles: Sequence[Layers | None]) -> tuple[LayerGroup, ...]:
    """Groups of layers, in execution order; `None` for a subject without a profile.

    Layers that the engine inserted (conversions) go with the layer that they feed. Layers without a partner by name are
    matched with one of the same type and output shape behind the same matched layers, if there is one; the others stand
    alone.
    """
    executed = [_executed(layers or ()) for layers in profiles]
    groups = _Groups()
    for side, layers in enumerate(executed):
        owners = {operation: layer.name for layer in reversed(layers) for operation in layer.origin}
        names = {layer.name for layer in layers}
        for layer in layers:
            key = (side, layer.name)
            groups.add(key)
            for operation in _ties(layer):
                groups.tie(key, operation)
            companion = _companion(layer, owners)
            if companion in names:
                groups.join(key, (side, companion))
    _tie_by_place(executed, groups)
    members = groups.members()
    return tuple(sorted((_group(keys, executed) for keys in members), key=lambda group: _place(group, executed)))


def _executed(layers: Layers) -> tuple[LayerProfile, ...]:
    """Layers that took part, in execution order."""
    kept = (layer for layer in layers if layer.status is LayerStatus.EXECUTED)
    return tuple(sorted(kept, key=lambda layer: layer.order))


def _ties(layer: LayerProfile) -> tuple[str, ...]:
    """The operations that tie a layer to those of other subjects.

    A quantizer is fused into the layer before it as often as into the one it belongs to, so it ties nothing. A name that a
    conversion made up (`Multiply_7043`) can be another operation in the next conversion, so it only ties a layer that has no
    other.
    """
    own = tuple(dict.fromkeys(o for o in layer.origin if not _QUANTIZER.search(o)))
    return tuple(o for o in own if not _MADE_UP.match(o)) or own


def is_quantizer(layer: LayerProfile) -> bool:
    """Whether a layer executes nothing but quantizers that NNCF put in."""
    return bool(layer.origin) and all(_QUANTIZER.search(operation) for operation in layer.origin)


def _companion(layer: LayerProfile, owners: Mapping[str, str]) -> str | None:
    """The layer of the same subject that an inserted conversion, or a quantizer by itself, belongs to."""
    if not layer.origin:
        return layer.consumer
    if is_quantizer(layer):
        return next((owners[o] for q in layer.origin if (o := _QUANTIZER.sub("", q)) in owners), None)
    return None


class _Groups:
    """Layers that belong together: a disjoint-set forest (Tarjan 1975)."""

    def __init__(self) -> None:
        self._parent: dict[_Key, _Key] = {}
        self._first: dict[str, _Key] = {}

    def add(self, key: _Key) -> None:
        self._parent.setdefault(key, key)

    def root(self, key: _Key) -> _Key:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, one: _Key, other: _Key) -> None:
        self.add(other)
        self._parent[self.root(one)] = self.root(other)

    def tie(self, key: _Key, operation: str) -> None:
        """Put a layer together with all others of an operation."""
        self.join(key, self._first.setdefault(operation, key))

    def members(self) -> list[list[_Key]]:
        found: dict[_Key, list[_Key]] = defaultdict(list)
        for key in self._parent:
            found[self.root(key)].append(key)
        return list(found.values())

    def sides(self) -> dict[_Key, set[int]]:
        """By root, which subjects have a layer in the group."""
        return {self.root(keys[0]): {side for side, _ in keys} for keys in self.members()}


def _tie_by_place(executed: Sequence[Layers], groups: _Groups) -> None:
    """Match what is left alone with a like layer of another subject behind the same matched layer.

    The k-th one of a type and shape there is matched with the k-th one.
    """
    sides = groups.sides()
    waiting: dict[tuple[object, ...], _Key] = {}
    for side, layers in enumerate(executed):
        anchor: _Key | None = None
        counts: dict[tuple[object, ...], int] = defaultdict(int)
        for layer in layers:
            key = (side, layer.name)
            root = groups.root(key)
            if len(sides.get(root, {side})) > 1:
                anchor = root
                continue
            like = (anchor, layer.type, layer.output_shape)
            counts[like] += 1
            partner = waiting.setdefault((*like, counts[like]), key)
            if partner[0] != side:
                groups.join(key, partner)


def _group(keys: Iterable[_Key], executed: Sequence[Layers]) -> LayerGroup:
    names: list[set[str]] = [set() for _ in executed]
    for side, name in keys:
        names[side].add(name)
    chosen = [tuple(layer for layer in layers if layer.name in names[i]) for i, layers in enumerate(executed)]
    sides = tuple(_side(layers) if layers else None for layers in chosen)
    operations = dict.fromkeys(operation for layers in chosen for layer in layers for operation in layer.origin)
    differences = (None, *(_difference(sides[0], side) for side in sides[1:]))
    return LayerGroup(tuple(operations), sides, differences)


def _side(layers: Layers) -> LayerSide:
    value = fsum(layer.time_us.value for layer in layers)
    less = hypot(*(layer.time_us.value - layer.time_us.low for layer in layers))
    more = hypot(*(layer.time_us.high - layer.time_us.value for layer in layers))
    return LayerSide(tuple(layers), Estimate(value, value - less, value + more), fsum(layer.share for layer in layers))


def _difference(reference: LayerSide | None, subject: LayerSide | None) -> LayerDifference | None:
    """Subject − reference, with what layer times change by from run to run; a missing side counts as no time."""
    if reference is None and subject is None:
        return None
    nothing = Estimate(0.0, 0.0, 0.0)
    a = reference.time_us if reference else nothing
    b = subject.time_us if subject else nothing
    spread = PRIOR["layer_time"]
    runs = _Z * spread * hypot(a.value, b.value)
    value = b.value - a.value
    difference = Estimate(
        value,
        value - hypot(b.value - b.low, a.high - a.value, runs),
        value + hypot(b.high - b.value, a.value - a.low, runs),
    )
    if a.value <= 0 or b.value <= 0:
        return LayerDifference(difference, None)
    return LayerDifference(difference, stored("layer_time", a, b, sqrt(2) * spread, higher_is_better=False))


def _place(group: LayerGroup, executed: Sequence[Layers]) -> tuple[float, ...]:
    """Where a group stands in the execution: by the reference, or as far on as in the first subject that has it."""
    return tuple(_progress(group, executed))[:1]


def _progress(group: LayerGroup, executed: Sequence[Layers]) -> Iterator[float]:
    for side, layers in zip(group.sides, executed, strict=True):
        if side is not None:
            yield min(layer.order for layer in side.layers) / max(1, layers[-1].order)
