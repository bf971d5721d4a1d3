"""Datasets: list, show, import, make, name, remove, and their pictures."""

from typing import Annotated, Self

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse
from pydantic import Field, model_validator

from dlwb.documents import (
    DatasetDocument,
    DatasetListDocument,
    Document,
    RunDocument,
    SampleDocument,
    SamplePageDocument,
)
from dlwb.domain.dataset import DatasetOptions
from dlwb.domain.made_data import Augmented, Changes, Generated
from dlwb.web.api.access import Bench
from dlwb.web.api.pages import Offset
from dlwb.web.api.paths import server_path
from dlwb.web.api.uploads import Desk

router = APIRouter(prefix="/datasets", tags=["datasets"])

Filled = Annotated[str, Field(min_length=1)]
# A thumbnail's address is that of one content for as long as the dataset is there.
FOR_A_DAY = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
PICTURES: dict[str, dict[str, str]] = {"image/jpeg": {}, "image/png": {}, "image/webp": {}, "image/gif": {}}


class AugmentRequest(Document):
    """Changed copies of the pictures of a dataset: `copies` of each, beside the `originals` where wanted."""

    dataset: Filled
    changes: Changes
    copies: int = 1
    originals: bool = True
    seed: int = 0


class DatasetImportRequest(Document):
    """What to import: exactly one of a `path` on the server, the id of an `upload`, the name of a `sample`, or pictures to
    `generate` or `augment`.
    """

    path: Filled | None = None
    upload: Filled | None = None
    sample: Filled | None = None
    generate: Generated | None = None
    augment: AugmentRequest | None = None
    options: DatasetOptions = DatasetOptions()

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        sources = (self.path, self.upload, self.sample, self.generate, self.augment)
        if sum(source is not None for source in sources) != 1:
            raise ValueError("give exactly one of path, upload, sample, generate and augment")
        return self


class DatasetChange(Document):
    """What to change; None leaves it. `labels` are the lines of a label map: one class a line, in the order of numbers."""

    name: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    labels: Annotated[tuple[str, ...] | None, Field(max_length=100_000)] = None


@router.get("")
def list_datasets(bench: Bench) -> DatasetListDocument:
    """All datasets, newest first, and the formats that an import can be told."""
    datasets = tuple(map(DatasetDocument.of, bench.datasets.list()))
    return DatasetListDocument(datasets=datasets, formats=bench.datasets.formats(), shipped=bench.datasets.shipped())


@router.post("", status_code=202)
def import_dataset(request: DatasetImportRequest, bench: Bench, desk: Desk) -> RunDocument:
    """Import or make a dataset, as a run; when it has succeeded, its `dataset` is the id."""
    shelf, options = bench.datasets, request.options
    if request.upload is not None:
        return desk.hand_over(request.upload, lambda folder: RunDocument.of(shelf.submit_upload(folder, options)))
    if request.sample is not None:
        return RunDocument.of(shelf.submit_shipped(request.sample))
    if request.generate is not None:
        return RunDocument.of(shelf.submit_generated(request.generate, options.name))
    if request.augment is not None:
        wanted = request.augment
        recipe = Augmented(wanted.dataset, "", wanted.changes, wanted.copies, wanted.originals, wanted.seed)
        return RunDocument.of(shelf.submit_augmented(recipe, options.name))
    return RunDocument.of(shelf.submit(server_path(request.path or ""), options))


@router.get("/{id}")
def read_dataset(id: str, bench: Bench) -> DatasetDocument:
    """One dataset, by id, unique beginning of an id, or name."""
    return DatasetDocument.of(bench.datasets.get(id))


@router.patch("/{id}")
def change_dataset(id: str, request: DatasetChange, bench: Bench) -> DatasetDocument:
    """Give a dataset another name, or its classes names."""
    dataset = bench.datasets.get(id)
    if request.labels is not None:
        dataset = bench.datasets.label(dataset.id, request.labels)
    if request.name is not None:
        dataset = bench.datasets.rename(dataset.id, request.name)
    return DatasetDocument.of(dataset)


@router.delete("/{id}", status_code=204)
def remove_dataset(id: str, bench: Bench) -> None:
    """Forget a dataset. Pictures in a folder of the server stay; those in the workspace are deleted."""
    bench.datasets.remove(id)


@router.get("/{id}/samples")
def list_dataset_samples(
    id: str,
    bench: Bench,
    label: Annotated[int | None, Query(ge=0, description="only pictures that show this class")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Offset = 0,
) -> SamplePageDocument:
    """The pictures with their labels, in the order of the labels."""
    found, total = bench.datasets.page(bench.datasets.get(id), offset, limit, label)
    return SamplePageDocument(samples=tuple(SampleDocument.of(*one) for one in found), total=total)


@router.get("/{id}/samples/{position}/thumbnail", response_class=FileResponse)
def read_thumbnail(
    id: str, position: int, bench: Bench, side: Annotated[int, Query(description="64, 128, 256 or 512")] = 128
) -> FileResponse:
    """A small JPEG of a picture, upright, at most `side` pixels wide and high."""
    path = bench.datasets.pictures.thumbnail(bench.datasets.get(id), position, side)
    return FileResponse(path, media_type="image/jpeg", headers=FOR_A_DAY)


@router.get("/{id}/samples/{position}/picture", response_class=Response, responses={200: {"content": PICTURES}})
def read_picture(id: str, position: int, bench: Bench) -> Response:
    """A picture in full: the file itself where browsers show it, else a PNG of it."""
    content, media_type = bench.datasets.pictures.whole(bench.datasets.get(id), position)
    return Response(content, media_type=media_type, headers=FOR_A_DAY)


@router.get("/{id}/samples/{position}/mask", response_class=Response, responses={200: {"content": {"image/png": {}}}})
def read_mask(id: str, position: int, bench: Bench) -> Response:
    """The mask of a picture as a PNG in the colours of Pascal VOC; background is transparent."""
    content = bench.datasets.pictures.mask(bench.datasets.get(id), position)
    return Response(content, media_type="image/png", headers=FOR_A_DAY)
