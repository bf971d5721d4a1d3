"""XML of strangers: no document types, so no entities that grow to gigabytes or read other files."""

from pathlib import Path
from xml.etree import ElementTree

from dlwb.adapters.datasets.files import MIB
from dlwb.domain.errors import UnreadableDataset

_MOST_BYTES = 8 * MIB
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")


def read_xml(path: Path) -> ElementTree.Element:
    """The root element of a small XML file.

    Annotations need no document type, and without one there is nothing that a parser would expand or fetch. Text in
    encodings that hide the words from this look (UTF-16) is refused; what else could get by meets expat's own limit.

    Raises:
        UnreadableDataset: missing, too large, damaged, or with a document type.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _refused(path, f"it is larger than {_MOST_BYTES // MIB} MiB")
        content = path.read_bytes()
    except OSError as error:
        raise _refused(path, error.strerror or "it cannot be read") from error
    if b"\0" in content:
        raise _refused(path, "it is no UTF-8 text")
    upper = content.upper()
    if any(word in upper for word in _FORBIDDEN):
        raise _refused(path, "it declares a document type, which can hide a bomb")
    try:
        return ElementTree.fromstring(content)  # noqa: S314 - checked above
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise _refused(path, f"it is damaged: {error}") from error


def _refused(path: Path, why: str) -> UnreadableDataset:
    return UnreadableDataset(f"'{path.name}' cannot be used: {why}.", "Write the annotation again.")
