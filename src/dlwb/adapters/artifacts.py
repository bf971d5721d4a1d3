"""Stored files, each under the hash of its content: `blobs/ab/abcdef…`."""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from filelock import FileLock

from dlwb.adapters.diskspace import disk_full_is_named
from dlwb.domain.errors import NotFound
from dlwb.domain.model import FileRef

_CHUNK_BYTES = 4 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


class FolderArtifacts:
    """`ports.Artifacts` in one folder, shared by all processes that use the workspace.

    Content is written to a file of its own, made durable, and only then given its final name: whoever
    sees the name sees all of it. Files are read-only, because engines map them into memory, and a
    mapped file that changes kills the process.
    """

    def __init__(self, root: Path) -> None:
        self._blobs = root / "blobs"
        self._incoming = root / "incoming"
        self._remove_leftovers()

    def add(self, path: Path, name: str) -> FileRef:
        """See `ports.Artifacts`."""
        return self._added(path, name, _copy)

    def take(self, path: Path, name: str) -> FileRef:
        """See `ports.Artifacts`."""
        return self._added(path, name, _move)

    def _added(self, path: Path, name: str, bring: Callable[[Path, Path], tuple[str, int]]) -> FileRef:
        with disk_full_is_named(self._blobs), self._new_file() as incoming:
            digest, size = bring(path, incoming)
            target = self._target(digest)
            if not _holds(target, size):
                target.parent.mkdir(parents=True, exist_ok=True)
                incoming.chmod(0o444)
                incoming.replace(target)
                _make_durable(target.parent)
        return FileRef(name, digest, size)

    def path(self, sha256: str) -> Path:
        """See `ports.Artifacts`."""
        if not _SHA256.fullmatch(sha256) or not self._target(sha256).is_file():
            raise NotFound(f"The workspace has no stored file {sha256}.", "Import the model again.")
        return self._target(sha256)

    def remove(self, sha256: str) -> None:
        """See `ports.Artifacts`."""
        if not _SHA256.fullmatch(sha256):
            return
        target = self._target(sha256)
        if os.name == "nt" and target.exists():
            target.chmod(0o666)  # Windows does not delete read-only files
        target.unlink(missing_ok=True)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """See `ports.Artifacts`."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        with FileLock(self._incoming / "changing.lock"):
            yield

    def keep_only(self, used: Collection[str]) -> None:
        """See `ports.Artifacts`."""
        for path in self._blobs.glob("??/*"):
            if path.name not in used:
                self.remove(path.name)

    def _target(self, sha256: str) -> Path:
        return self._blobs / sha256[:2] / sha256

    @contextmanager
    def _new_file(self) -> Iterator[Path]:
        """A path for a file on its way in, named after this process; whatever is left there is removed."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        path = self._incoming / f"{os.getpid()}-{secrets.token_hex(8)}"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _remove_leftovers(self) -> None:
        """Remove what processes left behind that were killed while they wrote."""
        for path in self._incoming.glob("*-*"):
            pid = path.name.split("-")[0]
            if not pid.isdigit() or not psutil.pid_exists(int(pid)):
                path.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> tuple[str, int]:
    """Copy durably; the SHA-256 of the content in hex, and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while chunk := reader.read(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest(), size


def _move(source: Path, target: Path) -> tuple[str, int]:
    """Move durably, without room for a second one; the SHA-256 of the content in hex, and its size in bytes."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        found = _copy(source, target)  # it lies on another disk
        source.unlink()
        return found
    with target.open("rb+") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return digest, target.stat().st_size


def _holds(target: Path, size: int) -> bool:
    """Whether the content is there already; a file of another size is what a failing disk left of it."""
    try:
        return target.stat().st_size == size
    except FileNotFoundError:
        return False


def _make_durable(folder: Path) -> None:
    """Write the folder's entries to disk, so that a power cut cannot take a new name away again."""
    if os.name == "nt":  # folders cannot be opened there, and need not be
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
