"""Uploads: raw bodies, streamed to the workspace's disk. An import then uses the upload up."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from dlwb.documents import Document
from dlwb.web.uploads import UploadDesk

router = APIRouter(prefix="/uploads", tags=["uploads"])
BY_THE_DESK = 1 << 62  # the limit of the settings is kept where the bytes are counted


def desk_of(request: Request) -> UploadDesk:
    """The one place where this server takes in uploads."""
    desk: UploadDesk = request.app.state.uploads
    return desk


Desk = Annotated[UploadDesk, Depends(desk_of)]


class UploadDocument(Document):
    """A new, empty upload: PUT its files, then import it. `limit_bytes` is the most it may hold."""

    id: str
    limit_bytes: int


class UploadedFile(Document):
    """One file of an upload as it lies on the server's disk."""

    name: str
    size_bytes: int


@router.post("", status_code=201)
def open_upload(desk: Desk) -> UploadDocument:
    """Begin an upload."""
    return UploadDocument(id=desk.open(), limit_bytes=desk.limit_bytes)


@router.put(
    "/{id}/{filename:path}",
    status_code=201,
    max_body_size=BY_THE_DESK,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def upload_file(id: str, filename: str, request: Request, desk: Desk) -> UploadedFile:
    """Send one file as the raw body; a relative path keeps folders (`saved_model/variables/…`)."""
    announced = request.headers.get("content-length")
    size = await desk.receive(id, filename, request.stream(), int(announced) if announced else None)
    return UploadedFile(name=filename, size_bytes=size)


@router.delete("/{id}", status_code=204)
def drop_upload(id: str, desk: Desk) -> None:
    """Give up an upload; what was sent is deleted."""
    desk.drop(id)
