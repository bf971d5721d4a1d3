"""Accuracy: start a measurement, read its result, its pictures, and two of them side by side."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from dlwb.documents import (
    AccuracyComparisonDocument,
    AccuracyDocument,
    Document,
    PictureRecordsDocument,
    RunDocument,
)
from dlwb.domain.dataset import Subset, Task
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import Preprocessing
from dlwb.domain.specs import AccuracySpec
from dlwb.web.api.access import Bench
from dlwb.web.api.results import the_result

router = APIRouter(prefix="/runs", tags=["runs"])


class AccuracyRequest(Document):
    """Which model to measure on which dataset; what is left open is taken from the model, or found out and told.

    `family` and `settings` say what the outputs mean, `preprocessing` how pictures go in, `background` whether the first
    class means that nothing is there, `classes` what the model's classes are called. With `like`, a model or the
    word `parent`, outputs are compared with those of that model instead of with labels.
    """

    model: Annotated[str, Field(min_length=1)]
    dataset: Annotated[str, Field(min_length=1)]
    config: InferenceConfig = InferenceConfig()
    subset: Subset = Subset()
    task: Task | None = None
    family: str | None = None
    settings: Annotated[dict[str, str], Field(default_factory=dict)]
    preprocessing: Preprocessing | None = None
    background: bool | None = None
    classes: Annotated[tuple[str, ...], Field(max_length=100_000)] = ()
    like: Annotated[str | None, Field(min_length=1)] = None

    def wish(self, model: str, dataset: str, parent: str | None) -> AccuracySpec:
        """The same as a specification."""
        return AccuracySpec(
            model=model,
            dataset=dataset,
            config=self.config,
            subset=self.subset,
            task=self.task,
            family=self.family,
            settings=self.settings,
            preprocessing=self.preprocessing,
            background=self.background,
            classes=self.classes,
            parent=parent,
        )


@router.post("/accuracy", status_code=202)
def start_accuracy(request: AccuracyRequest, bench: Bench) -> RunDocument:
    """Queue a measurement of accuracy."""
    model, dataset = bench.models.get(request.model), bench.datasets.get(request.dataset)
    parent = bench.evaluations.reference(model, request.like).id if request.like else None
    return RunDocument.of(bench.evaluations.submit(model, dataset, request.wish(model.id, dataset.id, parent)))


@router.get("/{id}/accuracy")
def read_accuracy(id: str, bench: Bench) -> AccuracyDocument:
    """The result of a measurement of accuracy; status 409 with the run's own error when there is none."""
    return the_result(bench.evaluations.result, bench.runs.get(id))


@router.get("/{id}/accuracy/samples")
def list_accuracy_samples(
    id: str,
    bench: Bench,
    *,
    label: Annotated[int | None, Query(ge=0, description="only pictures that show this class of the dataset")] = None,
    sort: Annotated[Literal["worst", "best"], Query(description="by how right the model was")] = "worst",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> PictureRecordsDocument:
    """What the model said of each picture, the worst first."""
    run = bench.runs.get(id)
    best = sort == "best"
    return the_result(lambda one: bench.evaluations.page(one, offset, limit, label=label, best_first=best), run)


@router.get("/{id}/accuracy/against/{other}")
def compare_accuracy(id: str, other: str, bench: Bench) -> AccuracyComparisonDocument:
    """What changed against another run, the reference, on the pictures that both have seen."""
    reference = bench.runs.get(other)
    return the_result(lambda run: bench.evaluations.compare(reference, run), bench.runs.get(id))
