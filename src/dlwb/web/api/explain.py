"""Why a version is no faster: start a measurement, read its answer."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from dlwb.documents import Document, ExplanationDocument, RunDocument
from dlwb.domain.errors import NotFound
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.specs import FEWEST_INFERENCES, MOST_INFERENCES
from dlwb.web.api.access import Bench
from dlwb.web.api.results import the_result

router = APIRouter(tags=["versions"])


class ExplainRequest(Document):
    """Which version to hold `against` which model (its parent if left out), in which configuration."""

    version: Annotated[str, Field(min_length=1)]
    against: Annotated[str | None, Field(min_length=1)] = None
    config: InferenceConfig = InferenceConfig()
    inferences: Annotated[int, Field(ge=FEWEST_INFERENCES, le=MOST_INFERENCES)] = FEWEST_INFERENCES


@router.post("/runs/explain", status_code=202)
def start_explain(request: ExplainRequest, bench: Bench) -> RunDocument:
    """Queue a measurement of both, layer by layer in turns."""
    version = bench.models.get(request.version)
    spec = bench.versions.explain_spec(version, request.against, request.config, request.inferences)
    return RunDocument.of(bench.versions.submit(spec))


@router.get("/runs/{id}/explain")
def read_explain(id: str, bench: Bench) -> ExplanationDocument:
    """The answer of a measurement; status 409 with the run's own error when there is none."""
    return the_result(bench.versions.explanation, bench.runs.get(id))


@router.get("/models/{id}/explanation")
def read_explanation(
    id: str,
    bench: Bench,
    against: Annotated[str | None, Query(description="the model to hold it against; its parent if left out")] = None,
) -> ExplanationDocument:
    """The newest answer for a version, or one from stored profiles of both in one configuration; status 404: neither."""
    version = bench.models.get(id)
    found = bench.versions.newest_explanation(version, against)
    if found is None:
        raise NotFound(
            f"Nobody has looked why '{version.name}' is no faster.", "POST /runs/explain, or `dlwb explain`, does it."
        )
    return found
