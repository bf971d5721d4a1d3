"""Staging: copying what the user gave into a fresh folder of the workspace, recognised and hashed.

A model is then converted from a copy that nobody changes behind our back. Only files that belong to the model
are copied: a file brings its companions (`.bin`, `.pdiparams`, external weights), a folder only its one model.
"""

import errno
import hashlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

from dlwb.adapters.archives import Limits, is_archive, unpack
from dlwb.adapters.diskspace import disk_full_is_named
from dlwb.adapters.sources.registry import recognise
from dlwb.domain.errors import InputError, NotFound, UnknownFormat, UnsafeArchive, nothing_in
from dlwb.domain.model import FileRef, StagedModel
from dlwb.domain.names import shown_name
from dlwb.ports import Recognised

GIB = 1024**3
_MAX_FOLDER_FILES = 2000
# Where servers keep what is being uploaded, below the same folder.
UPLOADS = "uploads"
_PREFIX = "import-"
_STALE_S = 24 * 3600
_SAVED_MODEL = "saved_model.pb"
_NO_SUCH_PATH = (errno.ENAMETOOLONG, errno.ENOTDIR, errno.ELOOP)
_ENDINGS = (".tar.gz", ".tar.bz2", ".tar.xz")


def stage_path(path: Path, workspace_tmp: Path, limit_bytes: int) -> StagedModel:
    """Stage a file, a folder or an archive that lies on this machine; it is left as it is.

    Raises:
        NotFound, UnknownFormat, UnreadableModel, Ambiguous, UnsafeArchive, DiskFull,
        InputError: not a regular file, no permission, too many files, or larger than `limit_bytes`.
    """
    _check_names((path.name,))
    with _fresh_folder(workspace_tmp) as fresh, _readable(path):
        target = _Target(fresh, limit_bytes, _copy)
        if path.is_dir():
            return _staged(path, recognise(path, _files_of(path)), target, path.resolve().name)
        _check_regular(path)
        return _stage_file(path, target, display_name(path.resolve() if path.name == _SAVED_MODEL else path))


def stage_upload(folder: Path, workspace_tmp: Path, limit_bytes: int) -> StagedModel:
    """Stage what was uploaded to `folder`, under the names that the browser gave: one model or one archive.

    The folder is the workspace's own and nobody writes to its files again, so they are linked, not copied, where
    the disk allows it; removing the folder is left to the caller. Raises as `stage_path`.
    """
    with _fresh_folder(workspace_tmp) as fresh:
        files = _files_of(folder)
        target = _Target(fresh, limit_bytes, _link)
        if len(files) == 1:
            return _stage_file(folder / files[0], target, display_name(PurePosixPath(files[0])))
        found = recognise(folder, files)
        return _staged(folder, found, target, display_name(PurePosixPath(found.entry)))


def discard(staged: StagedModel) -> None:
    """Remove a staged copy; no error if it is gone."""
    shutil.rmtree(staged.folder, ignore_errors=True)


def discard_stale(workspace_tmp: Path, in_use: Iterable[str]) -> None:
    """Remove what killed processes left behind a day ago or longer.

    `in_use` are paths that runs still need: they can wait longer than that. Uploads are left to the servers that take them in.
    """
    kept = [Path(path).resolve() for path in in_use]
    for path in workspace_tmp.glob("*"):
        if path.name == UPLOADS or any(needed.is_relative_to(path.resolve()) for needed in kept):
            continue
        try:
            if time.time() - path.stat().st_mtime > _STALE_S:
                shutil.rmtree(path, ignore_errors=True)
        except FileNotFoundError:  # its owner was faster
            continue


