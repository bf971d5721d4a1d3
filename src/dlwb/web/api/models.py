"""Models: list, show, import, rename, remove, and their files."""

from typing import Annotated, Self

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse
from pydantic import Field, model_validator

from dlwb.documents import Document, ModelDocument, ModelListDocument, RunDocument
from dlwb.documents.models import renamed_from
from dlwb.domain.model import ImportOptions, Model, Preprocessing
from dlwb.domain.run import Run
from dlwb.web.api.access import Bench
from dlwb.web.api.paths import server_path
from dlwb.web.api.uploads import Desk

router = APIRouter(prefix="/models", tags=["models"])


Filled = Annotated[str, Field(min_length=1)]


class ImportRequest(Document):
    """What to import: exactly one of a `path` on the server, the id of an `upload`, or the name of a `sample`."""

    path: Filled | None = None
    upload: Filled | None = None
    sample: Filled | None = None
    options: ImportOptions = ImportOptions()

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(source is not None for source in (self.path, self.upload, self.sample)) != 1:
            raise ValueError("give exactly one of path, upload and sample")
        return self


class ImportAnswer(Document):
    """Either the model, when exactly these bytes were imported before, or the run that imports it.

    `renamed_from` is what the model was called until this import gave it another name.
    """

    model: ModelDocument | None
    run: RunDocument | None
    existed: bool
    renamed_from: str | None = None


class RenameRequest(Document):
    """The new name of a model."""

    name: Annotated[str, Field(min_length=1, max_length=200)]


class ReadingRequest(Document):
    """How a model is read: as an accuracy `run` of it did, and beyond that as said; None leaves what is there."""

    run: str | None = None
    preprocessing: Preprocessing | None = None
    settings: Annotated[dict[str, str] | None, Field(max_length=100)] = None
    classes: Annotated[tuple[str, ...] | None, Field(max_length=100_000)] = None


@router.get("")
def list_models(bench: Bench) -> ModelListDocument:
    """All models, newest first, with the best figures reached so far."""
    return ModelListDocument(models=bench.model_entries())


@router.post("", status_code=202, responses={200: {"model": ImportAnswer, "description": "Imported before."}})
def import_model(request: ImportRequest, bench: Bench, desk: Desk, response: Response) -> ImportAnswer:
    """Import a model; conversion is a run of its own, unless the same bytes and options were imported before."""
    names = bench.models.names()
    found = _submit(request, bench, desk)
    if isinstance(found, Model):
        response.status_code = 200
        before = renamed_from(found, names.get(found.id))
        return ImportAnswer(model=ModelDocument.of(found), run=None, existed=True, renamed_from=before)
    return ImportAnswer(model=None, run=RunDocument.of(found), existed=False)


def _submit(request: ImportRequest, bench: Bench, desk: Desk) -> Model | Run:
    if request.upload is not None:
        return desk.hand_over(request.upload, lambda folder: bench.models.submit_upload(folder, request.options))
    if request.sample is not None:
        return bench.models.submit_sample(request.sample)
    return bench.models.submit(server_path(request.path or ""), request.options)


@router.get("/{id}")
def read_model(id: str, bench: Bench) -> ModelDocument:
    """One model, by id, unique beginning of an id, or name."""
    return ModelDocument.of(bench.models.get(id))


@router.patch("/{id}")
def rename_model(id: str, request: RenameRequest, bench: Bench) -> ModelDocument:
    """Give a model another name."""
    return ModelDocument.of(bench.models.rename(id, request.name))


@router.put("/{id}/reading")
def configure_model(id: str, request: ReadingRequest, bench: Bench) -> ModelDocument:
    """Store with a model what its outputs mean and how pictures go in; what is left out stays."""
    run = bench.runs.get(request.run) if request.run else None
    return ModelDocument.of(
        bench.models.configure(
            id, run, preprocessing=request.preprocessing, settings=request.settings, classes=request.classes
        )
    )


@router.delete("/{id}", status_code=204)
def remove_model(id: str, bench: Bench) -> None:
    """Forget a model with its finished runs and the files that no other model uses."""
    bench.models.remove(id)


@router.get("/{id}/files/{name:path}", response_class=FileResponse)
def download_model_file(id: str, name: str, bench: Bench) -> FileResponse:
    """One file of a model, as a download; `files` of the model lists the names."""
    path = bench.models.file(bench.models.get(id), name)
    return FileResponse(path, media_type="application/octet-stream", filename=name.rpartition("/")[2])
