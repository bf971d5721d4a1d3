"""Compare: stored results at once, or measured side by side as a run."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from dlwb.documents import CompareDocument, Document, RunDocument
from dlwb.domain.comparison import MOST_WINDOW_S, CompareSubject, InterleavePlan
from dlwb.domain.config_rules import MOST_PAIRS
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.inference import MOST_BUDGET_S, InferenceConfig
from dlwb.domain.run import Run
from dlwb.web.api.access import Bench
from dlwb.web.api.results import the_result
from dlwb.workbench import Workbench

router = APIRouter(tags=["runs"])
DEFAULT_PLAN = InterleavePlan()


class SubjectRequest(Document):
    """What to measure beside others: a model in a configuration, or what a run measured."""

    model: str | None = None
    config: InferenceConfig = InferenceConfig()
    label: str = ""
    run: str | None = None


class InterleaveRequest(Document):
    """How to measure side by side: windows of about `window_s` seconds, until every answer is clear or the budget is spent."""

    min_pairs: Annotated[int, Field(ge=1, le=MOST_PAIRS)] = DEFAULT_PLAN.min_pairs
    window_s: Annotated[float, Field(gt=0, le=MOST_WINDOW_S)] = DEFAULT_PLAN.window_s
    budget_s: Annotated[float, Field(gt=0, le=MOST_BUDGET_S)] = DEFAULT_PLAN.budget_s
    inputs: tuple[str, ...] = ()
    seed: Annotated[int, Field(ge=0)] = 0

    def plan(self) -> InterleavePlan:
        """The complete plan."""
        return InterleavePlan(self.min_pairs, self.window_s, self.budget_s, self.inputs, self.seed)


class CompareRequest(Document):
    """Two to six subjects, the first being the reference."""

    subjects: tuple[SubjectRequest, ...]
    plan: InterleaveRequest = InterleaveRequest()


@router.get("/compare")
def compare_stored(
    bench: Bench, run: Annotated[list[str], Query(description="Ids of 2 to 6 runs or models, the reference first")]
) -> CompareDocument:
    """Compare what was measured before; a sweep or tuning stands for its best point, a model for its best benchmark."""
    return CompareDocument.of(bench.comparisons.stored(run))


@router.post("/runs/compare", status_code=202)
def start_compare(request: CompareRequest, bench: Bench) -> RunDocument:
    """Queue a side-by-side measurement."""
    subjects = tuple(found for number, s in enumerate(request.subjects, 1) for found in _subjects(bench, number, s))
    return RunDocument.of(bench.comparisons.submit(bench.comparisons.spec(subjects, request.plan.plan())))


@router.get("/runs/{id}/compare")
def read_compare(id: str, bench: Bench) -> CompareDocument:
    """The result of a side-by-side measurement; status 409 with the run's own error when there is none."""

    def document(run: Run) -> CompareDocument:
        return CompareDocument.of(bench.comparisons.result(run))

    return the_result(document, bench.runs.get(id))


def _subjects(bench: Workbench, number: int, request: SubjectRequest) -> tuple[CompareSubject, ...]:
    """What a subject of the request stands for. Raises InvalidOptions when it names neither or both."""
    if (request.run is None) == (request.model is None):
        raise InvalidOptions((OptionProblem(f"subject {number}", "give either a model or a run."),))
    if request.run is not None:
        return bench.comparisons.subjects([bench.runs.get(request.run).id], request.config)
    return (CompareSubject(bench.models.get(request.model or "").id, request.config, request.label),)