def content_hash(entry: FileRef, companions: tuple[FileRef, ...]) -> str:
    """SHA-256 of a model's bytes, the same whatever the user calls the files.

    The name of the entry never counts, nor that of a single companion (`.bin`, `.pdiparams`); names of several
    companions do, because there they tell which is which.
    """
    digest = hashlib.sha256(entry.sha256.encode())
    for ref in sorted(companions, key=lambda ref: ref.name):
        digest.update(f"\n{ref.name if len(companions) > 1 else ''}\0{ref.sha256}".encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Target:
    """Where staged files go, how many bytes they may have, and how they get there."""

    folder: Path
    limit_bytes: int
    take: Callable[[Path, Path], None]


def _stage_file(path: Path, target: _Target, name: str) -> StagedModel:
    """A single file: a model with what lies beside it, or else an archive with one model inside."""
    try:
        found = recognise(path.parent, (path.name,))
    except UnknownFormat:
        if not is_archive(path):
            raise
        with _scratch(target.folder.parent) as scratch:
            return _stage_archive(path, scratch / "unpacked", target, name)
    return _staged(path.parent, found, target, name)


def _stage_archive(path: Path, unpacked: Path, target: _Target, name: str) -> StagedModel:
    unpack(path, unpacked, Limits(target.limit_bytes))
    files = _files_of(unpacked)
    if not files:
        raise nothing_in(path.name, "Pack the model's own files.")
    try:
        found = recognise(unpacked, files)
    except UnknownFormat as error:
        inner = next((file for file in files if is_archive(unpacked / file)), None)
        if inner is not None:
            raise UnsafeArchive(
                f"'{path.name}' holds another archive, '{inner}'; archives in archives are not unpacked.",
                "Unpack it and import the inner one.",
            ) from error
        raise
    return _staged(unpacked, found, replace(target, take=_link), name)


def _staged(source: Path, found: Recognised, target: _Target, name: str) -> StagedModel:
    """Take what belongs to the model, the entry's folder becoming the root."""
    home = PurePosixPath(found.entry).parent
    _check_names((name, *found.files))
    _check_size(source, found, target.limit_bytes)
    refs: dict[str, FileRef] = {}
    for file in found.files:
        relative = PurePosixPath(file).relative_to(home).as_posix()
        copy = target.folder / relative
        target.take(source / file, copy)
        refs[relative] = FileRef(relative, file_sha256(copy), copy.stat().st_size)
    entry = refs.pop(PurePosixPath(found.entry).name)
    companions = tuple(refs[key] for key in sorted(refs))
    return StagedModel(
        format=found.format,
        folder=str(target.folder.resolve()),
        entry=entry.name,
        files=(entry, *companions),
        sha256=content_hash(entry, companions),
        display_name=shown_name(name),
        reason=found.reason,
    )


def _check_names(names: Iterable[str]) -> None:
    """Refuse names that nothing can be written down under: on Linux they may be any bytes."""
    for name in names:
        try:
            name.encode()
        except UnicodeEncodeError as error:
            shown = name.encode(errors="replace").decode()
            raise InputError(f"The name of '{shown}' is not in UTF-8.", "Rename the file.") from error


def _check_size(source: Path, found: Recognised, limit_bytes: int) -> None:
    size = sum((source / file).stat().st_size for file in found.files)
    if size > limit_bytes:
        raise InputError(
            f"'{found.entry}' with its files has {size / GIB:.3g} GiB; the limit is {limit_bytes / GIB:.3g} GiB.",
            "Raise upload_limit_gib in the settings (DLWB_UPLOAD_LIMIT_GIB) if that is right.",
        )


def display_name(path: PurePath) -> str:
    """The stem of a file's name; a SavedModel's file is always called the same, so its folder's name."""
    if path.name == _SAVED_MODEL:
        return path.parent.name or path.stem
    for ending in _ENDINGS:
        if path.name.lower().endswith(ending):
            return path.name[: -len(ending)]
    return path.stem


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex, with flat memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    """Copy content only; works for read-only originals."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _link(source: Path, target: Path) -> None:
    """A second name for a file of our own, which nobody changes; a copy where links are not possible."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _files_of(folder: Path) -> tuple[str, ...]:
    """All regular files below a folder, relative to it, sorted; links to folders are not followed."""
    found: list[str] = []
    for root, _, names in os.walk(folder, onerror=_raise):
        found.extend(
            (Path(root) / name).relative_to(folder).as_posix() for name in names if (Path(root) / name).is_file()
        )
        if len(found) > _MAX_FOLDER_FILES:
            raise InputError(
                f"'{folder}' holds more than {_MAX_FOLDER_FILES} files, so it is not the folder of one model.",
                "Name the model's file, or its own folder.",
            )
    return tuple(sorted(found))


def _raise(error: OSError) -> None:
    raise error


def _check_regular(path: Path) -> None:
    if not stat.S_ISREG(path.stat().st_mode):
        raise InputError(f"'{path}' is neither a file nor a folder.", "Give a model file, its folder or an archive.")


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Name the path in the errors that the operating system raises."""
    try:
        yield
    except FileNotFoundError as error:
        missing = error.filename or path
        raise NotFound(
            f"There is no file or folder '{missing}'.", "Check the path; it is seen from this machine."
        ) from error
    except PermissionError as error:
        raise InputError(
            f"'{error.filename or path}' may not be read.", "Change its permissions, or copy it."
        ) from error
    except OSError as error:
        if error.errno not in _NO_SUCH_PATH:
            raise
        raise NotFound(
            f"There is no file or folder '{path}': {error.strerror}.", "Check the path; it is seen from this machine."
        ) from error


@contextmanager
def _fresh_folder(workspace_tmp: Path) -> Iterator[Path]:
    """A new folder of our own; removed again when the block fails."""
    with disk_full_is_named(workspace_tmp):
        workspace_tmp.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=workspace_tmp))
        try:
            yield fresh
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise


@contextmanager
def _scratch(workspace_tmp: Path) -> Iterator[Path]:
    """A new folder that is removed at the end, whatever happened."""
    with _fresh_folder(workspace_tmp) as fresh:
        yield fresh
        shutil.rmtree(fresh, ignore_errors=True)
