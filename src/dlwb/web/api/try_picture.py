"""Try a picture: start, answers, the picture, and the layers that lie over it."""

from typing import Annotated, Self

from fastapi import APIRouter, Query, Response
from pydantic import Field, model_validator

from dlwb.documents import Document, RunDocument, TryDocument
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import Preprocessing
from dlwb.domain.saliency import SaliencyOptions
from dlwb.domain.specs import TrySpec
from dlwb.web.api.access import Bench
from dlwb.web.api.paths import server_path
from dlwb.web.api.results import the_result
from dlwb.web.api.uploads import Desk
from dlwb.workbench.tries import DatasetPicture

router = APIRouter(prefix="/runs", tags=["runs"])

Filled = Annotated[str, Field(min_length=1)]
Which = Annotated[str, Query(description="id of a model, or the beginning of one; the first one without")]
# A finished run never changes.
FOR_A_DAY = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
PNG: dict[int | str, dict[str, object]] = {200: {"content": {"image/png": {}}}}
PICTURES: dict[str, dict[str, str]] = {"image/jpeg": {}, "image/png": {}, "image/webp": {}, "image/gif": {}}


class TryRequest(Document):
    """One or two models, and exactly one picture: the id of an `upload`, a `path` on the server, that of a `dataset` at a
    `position`, or that of an earlier try (`run`).

    `family`, `settings`, `preprocessing`, `background` and `classes` as for an accuracy run; `top` is how many classes a
    classifier tells. With `saliency` it is found out where classifiers look.
    """

    models: Annotated[tuple[Filled, ...], Field(min_length=1, max_length=2)]
    upload: Filled | None = None
    path: Filled | None = None
    run: Filled | None = None
    dataset: Filled | None = None
    position: Annotated[int, Field(ge=0)] = 0
    config: InferenceConfig = InferenceConfig()
    family: str | None = None
    settings: Annotated[dict[str, str], Field(default_factory=dict)]
    preprocessing: Preprocessing | None = None
    background: bool | None = None
    classes: Annotated[tuple[str, ...], Field(max_length=100_000)] = ()
    top: int = 5
    saliency: SaliencyOptions | None = None

    @model_validator(mode="after")
    def _one_picture(self) -> Self:
        if sum(source is not None for source in (self.upload, self.path, self.run, self.dataset)) != 1:
            raise ValueError("give exactly one of upload, path, run and dataset")
        return self

    def wish(self) -> TrySpec:
        """The same as a specification, without models and picture."""
        return TrySpec(
            config=self.config,
            family=self.family,
            settings=self.settings,
            preprocessing=self.preprocessing,
            background=self.background,
            classes=self.classes,
            top=self.top,
            saliency=self.saliency,
        )


@router.post("/try", status_code=202)
def start_try(request: TryRequest, bench: Bench, desk: Desk) -> RunDocument:
    """Show a picture to one model, or to two."""
    shelf, wish = bench.tries, request.wish()
    models = [bench.models.get(model) for model in request.models]
    if request.upload is not None:
        return desk.hand_over(request.upload, lambda folder: RunDocument.of(shelf.submit_upload(models, folder, wish)))
    if request.dataset is not None:
        place = DatasetPicture(request.dataset, request.position)
        return RunDocument.of(shelf.submit(models, place, wish))
    if request.run is not None:
        return RunDocument.of(shelf.submit(models, bench.runs.get(request.run), wish))
    return RunDocument.of(shelf.submit(models, server_path(request.path or ""), wish))


@router.get("/{id}/try")
def read_try(id: str, bench: Bench) -> TryDocument:
    """What the models said; status 409 with the run's own error when there is no such result."""
    return the_result(bench.tries.result, bench.runs.get(id))


@router.get("/{id}/try/picture", response_class=Response, responses={200: {"content": PICTURES}})
def read_tried_picture(id: str, bench: Bench) -> Response:
    """The picture, as browsers show it."""
    content, media_type = the_result(bench.tries.picture, bench.runs.get(id))
    return Response(content, media_type=media_type, headers=FOR_A_DAY)


@router.get("/{id}/try/mask", response_class=Response, responses=PNG)
def read_tried_mask(
    id: str,
    bench: Bench,
    model: Which = "",
    threshold: Annotated[float, Query(ge=0, le=1, description="objects with a lower score are left out")] = 0.0,
) -> Response:
    """The masks that a model found, as a PNG to lie over the picture: coloured by class, transparent elsewhere."""
    run = bench.runs.get(id)
    the_result(bench.tries.result, run)
    return Response(bench.tries.mask(run, model, threshold), media_type="image/png", headers=FOR_A_DAY)


@router.get("/{id}/try/saliency", response_class=Response, responses=PNG)
def read_saliency(
    id: str,
    bench: Bench,
    model: Which = "",
    *,
    common: Annotated[bool, Query(description="both models on one scale, or this one on its own")] = True,
) -> Response:
    """What a model looks at, as a PNG to lie over the picture: the brighter and the less transparent, the more it counts."""
    run = bench.runs.get(id)
    the_result(bench.tries.result, run)
    return Response(bench.tries.heat(run, model, common=common), media_type="image/png", headers=FOR_A_DAY)
