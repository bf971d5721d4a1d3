"""Find the best configuration of a model: what would be looked at, start, and the answer."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from dlwb.documents import Document, RunDocument
from dlwb.documents.tune import TuneDocument, TuneEstimate
from dlwb.domain.search import MOST_TUNE_BUDGET_S, TUNE_BUDGET_S, Goal, SearchSpace
from dlwb.web.api.access import Bench
from dlwb.web.api.results import the_result

router = APIRouter(prefix="/runs", tags=["searches"])


class TuneRequest(Document):
    """For which model the best configuration is looked for, by which goal and limits, where, and for how long.

    An axis of the space without values is filled in from the device and the model (`POST /runs/tune/estimate` shows it).
    """

    model: str
    goal: Goal = Field(default_factory=Goal)
    space: SearchSpace = Field(default_factory=SearchSpace)
    budget_s: Annotated[float, Field(le=MOST_TUNE_BUDGET_S)] = TUNE_BUDGET_S
    inputs: tuple[str, ...] = ()
    seed: Annotated[int, Field(ge=0)] = 0


@router.post("/tune", status_code=202)
def start_tune(request: TuneRequest, bench: Bench) -> RunDocument:
    """Queue a search for the best; `GET /runs/{id}/points` shows its points while it runs."""
    model = bench.models.get(request.model)
    spec = bench.tunings.spec(
        model, request.space, request.goal, request.budget_s, inputs=request.inputs, seed=request.seed
    )
    return RunDocument.of(bench.tunings.submit(spec, model.name))


@router.post("/tune/estimate")
def estimate_tune(request: TuneRequest, bench: Bench) -> TuneEstimate:
    """What a search would look at, and for how long."""
    model = bench.models.get(request.model)
    return bench.tunings.estimate(model, request.space, request.goal, request.budget_s)


@router.get("/{id}/tune")
def read_tune(id: str, bench: Bench) -> TuneDocument:
    """What a search found; status 409 with the run's own error when there is no answer."""
    return the_result(bench.tunings.tuned, bench.runs.get(id))
