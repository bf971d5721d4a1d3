"""Unpacking zip and tar files of strangers: nothing leaves the folder, fills the disk or stays behind on refusal.

Archives are recognised by content. Memory stays flat whatever the archive claims, because every read goes
through `_GuardedFile`: headers that ask for one huge read are refused, and so is a stream that unpacks to more
than the limit.
"""

import bz2
import gzip
import lzma
import os
import re
import shutil
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from dlwb.adapters.diskspace import disk_full_is_named
from dlwb.domain.errors import UnreadableModel, UnsafeArchive

_CHUNK = 1 << 20
_LARGEST_READ = 64 << 20
"""No honest header or directory of an archive within `Limits.entries` is larger."""
_MAX_DEPTH = 32
_MAX_NAME_BYTES = 255
_MAX_PATH_BYTES = 1024
_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold: bytes after unpacking, number of entries, and bytes out per byte in.

    The ratio counts from `ratio_from_bytes` on, so that a small model of zeros is no bomb.
    """

    bytes: int
    entries: int = 10_000
    ratio: float = 200.0
    ratio_from_bytes: int = 256 << 20


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    is_folder: bool
    open: Callable[[], IO[bytes]]


def is_archive(path: Path) -> bool:
    """Whether the content is a zip or a (compressed) tar."""
    return _is_zip(path) or _tar_compression(path) is not None


def unpack(archive: Path, into: Path, limits: Limits) -> None:
    """Unpack `archive` into the new folder `into`; on any error the folder is gone again.

    Only regular files and folders are accepted; their dates, owners and permissions are not taken over.

    Raises:
        UnsafeArchive: paths that leave the folder, links, devices, duplicates, encryption, a bomb.
        UnreadableModel: damaged, cut short, or not an archive. DiskFull.
    """
    into.mkdir(parents=True)
    try:
        with disk_full_is_named(into), _damage_is_named(archive):
            if _is_zip(archive):
                with open_zip(archive) as opened:
                    _write_all(_zip_entries(opened), archive, into, limits)
            else:
                with _open_tar(archive, limits) as tar:
                    _write_all(_tar_entries(tar), archive, into, limits)
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        raise


def safe_relative(name: str) -> PurePosixPath:
    """`name` as a path that stays inside its folder, separators normalised.

    Raises:
        UnsafeArchive: absolute, with a drive letter, with `..`, too long, or with control characters.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    problem = ""
    if path.is_absolute() or _DRIVE.match(str(path)):
        problem = "an absolute path"
    elif ".." in path.parts:
        problem = "a path that leaves its folder ('..')"
    elif not path.parts:
        problem = "an empty name"
    elif any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
        problem = "a name with control characters"
    elif len(path.parts) > _MAX_DEPTH:
        problem = f"more than {_MAX_DEPTH} folders in each other"
    elif len(os.fsencode(str(path))) > _MAX_PATH_BYTES or max(map(len, map(os.fsencode, path.parts))) > _MAX_NAME_BYTES:
        problem = "a name that is too long"
    if problem:
        raise UnsafeArchive(f"Refused: the archive holds {problem}: {name[:80]!r}.", _ONLY_PLAIN)
    return path


_ONLY_PLAIN = "Pack only the model's own files, with relative names."


