"""Folders, model files and archives on the server, for choosing a path instead of uploading."""

import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from dlwb.documents import Document
from dlwb.domain.errors import InputError, NotFound
from dlwb.web.api.paths import server_path

router = APIRouter(tags=["models"])

# A listing must not open files, so it goes by the ending; the import itself then looks at the content.
ARCHIVE_ENDINGS = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")
MODEL_ENDINGS = (
    ".xml", ".onnx", ".pb", ".tflite", ".pdmodel", ".json", ".keras", ".h5", ".hdf5", ".pt", ".pth", ".pt2",
    *ARCHIVE_ENDINGS,
)  # fmt: skip
ENDINGS = {"models": MODEL_ENDINGS, "datasets": ARCHIVE_ENDINGS}
MODEL_FOLDER_SIGNS = ("saved_model.pb", "saved_model.pbtxt")


class FolderEntry(Document):
    """A folder; `is_model` when it is a model by itself (a TensorFlow SavedModel)."""

    name: str
    path: str
    is_model: bool


class FileEntry(Document):
    """A file that may be a model or an archive of one."""

    name: str
    path: str
    size_bytes: int


class BrowseDocument(Document):
    """One folder of the server: `parent` is null at the top."""

    path: str
    parent: str | None
    folders: tuple[FolderEntry, ...]
    files: tuple[FileEntry, ...]


@router.get("/browse")
def browse(
    path: str = "",
    what: Annotated[Literal["models", "datasets"], Query(description="whose possible files are listed")] = "models",
) -> BrowseDocument:
    """Folders and possible files of models or datasets in a folder; without `path` the home folder of the server's user."""
    folder = Path(os.path.normpath(server_path(path or "~")))
    folders: list[FolderEntry] = []
    files: list[FileEntry] = []
    for entry, status in _entries(folder):
        if S_ISDIR(status.st_mode):
            is_model = what == "models" and _is_model(entry.path)
            folders.append(FolderEntry(name=entry.name, path=entry.path, is_model=is_model))
        elif entry.name.lower().endswith(ENDINGS[what]):
            files.append(FileEntry(name=entry.name, path=entry.path, size_bytes=status.st_size))
    parent = None if folder.parent == folder else str(folder.parent)
    return BrowseDocument(path=str(folder), parent=parent, folders=tuple(folders), files=tuple(files))


def _is_model(folder: str) -> bool:
    """Whether a folder is a model by itself; no, where the server's user may not look into it."""
    # `Path.is_file` raises there before Python 3.14.
    return any(os.path.isfile(Path(folder, sign)) for sign in MODEL_FOLDER_SIGNS)  # noqa: PTH113


def _entries(folder: Path) -> list[tuple[os.DirEntry[str], os.stat_result]]:
    """Visible entries of a folder by name, with what they are; one whose target is gone or out of reach is left out."""
    try:
        with os.scandir(folder) as found:
            visible = [entry for entry in found if not entry.name.startswith(".")]
    except FileNotFoundError:
        raise NotFound(f"There is no folder '{folder}' on the server.", "Choose one that is there.") from None
    except NotADirectoryError:
        raise InputError(f"'{folder}' is a file, not a folder.", "Import it, or browse the folder around it.") from None
    except PermissionError:
        raise InputError(f"The server's user may not read '{folder}'.", "Choose another folder.") from None
    within: list[tuple[os.DirEntry[str], os.stat_result]] = []
    for entry in sorted(visible, key=lambda entry: entry.name.casefold()):
        with suppress(OSError):
            within.append((entry, Path(entry.path).stat()))
    return within
