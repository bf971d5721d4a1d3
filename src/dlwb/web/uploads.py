"""Files on their way in: streamed to the workspace's disk with flat memory, whatever their size.

Nothing half-sent is ever visible: a file is written beside the upload under a name of its own and moved in when it is
complete and on disk. Each server has a folder of its own here, under a lock that dies with it, so that a server that
starts can throw away what a dead one left.
"""

import errno
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeVar

from anyio import CancelScope, to_thread
from filelock import FileLock, Timeout
from starlette.requests import ClientDisconnect

from dlwb.domain.errors import DiskFull, InputError, InvalidOptions, NotFound, OptionProblem, PicturesFound
from dlwb.web.errors import Refused

T = TypeVar("T")

WRITE_BYTES = 4 * 1024 * 1024
MAX_FILES = 10_000
MAX_NAME_BYTES = 255
MAX_PATH_BYTES = 1024
FORGET_AFTER_S = 6 * 3600.0
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")


@dataclass
class Upload:
    """One upload: finished files by name, and how many bytes it holds or is receiving.

    One that is `given_up` while files arrive is no longer at the desk; the last of them takes its folder away.
    """

    folder: Path
    touched: float
    sizes: dict[str, int] = field(default_factory=dict)
    arriving: int = 0
    arriving_bytes: int = 0
    given_up: bool = False

    @property
    def files(self) -> Path:
        """Complete files, as the import will see them."""
        return self.folder / "files"

    @property
    def parts(self) -> Path:
        """Files that are still arriving."""
        return self.folder / "parts"


