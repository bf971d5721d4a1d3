"""Profile a model layer by layer: start one, read the result of one."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from dlwb.documents import Document, ProfileDocument, RunDocument
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.specs import FEWEST_INFERENCES, MOST_INFERENCES
from dlwb.web.api.access import Bench
from dlwb.web.api.results import the_result

router = APIRouter(prefix="/runs", tags=["runs"])


class ProfileRequest(Document):
    """Which model to profile, in which configuration, over how many inferences at least."""

    model: str
    config: InferenceConfig = InferenceConfig()
    inferences: Annotated[int, Field(ge=FEWEST_INFERENCES, le=MOST_INFERENCES)] = FEWEST_INFERENCES


@router.post("/profile", status_code=202)
def start_profile(request: ProfileRequest, bench: Bench) -> RunDocument:
    """Queue a profile."""
    model = bench.models.get(request.model)
    return RunDocument.of(bench.submit_profile(model, request.config, request.inferences))


@router.get("/{id}/profile")
def read_profile(id: str, bench: Bench) -> ProfileDocument:
    """The result of a profile; status 409 with the run's own error when there is none."""
    return the_result(ProfileDocument.of, bench.runs.get(id))
