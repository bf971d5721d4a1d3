"""Sweep a model over a space of configurations; and the points of any search, also while it runs."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from dlwb.documents import Document, RunDocument, SearchDocument, SweepDocument, SweepEstimate
from dlwb.domain.inference import Effort
from dlwb.domain.search import Goal, SearchSpace
from dlwb.domain.specs import TuneSpec
from dlwb.web.api.access import Bench
from dlwb.web.api.benchmark import PlanRequest

router = APIRouter(prefix="/runs", tags=["searches"])


class SweepRequest(Document):
    """Which model to sweep, over which space, and how to measure each point.

    `goal` says which point is shown as the best. An enormous sweep has to be confirmed.
    """

    model: str
    space: SearchSpace
    plan: PlanRequest = Field(default_factory=lambda: PlanRequest(effort=Effort.QUICK))
    goal: Goal = Field(default_factory=Goal)
    confirm: bool = False


@router.post("/sweep", status_code=202)
def start_sweep(request: SweepRequest, bench: Bench) -> RunDocument:
    """Queue a sweep."""
    model = bench.models.get(request.model)
    spec = bench.searches.sweep_spec(model, request.space, request.plan.plan(), request.goal, confirmed=request.confirm)
    return RunDocument.of(bench.searches.submit_sweep(spec, model.name))


@router.post("/sweep/estimate")
def estimate_sweep(request: SweepRequest, bench: Bench) -> SweepEstimate:
    """How many points, compiled models and seconds a sweep would be."""
    model = bench.models.get(request.model)
    return bench.searches.estimate(model, request.space, request.plan.plan(), request.goal)


@router.post("/{id}/continue", status_code=202)
def continue_search(id: str, bench: Bench) -> RunDocument:
    """Queue what is left of a sweep, or of a search for the best, that was stopped."""
    run = bench.runs.get(id)
    if isinstance(run.spec, TuneSpec):
        return RunDocument.of(bench.tunings.submit(bench.tunings.continued(run), run.model_name))
    return RunDocument.of(bench.searches.submit_sweep(bench.searches.continued(run), run.model_name))


@router.get("/{id}/points")
def read_points(
    id: str,
    bench: Bench,
    limit_ms: Annotated[float | None, Query(gt=0)] = None,
    start: Annotated[int, Query(alias="from", ge=0)] = 0,
) -> SearchDocument:
    """How a sweep or a tuning stands: its points so far, the front, the best.

    `limit_ms` is another latency limit than the search's own; `from` (the `next` of an earlier answer) leaves out the points
    that are known already.
    """
    return bench.searches.points(bench.runs.get(id), limit_ms, start)


@router.get("/{id}/sweep")
def read_sweep(id: str, bench: Bench) -> SweepDocument:
    """The result of a sweep with the benchmark of every point."""
    return bench.searches.swept(bench.runs.get(id))
