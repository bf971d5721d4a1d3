"""Files that carry runs between workspaces: one JSON document, compressed with gzip.

What is read comes from anybody. So its size is bounded while it is unpacked, and nothing of it is used before all of it
has the right shape; whether the runs make sense is asked by `workflows.exchange`.
"""

import gzip
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from dlwb.domain.bundle import BUNDLE_FORMAT, BUNDLE_VERSION, RunBundle
from dlwb.domain.errors import InputError, UnknownFormat, WorkerProtocolError
from dlwb.protocol import from_json, to_json

SUFFIX = ".dlwb-runs.gz"
LARGEST_BYTES = 256 * 1024 * 1024
_READ_BYTES = 1024 * 1024
_GZIP = 16 + zlib.MAX_WBITS
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class _Header:
    format: str
    version: int


def pack(bundle: RunBundle) -> bytes:
    """The content of a file with these runs.

    Raises:
        InputError: it would be larger than what can be read again.
    """
    document = to_json(bundle).encode()
    if len(document) > LARGEST_BYTES:
        raise InputError(
            f"{len(bundle.runs)} runs take {len(document):,} bytes, and a file of runs may hold {LARGEST_BYTES:,}.",
            "Export them in several files.",
        )
    return gzip.compress(document, mtime=0)


def unpack(file: BinaryIO) -> RunBundle:
    """Read a file of runs.

    Raises:
        UnknownFormat: it is not one. InputError: it is damaged, too large, or of a newer dlwb.
    """
    document = _decompressed(file)
    try:
        header = from_json(_Header, document)
    except WorkerProtocolError:
        header = _Header("", 0)
    if header.format != BUNDLE_FORMAT:
        raise _no_runs()
    if header.version != BUNDLE_VERSION:
        raise InputError(
            f"The file of runs is of version {header.version}, and this dlwb reads version {BUNDLE_VERSION}.",
            "Install a newer dlwb.",
        )
    try:
        return from_json(RunBundle, document)
    except WorkerProtocolError as error:
        reason = error.message if len(error.message) <= _LONGEST_REASON else error.message[:_LONGEST_REASON] + "…"
        raise InputError(
            f"The file of runs is damaged, or from a dlwb that knows more than this one. {reason}",
            "Nothing was imported. Export again, or install a newer dlwb.",
        ) from error


def _decompressed(file: BinaryIO) -> bytes:
    """The document in a gzip file, never more of it than may be."""
    unpacker = zlib.decompressobj(_GZIP)
    found = bytearray()
    try:
        while chunk := file.read(_READ_BYTES):
            found += unpacker.decompress(chunk, LARGEST_BYTES + 1 - len(found))
            if len(found) > LARGEST_BYTES:
                raise InputError(
                    f"The file unpacks to more than {LARGEST_BYTES:,} bytes, the most a file of runs may hold.",
                    "Nothing was imported. Export fewer runs at a time.",
                )
            if unpacker.eof:
                break
    except zlib.error:
        raise _no_runs() from None
    if not unpacker.eof:
        if not found:
            raise _no_runs()
        raise InputError("The file of runs ends too early.", "Nothing was imported. Copy it again.")
    if unpacker.unused_data or file.read(1):
        raise InputError("There is something behind the runs in the file.", "Nothing was imported. Export again.")
    return bytes(found)


def _no_runs() -> UnknownFormat:
    return UnknownFormat(
        "The file does not hold runs of dlwb.", "Exporting runs makes one.", terminal="dlwb run export RUN -o FILE"
    )
