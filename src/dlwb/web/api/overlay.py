"""Colours and name matching for the graph viewers."""

from enum import StrEnum

from fastapi import APIRouter

from dlwb.documents import Document
from dlwb.web.api.access import Bench

router = APIRouter(prefix="/models", tags=["models"])


class ColourBy(StrEnum):
    """What the colour of a node stands for."""

    TYPE = "type"
    TIME = "time"
    PRECISION = "precision"


class LegendEntry(Document):
    """One colour (`#rrggbb`) and what it stands for."""

    label: str
    colour: str


class OverlayDocument(Document):
    """Colours of the nodes of both graphs, and which nodes belong together.

    `original` and `runtime` map node names to `#rrggbb`; a node that is missing keeps the viewer's own colour.
    `to_runtime` maps an original name to the executed layers it went into, `to_original` back, in order.
    """

    model: str
    run: str | None
    by: ColourBy
    original: dict[str, str]
    runtime: dict[str, str]
    legend: tuple[LegendEntry, ...]
    to_runtime: dict[str, tuple[str, ...]]
    to_original: dict[str, tuple[str, ...]]


@router.get("/{id}/overlay")
def read_overlay(id: str, bench: Bench, by: ColourBy = ColourBy.TYPE, run: str | None = None) -> OverlayDocument:
    """Colours by layer type, or by time or precision as the profile `run` measured them."""
    model = bench.models.get(id)
    profiled = bench.runs.get(run) if run else None
    overlay = bench.overlay(model, by.value, profiled)
    return OverlayDocument(
        model=model.id,
        run=profiled.id if profiled else None,
        by=by,
        original=overlay.original,
        runtime=overlay.runtime,
        legend=tuple(LegendEntry(label=entry.label, colour=entry.colour) for entry in overlay.legend),
        to_runtime=overlay.to_runtime,
        to_original=overlay.to_original,
    )
