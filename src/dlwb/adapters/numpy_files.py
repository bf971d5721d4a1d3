"""Arrays in `.npy` and `.npz` files of strangers: nothing is unpickled, and no header makes anybody reserve what is not there.

What an array claims to hold is compared with what its file can hold before any memory is taken for it; numpy's own reader
believes the claim.
"""

import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import IO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from dlwb.adapters.archives import open_zip
from dlwb.domain.errors import InputError, UnsafeArchive

Array = NDArray[np.generic]

ENDINGS = (".npy", ".npz")
MOST_BYTES = 1 << 30
"""Of one recorded sample, unpacked; more is a bomb, or the inputs of many samples in one file."""
_ZIP = b"PK"
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_NUMBERS = "fiub"
_CHUNK = 1 << 20
# The last one is an archive that is encrypted, or packed in a way that Python does not know.
_UNREADABLE = (
    OSError, ValueError, EOFError, MemoryError, SyntaxError, tokenize.TokenError, zipfile.BadZipFile, zlib.error,
    UnsafeArchive, RuntimeError,
)  # fmt: skip


class NumpyInputs:
    """`ports.RecordedInputs` in the files that numpy writes."""

    def open(self, path: Path) -> Mapping[str, Array]:
        """See `ports.RecordedInputs`."""
        found = load(path, path.name, MOST_BYTES)
        arrays = found if isinstance(found, Mapping) else {"": found}
        if not arrays:
            raise InputError(f"'{path.name}' holds no array.", "Save the inputs with numpy.savez.")
        for name, array in arrays.items():
            which = f"the array '{name}' of '{path.name}'" if name else f"'{path.name}'"
            if array.dtype.kind not in _NUMBERS:
                raise InputError(
                    f"{which[0].upper()}{which[1:]} holds {array.dtype}, which no network takes.", "Save numbers."
                )
            if array.size == 0:
                raise InputError(f"{which[0].upper()}{which[1:]} is empty.", "Leave the file out, or record it again.")
        return arrays


def load(path: Path, called: str, most_bytes: int | None = None) -> Array | dict[str, Array]:
    """The array of a file, or all of its arrays by name; which of both is told by content.

    Args:
        path: of the file.
        called: what messages call it.
        most_bytes: that the arrays may have together, unpacked; None: any number.

    Raises:
        InputError: damaged, cut short, too large, or it holds objects or something that is no array.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                size = file.seek(0, 2)
                file.seek(0)
                return _array(file, size, _Room(called, most_bytes))
        return _members(path, called, _Room(called, most_bytes))
    except _UNREADABLE as error:
        reason = (getattr(error, "message", "") or str(error) or type(error).__name__).rstrip(".")
        raise InputError(f"'{called}' is not a readable numpy file: {reason}.", "Save it with numpy.save.") from error


class _Room:
    """Counts the bytes of arrays before they are read."""

    def __init__(self, called: str, most_bytes: int | None) -> None:
        self._called = called
        self._most = most_bytes
        self._left = most_bytes

    def take(self, count: int) -> None:
        """Take room. Raises InputError where there is none."""
        if self._left is None or self._most is None:
            return
        self._left -= count
        if self._left < 0:
            raise InputError(
                f"'{self._called}' holds more than {self._most / 2**30:g} GiB of numbers, which is too much for one sample.",
                "Save every sample in a file of its own.",
            )


def _members(path: Path, called: str, room: _Room) -> dict[str, Array]:
    """The arrays of a zip file by name."""
    arrays: dict[str, Array] = {}
    with open_zip(path) as archive:
        for info in archive.infolist():
            name = info.filename.removesuffix(".npy")
            with archive.open(info) as member:
                is_array = member.read(len(npy.MAGIC_PREFIX)) == npy.MAGIC_PREFIX
                member.seek(0)
                if not is_array:
                    raise InputError(f"'{called}' holds '{name}', which is no array.", "Save it with numpy.savez.")
                arrays[name] = _array(member, info.file_size, room)
    return arrays


def _array(file: IO[bytes], size: int, room: _Room) -> Array:
    """The array in a file of `size` bytes. Raises ValueError, EOFError, InputError."""
    if size == 0:
        raise ValueError("it is empty")
    version = npy.read_magic(file)
    if version not in _HEADERS:
        raise ValueError(f"it is of version {version[0]}.{version[1]}, which is for fields with names")
    shape, by_column, dtype = _HEADERS[version](file)
    if dtype.hasobject:
        raise ValueError("it holds Python objects, which are never loaded")
    count = prod(shape) * dtype.itemsize
    if count < 0 or count > size - file.tell():
        raise ValueError(f"it is cut short: {size - file.tell():,} bytes are there of {count:,}")
    room.take(count)
    content = bytearray()
    while len(content) < count:
        chunk = file.read(min(_CHUNK, count - len(content)))
        if not chunk:
            raise EOFError(f"it is cut short: {len(content):,} bytes are there of {count:,}")
        content += chunk
    return np.ndarray(shape, dtype, content, order="F" if by_column else "C")
