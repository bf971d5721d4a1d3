"""Accuracy: start a measurement, read its result, its pictures, and two of them side by side."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from dlwb.documents import (
    AccuracyComparisonDocument,
    AccuracyDocument,
    Document,
    PictureRecordsDocument,
    RunDocument,
    ThresholdsDocument,
)
from dlwb.domain.dataset import Subset, Task
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import Preprocessing
from dlwb.domain.shown_pictures import PictureOrder, PictureOutcome, PictureWish
from dlwb.domain.specs import AccuracySpec
from dlwb.web.api.access import Bench
from dlwb.web.api.datasets import FOR_A_DAY
from dlwb.web.api.pages import Offset
from dlwb.web.api.results import the_result
from dlwb.workbench.accuracy_report import MOST_PICTURES

router = APIRouter(prefix="/runs", tags=["runs"])

_WORST = PictureOrder.WORST
Against = Annotated[str | None, Query(description="another run on the same dataset, the reference")]


class AccuracyWish(Document):
    """How accuracy is measured; what is left open is taken from the model, or found out and told.

    `family` and `settings` say what the outputs mean, `preprocessing` how pictures go in, `background` whether the first
    class means that nothing is there, `classes` what the model's classes are called.
    """

    config: InferenceConfig = InferenceConfig()
    subset: Subset = Subset()
    task: Task | None = None
    family: str | None = None
    settings: Annotated[dict[str, str], Field(default_factory=dict)]
    preprocessing: Preprocessing | None = None
    background: bool | None = None
    classes: Annotated[tuple[str, ...], Field(max_length=100_000)] = ()

    def wish(self, model: str, dataset: str, parent: str | None) -> AccuracySpec:
        """The same as a specification; `parent` is a model to compare outputs with."""
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


class AccuracyRequest(AccuracyWish):
    """Which model to measure on which dataset.

    With `like`, a model or the word `parent`, outputs are compared with those of that model instead of with labels. With a
    `preview` nothing is measured: so many pictures (3 are enough) are shown to see how the model is read; the result then has
    reasons, and its samples.
    """

    model: Annotated[str, Field(min_length=1)]
    dataset: Annotated[str, Field(min_length=1)]
    like: Annotated[str | None, Field(min_length=1)] = None
    preview: Annotated[int, Field(ge=0, le=16)] = 0


@router.post("/accuracy", status_code=202)
def start_accuracy(request: AccuracyRequest, bench: Bench) -> RunDocument:
    """Queue a measurement of accuracy."""
    model, dataset = bench.models.get(request.model), bench.datasets.get(request.dataset)
    parent = bench.evaluations.reference(model, request.like).id if request.like else None
    wish = replace(request.wish(model.id, dataset.id, parent), preview=request.preview)
    return RunDocument.of(bench.evaluations.submit(model, dataset, wish))


@router.get("/{id}/accuracy")
def read_accuracy(id: str, bench: Bench) -> AccuracyDocument:
    """The result of a measurement of accuracy; status 409 with the run's own error when there is none."""
    return the_result(bench.evaluations.result, bench.runs.get(id))


@router.get("/{id}/accuracy/samples")
def list_accuracy_samples(
    id: str,
    bench: Bench,
    *,
    label: Annotated[int | None, Query(ge=0, description="only pictures that show this class")] = None,
    given: Annotated[int | None, Query(ge=0, description="only pictures for which the model gave this class")] = None,
    outcome: Annotated[PictureOutcome | None, Query(description="only pictures with this outcome")] = None,
    sort: Annotated[PictureOrder, Query(description="by how right the model was, by change, or by class")] = _WORST,
    against: Against = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Offset = 0,
) -> PictureRecordsDocument:
    """What the model said of each picture, beside what it shows; the worst first.

    `label` and `given` are numbers as `confusion` has them; together they mean what was taken for what. `label` with
    `outcome=missed` are pictures where an object of that class was not found, `given` with `outcome=extra` those where one was
    found that is not there.
    """
    run, other = bench.runs.get(id), bench.runs.get(against) if against else None
    the_result(bench.evaluations.records, run)
    return bench.evaluations.page(run, offset, limit, PictureWish(label, given, outcome, sort), against=other)


@router.get(
    "/{id}/accuracy/samples/{position}/mask",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}},
)
def read_predicted_mask(
    id: str,
    position: int,
    bench: Bench,
    threshold: Annotated[float, Query(ge=0, le=1, description="instances below this score are left out")] = 0.5,
) -> Response:
    """What the model outlined in a picture, as a PNG of its size in the colours of Pascal VOC; background is transparent."""
    run = bench.runs.get(id)
    the_result(bench.evaluations.records, run)
    content = bench.evaluations.pictures.mask(run, position, threshold)
    return Response(content, media_type="image/png", headers=FOR_A_DAY)


@router.get("/{id}/accuracy/thresholds")
def read_thresholds(
    id: str,
    bench: Bench,
    label: Annotated[int | None, Query(ge=0, description="only this class")] = None,
    iou: Annotated[float, Query(gt=0, le=1, description="overlap from which on an object is found")] = 0.5,
) -> ThresholdsDocument:
    """What a detector finds at each confidence threshold, and the threshold with the best F1."""
    run = bench.runs.get(id)
    the_result(bench.evaluations.records, run)
    return bench.evaluations.pictures.thresholds(run, label, iou)


@router.get("/{id}/accuracy.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def download_accuracy_csv(id: str, bench: Bench, against: Against = None) -> Response:
    """The pictures of a run as a table to download: file, truth, given, scores, right or wrong; with `against` of both runs."""
    run, other = bench.runs.get(id), bench.runs.get(against) if against else None
    content = the_result(lambda one: bench.evaluations.csv(one, other), run)
    return _download(content, "text/csv; charset=utf-8", f"accuracy-{run.id}.csv")


@router.get("/{id}/accuracy.html", response_class=Response, responses={200: {"content": {"text/html": {}}}})
def download_accuracy_report(
    id: str,
    bench: Bench,
    against: Against = None,
    pictures: Annotated[int, Query(ge=0, le=200, description="how many pictures are shown in it")] = MOST_PICTURES,
) -> Response:
    """A report of a run to download: one HTML file that needs nothing else; with `against` also what changed."""
    run, other = bench.runs.get(id), bench.runs.get(against) if against else None
    content = the_result(lambda one: bench.evaluations.html(one, other, pictures), run)
    return _download(content, "text/html; charset=utf-8", f"accuracy-{run.id}.html")


def _download(content: str, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)


@router.get("/{id}/accuracy/against/{other}")
def compare_accuracy(id: str, other: str, bench: Bench) -> AccuracyComparisonDocument:
    """What changed against another run, the reference, on the pictures that both have seen."""
    reference = bench.runs.get(other)
    return the_result(lambda run: bench.evaluations.compare(reference, run), bench.runs.get(id))
