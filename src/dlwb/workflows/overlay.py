"""Choose what the graph viewers lay over a model."""

from dlwb.calc.colouring import Overlay, by_precision, by_time, by_type
from dlwb.domain.errors import InputError
from dlwb.domain.graph import Graph
from dlwb.domain.measurement import ExecutionProfile


def make_overlay(graph: Graph, by: str, profile: ExecutionProfile | None) -> Overlay:
    """Colours by `type`, `time` or `precision`, and which operation runs in which layer.

    Raises:
        InputError: there is no such colouring, or it needs a profile and there is none.
    """
    layers = profile.layers if profile else ()
    match by:
        case "type":
            return by_type(graph, layers)
        case "time" | "precision" if profile is None:
            raise InputError(f"Colours by {by} need a profile, and there is none.", "Profile the model first.")
        case "time":
            return by_time(graph, layers)
        case "precision":
            return by_precision(graph, layers)
        case _:
            raise InputError(f"There are no colours by '{by}'.", "Choose type, time or precision.")