class UploadDesk:
    """Takes in uploads below `folder`, each of at most `limit_bytes`."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._uploads: dict[str, Upload] = {}
        self._guard = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        _throw_away_abandoned(folder)
        self._root = folder / secrets.token_hex(8)
        self._lock = FileLock(f"{self._root}.lock")
        self._lock.acquire()
        self._root.mkdir()

    def close(self) -> None:
        """Delete what no import has used; the server ends."""
        shutil.rmtree(self._root, ignore_errors=True)
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def open(self) -> str:
        """Begin an upload; returns its id. Uploads that nobody touched for hours are dropped here."""
        now = time.monotonic()
        with self._guard:
            stale = [
                id
                for id, upload in self._uploads.items()
                if not upload.arriving and now - upload.touched > FORGET_AFTER_S
            ]
        for id in stale:
            self.drop(id)
        id = secrets.token_hex(8)
        upload = Upload(self._root / id, now)
        upload.files.mkdir(parents=True)
        upload.parts.mkdir()
        with self._guard:
            self._uploads[id] = upload
        return id

    def drop(self, id: str) -> None:
        """Give up an upload and delete what was sent; what still arrives is refused and deleted too. Raises NotFound."""
        with self._guard:
            self._find(id)
            upload = self._uploads.pop(id)
            upload.given_up = True
            arriving = upload.arriving
        if not arriving:
            shutil.rmtree(upload.folder, ignore_errors=True)

    def hand_over(self, id: str, use: Callable[[Path], T]) -> T:
        """Give the folder of a complete upload to `use`; the upload is used up, whatever comes of it.

        Raises:
            NotFound: no such upload. InputError: files are still arriving, or there are none.
            PicturesFound: the upload stays, so that the pictures need not be sent again to be imported as a dataset.
        """
        upload = self._take(id)
        try:
            result = use(upload.files)
        except PicturesFound:
            with self._guard:
                self._uploads[id] = upload
            raise
        except BaseException:
            shutil.rmtree(upload.folder, ignore_errors=True)
            raise
        shutil.rmtree(upload.folder, ignore_errors=True)
        return result

    async def receive(self, id: str, name: str, chunks: AsyncIterator[bytes], announced: int | None) -> int:
        """Write one file of an upload; returns its size in bytes.

        Raises:
            NotFound: no such upload, or it was given up meanwhile. InvalidOptions: the name cannot be used. DiskFull.
            Refused: over the limit (413), or the sender went away (400).
        """
        inside = safe_name(name)
        upload = self._begin(id, announced)
        part = upload.parts / f"{secrets.token_hex(8)}.part"
        counted = 0
        try:
            with await to_thread.run_sync(part.open, "xb", 0) as file:
                async for batch in _batches(chunks):
                    self._count(id, upload, len(batch))
                    counted += len(batch)
                    await to_thread.run_sync(_write, file, batch)
                await to_thread.run_sync(os.fsync, file.fileno())
            await to_thread.run_sync(_move_in, part, upload.files, inside)
            with self._guard:
                upload.sizes[str(inside)] = counted
        except OSError as error:
            raise _as_ours(error, name) from error
        except ClientDisconnect:
            raise Refused(
                HTTPStatus.BAD_REQUEST, "Disconnected", f"The sender of '{name}' went away.", "Send it again."
            ) from None
        finally:
            part.unlink(missing_ok=True)
            with self._guard:
                upload.arriving -= 1
                upload.arriving_bytes -= counted
                upload.touched = time.monotonic()
                left_behind = upload.given_up and not upload.arriving
            if left_behind:
                with CancelScope(shield=True):
                    await to_thread.run_sync(lambda: shutil.rmtree(upload.folder, ignore_errors=True))
        return counted

    def _find(self, id: str) -> Upload:
        try:
            return self._uploads[id]
        except KeyError:
            raise _unknown(id) from None

    def _take(self, id: str) -> Upload:
        """Remove an upload from the desk to use it, unless files are still arriving or there is none."""
        with self._guard:
            upload = self._find(id)
            if upload.arriving:
                raise InputError(f"Upload '{id}' is still arriving.", "Wait until every file was sent.")
            if not upload.sizes:
                raise InputError(f"Upload '{id}' is empty.", "PUT its files first.")
            return self._uploads.pop(id)

    def _begin(self, id: str, announced: int | None) -> Upload:
        """Reserve a place for one more file, refusing at once what cannot fit."""
        with self._guard:
            upload = self._find(id)
            if len(upload.sizes) + upload.arriving >= MAX_FILES:
                raise self._too_large(f"more than {MAX_FILES} files")
            if announced is not None and self._held(upload) + announced > self.limit_bytes:
                raise self._too_large(f"{announced:,} bytes more")
            free = shutil.disk_usage(upload.folder).free
            if announced is not None and announced > free:
                raise DiskFull(
                    f"The file has {announced:,} bytes and the workspace's disk has {free:,} left.",
                    "Free some space, or move the workspace (DLWB_WORKSPACE).",
                )
            upload.arriving += 1
            return upload

    def _count(self, id: str, upload: Upload, size: int) -> None:
        with self._guard:
            if upload.given_up:
                raise _unknown(id)
            if self._held(upload) + size > self.limit_bytes:
                raise self._too_large("more than that")
            upload.arriving_bytes += size

    def _held(self, upload: Upload) -> int:
        return sum(upload.sizes.values()) + upload.arriving_bytes

    def _too_large(self, what: str) -> Refused:
        return Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "TooLarge",
            f"An upload may hold {self.limit_bytes:,} bytes, and this one would hold {what}.",
            "Import by a path on the server, or raise DLWB_UPLOAD_LIMIT_GIB.",
        )


def _unknown(id: str) -> NotFound:
    return NotFound(f"There is no upload '{id}'.", "Begin one with POST /api/v1/uploads.")


def safe_name(name: str) -> PurePosixPath:
    """The name of an uploaded file as a path inside its upload. Spaces and Unicode are fine.

    Raises:
        InvalidOptions: the name would leave the upload, or no file can have it.
    """
    parts = name.split("/")
    encoded = [os.fsencode(part) for part in parts] if "\ud800" not in name else []
    problem = ""
    if _UNSAFE.search(name):
        problem = "holds a control character or a backslash"
    elif any(part in ("", ".", "..") for part in parts):
        problem = "leaves its folder or has an empty part"
    elif os.name == "nt" and ":" in name:
        problem = "holds a colon"
    elif any(len(part) > MAX_NAME_BYTES for part in encoded) or sum(map(len, encoded)) > MAX_PATH_BYTES:
        problem = "is too long"
    if problem:
        raise InvalidOptions((OptionProblem("filename", f"'{name}' {problem}."),), "Rename the file.")
    return PurePosixPath(*parts)


async def _batches(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Join network-sized chunks, so that a hop to the disk thread is worth it."""
    gathered: list[bytes] = []
    size = 0
    async for chunk in chunks:
        gathered.append(chunk)
        size += len(chunk)
        if size >= WRITE_BYTES:
            yield b"".join(gathered)
            gathered, size = [], 0
    if size:
        yield b"".join(gathered)


def _write(file: BinaryIO, batch: bytes) -> None:
    left = memoryview(batch)
    while left:
        left = left[file.write(left) :]


def _move_in(part: Path, folder: Path, inside: PurePosixPath) -> None:
    target = folder / inside
    target.parent.mkdir(parents=True, exist_ok=True)
    part.replace(target)


def _as_ours(error: OSError, name: str) -> Exception:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            f"The workspace's disk is full; '{name}' was not stored.",
            "Free some space, or move the workspace (DLWB_WORKSPACE).",
        )
    if isinstance(error, NotADirectoryError | FileExistsError | IsADirectoryError):
        problem = OptionProblem("filename", f"'{name}' is a file and a folder at once.")
        return InvalidOptions((problem,), "Begin a new upload.")
    return error


def _throw_away_abandoned(folder: Path) -> None:
    """Delete the folders of servers that are gone: whoever lives holds the lock beside his folder."""
    for path in folder.glob("*.lock"):
        with suppress(Timeout), FileLock(path, timeout=0):
            shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            path.unlink(missing_ok=True)
