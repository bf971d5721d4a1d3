"""Quantize a model: start, what it came to, and what was tried so far."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from dlwb.documents import AttemptsDocument, Document, QuantizeDocument, QuantizeEstimate, RunDocument
from dlwb.domain.dataset import Dataset, Subset
from dlwb.domain.model import Model
from dlwb.domain.quantization import Bound, QuantizationOptions
from dlwb.web.api.access import Bench
from dlwb.web.api.accuracy import AccuracyWish
from dlwb.web.api.results import the_result
from dlwb.workbench.quantizing import QuantizeWish

router = APIRouter(prefix="/runs", tags=["quantize"])


class QuantizeRequest(Document):
    """Which model to make smaller, with which pictures, and how much may be lost.

    `accuracy` says how candidates are measured, its `subset` which pictures are for validation; without one these are all that
    are not for `calibration`, unless they may `overlap`. With `like_parent` candidates are held against the model's own
    outputs instead of against labels, and so they are where there are no labels. Without a `dataset` only weights can be made
    smaller. A `calibration` without a size has the usual one, chosen by its seed.
    """

    model: Annotated[str, Field(min_length=1)]
    dataset: Annotated[str | None, Field(min_length=1)] = None
    options: QuantizationOptions = QuantizationOptions()
    calibration: Subset | None = None
    bound: Bound | None = None
    accuracy: AccuracyWish = AccuracyWish(settings={})
    overlap: bool = False
    like_parent: bool = False
    name: Annotated[str | None, Field(min_length=1, max_length=200)] = None

    def wish(self, model: Model, dataset: Dataset | None) -> QuantizeWish:
        """The same as a wish about these."""
        parent = model.id if self.like_parent else None
        accuracy = self.accuracy.wish(model.id, dataset.id if dataset else "", parent)
        return QuantizeWish(accuracy, self.options, self.calibration, self.bound, self.overlap, self.name)


@router.post("/quantize", status_code=202)
def start_quantize(request: QuantizeRequest, bench: Bench) -> RunDocument:
    """Queue a quantization; `GET /runs/{id}/quantize/attempts` shows what was tried while it runs."""
    model = bench.models.get(request.model)
    dataset = bench.datasets.get(request.dataset) if request.dataset else None
    return RunDocument.of(bench.quantizations.submit(model, dataset, request.wish(model, dataset)))


@router.post("/quantize/estimate")
def estimate_quantize(request: QuantizeRequest, bench: Bench) -> QuantizeEstimate:
    """What a quantization would use of its pictures and how sure that can make it; status 422 with all that is wrong."""
    model = bench.models.get(request.model)
    dataset = bench.datasets.get(request.dataset or "")
    return bench.quantizations.estimate(model, dataset, request.wish(model, dataset))


@router.get("/{id}/quantize")
def read_quantize(id: str, bench: Bench) -> QuantizeDocument:
    """What a quantization came to; status 409 with the run's own error when there is no answer."""
    return the_result(bench.quantizations.result, bench.runs.get(id))


@router.get("/{id}/quantize/attempts")
def list_attempts(id: str, bench: Bench) -> AttemptsDocument:
    """What a quantization has tried so far, also while it runs or after it was ended."""
    return bench.quantizations.attempts(bench.runs.get(id))
