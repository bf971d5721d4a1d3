"""Reduced precisions beside f32: start a measurement, read its table."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from dlwb.documents import Document, RivalsDocument, RunDocument
from dlwb.domain.comparison import InterleavePlan
from dlwb.domain.inference import MOST_BUDGET_S
from dlwb.web.api.access import Bench
from dlwb.web.api.accuracy import AccuracyWish
from dlwb.web.api.results import the_result

router = APIRouter(prefix="/runs", tags=["versions"])


class RivalsRequest(Document):
    """Which model to measure in which `precisions` (all that the device offers if left out), on which pictures.

    `version` is a quantized version to measure with them, the newest one if left out.
    """

    model: Annotated[str, Field(min_length=1)]
    dataset: Annotated[str, Field(min_length=1)]
    precisions: Annotated[tuple[str, ...], Field(max_length=4)] = ()
    version: Annotated[str | None, Field(min_length=1)] = None
    accuracy: AccuracyWish = AccuracyWish(settings={})
    budget_s: Annotated[float, Field(gt=0, le=MOST_BUDGET_S)] = 60.0


@router.post("/rivals", status_code=202)
def start_rivals(request: RivalsRequest, bench: Bench) -> RunDocument:
    """Queue a measurement of reduced precisions."""
    model, dataset = bench.models.get(request.model), bench.datasets.get(request.dataset)
    spec = bench.rivals.spec(
        model,
        dataset,
        request.accuracy.wish(model.id, dataset.id, None),
        precisions=request.precisions,
        version=bench.models.get(request.version) if request.version else None,
        plan=InterleavePlan(window_s=0.25, budget_s=request.budget_s),
    )
    return RunDocument.of(bench.rivals.submit(spec))


@router.get("/{id}/rivals")
def read_rivals(id: str, bench: Bench) -> RivalsDocument:
    """The table: each precision with its drop and its speed; status 409 with the run's own error when there is none."""
    return the_result(bench.rivals.result, bench.runs.get(id))
