"""Benchmark a model: start one, read the result of one."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from dlwb.documents import BenchmarkDocument, Document, RunDocument
from dlwb.domain.inference import MOST_BUDGET_S, Arrivals, Effort, InferenceConfig, MeasurePlan, Mode, plan_for
from dlwb.web.api.access import Bench
from dlwb.web.api.results import the_result

router = APIRouter(prefix="/runs", tags=["runs"])


class PlanRequest(Document):
    """How to measure; what is left out comes from the effort (`GET /plans`)."""

    effort: Effort = Effort.STANDARD
    mode: Mode = Mode.CLOSED
    budget_s: Annotated[float, Field(gt=0, le=MOST_BUDGET_S)] | None = None
    rate: Annotated[float, Field(gt=0)] | None = None
    arrivals: Arrivals = Arrivals.POISSON
    inputs: tuple[str, ...] = ()
    seed: Annotated[int, Field(ge=0)] = 0

    def plan(self) -> MeasurePlan:
        """The complete plan."""
        return plan_for(
            self.effort,
            self.budget_s,
            mode=self.mode,
            rate=self.rate,
            arrivals=self.arrivals,
            inputs=self.inputs,
            seed=self.seed,
        )


class BenchmarkRequest(Document):
    """Which model to measure, in which configuration, and how."""

    model: str
    config: InferenceConfig = InferenceConfig()
    plan: PlanRequest = PlanRequest()


@router.post("/benchmark", status_code=202)
def start_benchmark(request: BenchmarkRequest, bench: Bench) -> RunDocument:
    """Queue a benchmark."""
    model = bench.models.get(request.model)
    return RunDocument.of(bench.submit_benchmark(model, request.config, request.plan.plan()))


@router.get("/{id}/benchmark")
def read_benchmark(id: str, bench: Bench) -> BenchmarkDocument:
    """The result of a benchmark; status 409 with the run's own error when there is none."""
    return the_result(BenchmarkDocument.of, bench.runs.get(id))
