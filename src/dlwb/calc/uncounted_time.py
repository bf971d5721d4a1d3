"""How much of the executed time lies in operations that the theory does not count (METHODS §4)."""

from collections.abc import Iterable

from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.measurement import LayerProfile


def uncounted_shares(analysis: ModelAnalysis, layers: Iterable[LayerProfile]) -> dict[str, float]:
    """Share of the executed time (0..1) by type, of the layers that hold an uncounted operation of that type.

    A layer made from several operations counts whole: nobody knows which of them took its time. A type is left out when no
    layer holds any of its operations, for instance because they lie in the body of a loop.
    """
    types = {cost.name: cost.type for cost in analysis.layers if not cost.counted}
    shares: dict[str, float] = {}
    for layer in layers:
        for kind in {types[name] for name in layer.origin if name in types}:
            shares[kind] = shares.get(kind, 0.0) + layer.share
    return shares