# What zipfile raises besides BadZipFile: it trusts numbers and names in a file more than is good.
_DAMAGE = (ValueError, OverflowError, NotImplementedError, struct.error)


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip file for reading whose directory cannot eat the memory.

    Raises:
        zipfile.BadZipFile, UnsafeArchive.
    """
    with path.open("rb") as file:
        try:
            opened = zipfile.ZipFile(cast(IO[bytes], _GuardedFile(file, None)))
        except _DAMAGE as error:
            raise zipfile.BadZipFile(str(error)) from error
        with opened:
            yield opened


# --- zip ------------------------------------------------------------------------------------------


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _zip_entries(opened: zipfile.ZipFile) -> Iterator[_Entry]:
    for info in opened.infolist():
        kind = stat.S_IFMT(info.external_attr >> 16)
        if info.flag_bits & 1:
            raise UnsafeArchive(
                f"Refused: '{info.filename}' in the archive is encrypted.", "Pack it without a password."
            )
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise UnsafeArchive(f"Refused: '{info.filename}' in the archive is a {_kind(kind)}.", _ONLY_PLAIN)
        yield _Entry(info.filename, info.is_dir(), lambda info=info: opened.open(info))  # type: ignore[misc]


def _kind(mode: int) -> str:
    return "link" if mode == stat.S_IFLNK else "special file"


# --- tar ------------------------------------------------------------------------------------------

_DECOMPRESSORS: dict[bytes, Callable[[Path], IO[bytes]]] = {
    b"\x1f\x8b": cast(Callable[[Path], IO[bytes]], gzip.open),
    b"BZh": cast(Callable[[Path], IO[bytes]], bz2.open),
    b"\xfd7zXZ\x00": cast(Callable[[Path], IO[bytes]], lzma.open),
}


def _tar_compression(path: Path) -> Callable[[Path], IO[bytes]] | None:
    """How to open the tar inside `path`, or None when the content is no tar."""
    with path.open("rb") as file:
        head = file.read(512)
    opener = next((o for magic, o in _DECOMPRESSORS.items() if head.startswith(magic)), None)
    if opener is None:
        return (lambda p: p.open("rb")) if _is_tar_head(head) else None
    try:
        with opener(path) as unpacked:
            return opener if _is_tar_head(unpacked.read(512)) else None
    except EOFError:
        return opener  # cut short, and so early that nothing can be seen; unpacking says so
    except (OSError, lzma.LZMAError, zlib.error):
        return None


def _is_tar_head(head: bytes) -> bool:
    """Whether a block is a tar header: its checksum fits (POSIX.1-2017, pax, "ustar Interchange Format")."""
    if len(head) < 512 or not head.strip(b"\0"):
        return False
    stored = head[148:156].strip(b" \0")
    return bool(re.fullmatch(rb"[0-7]+", stored)) and int(stored, 8) == sum(head) - sum(head[148:156]) + 8 * 0x20


@contextmanager
def _open_tar(path: Path, limits: Limits) -> Iterator[tarfile.TarFile]:
    opener = _tar_compression(path)
    if opener is None:
        raise UnreadableModel(
            f"'{path.name}' is neither a zip nor a tar.", "Give a .zip, .tar, .tar.gz, .tar.bz2 or .tar.xz."
        )
    # Headers and padding come on top of the content: at most 4 blocks for each entry.
    most = limits.bytes + limits.entries * 4 * tarfile.BLOCKSIZE + tarfile.RECORDSIZE
    with opener(path) as unpacked:
        guarded = cast(IO[bytes], _GuardedFile(cast(BinaryIO, unpacked), most))
        with tarfile.open(fileobj=guarded, mode="r:") as tar:
            yield tar


def _tar_entries(tar: tarfile.TarFile) -> Iterator[_Entry]:
    while (info := tar.next()) is not None:
        if info.issym() or info.islnk():
            raise UnsafeArchive(f"Refused: '{info.name}' in the archive is a link.", _ONLY_PLAIN)
        if not info.isfile() and not info.isdir():
            raise UnsafeArchive(f"Refused: '{info.name}' in the archive is a special file.", _ONLY_PLAIN)
        yield _Entry(info.name, info.isdir(), lambda info=info: cast(IO[bytes], tar.extractfile(info)))  # type: ignore[misc]


# --- both -----------------------------------------------------------------------------------------


def _write_all(entries: Iterator[_Entry], archive: Path, into: Path, limits: Limits) -> None:
    budget = _Budget(archive, limits)
    seen: set[str] = set()
    for entry in entries:
        budget.count_entry()
        if entry.is_folder and PurePosixPath(entry.name) == PurePosixPath():
            continue  # "./", which `tar c .` writes first
        path = safe_relative(entry.name)
        target = into / path
        _make_folder(target if entry.is_folder else target.parent, entry)
        if entry.is_folder:
            continue
        # File systems differ in case and Unicode form; names that only differ so would overwrite each other.
        key = unicodedata.normalize("NFC", str(path)).casefold()
        if key in seen or target.exists():
            raise UnsafeArchive(f"Refused: '{entry.name}' is in the archive twice.", _ONLY_PLAIN)
        seen.add(key)
        with entry.open() as source, target.open("xb") as out:
            while chunk := source.read(_CHUNK):
                budget.count_bytes(len(chunk))
                out.write(chunk)


def _make_folder(folder: Path, entry: _Entry) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UnsafeArchive(
            f"Refused: '{entry.name}' lies in something that is a file in the same archive.", _ONLY_PLAIN
        ) from error


class _Budget:
    """Counts what comes out of an archive, and refuses what is too much."""

    def __init__(self, archive: Path, limits: Limits) -> None:
        self._limits = limits
        self._packed = max(archive.stat().st_size, 1)
        self._entries = 0
        self._bytes = 0

    def count_entry(self) -> None:
        self._entries += 1
        if self._entries > self._limits.entries:
            raise UnsafeArchive(f"Refused: the archive holds more than {self._limits.entries} files.", _ONLY_PLAIN)

    def count_bytes(self, count: int) -> None:
        self._bytes += count
        if self._bytes > self._limits.bytes:
            raise _too_large(self._limits.bytes)
        if self._bytes > self._limits.ratio_from_bytes and self._bytes / self._packed > self._limits.ratio:
            raise UnsafeArchive(
                f"Refused: the archive unpacks to more than {self._limits.ratio:g} times its size, like a zip bomb.",
                "Import the unpacked file itself.",
            )


def _too_large(limit: int) -> UnsafeArchive:
    return UnsafeArchive(
        f"Refused: the archive unpacks to more than {limit / 1024**3:.3g} GiB.",
        "Raise upload_limit_gib in the settings (DLWB_UPLOAD_LIMIT_GIB) if that is right.",
    )


class _GuardedFile:
    """A file that refuses single reads of more than 64 MiB, and to be read further than `most` bytes."""

    def __init__(self, file: BinaryIO, most: int | None) -> None:
        self._file = file
        self._most = most

    def read(self, size: int = -1) -> bytes:
        if size > _LARGEST_READ:
            raise UnsafeArchive("Refused: the archive's directory is too large to be honest.", _ONLY_PLAIN)
        data = self._file.read(_LARGEST_READ if size < 0 else size)
        self._check()
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 0 and offset < 0:
            raise ValueError("it points to a place before its beginning")
        if self._most is not None and whence == 0 and offset > self._most:
            raise _too_large(self._most)
        position = self._file.seek(offset, whence)
        self._check()
        return position

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()

    def _check(self) -> None:
        if self._most is not None and self._file.tell() > self._most:
            raise _too_large(self._most)


_BROKEN = (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)


@contextmanager
def _damage_is_named(archive: Path) -> Iterator[None]:
    try:
        yield
    except (*_BROKEN, *_DAMAGE, RuntimeError) as error:
        raise _damaged(archive, error) from error
    except OSError as error:
        if error.errno is not None:
            raise  # of the operating system; bz2 and gzip raise theirs without a number
        raise _damaged(archive, error) from error


def _damaged(archive: Path, error: Exception) -> UnreadableModel:
    reason = str(error) or type(error).__name__
    return UnreadableModel(f"The archive '{archive.name}' is damaged: {reason}.", "Pack or download it again.")
