"""OpenVINO IR: an XML file whose root is <net>, and its weights in a .bin file."""

import io
import re
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from dlwb.adapters.sources.companions import beside
from dlwb.domain.errors import UnreadableModel
from dlwb.domain.model import ModelFormat
from dlwb.ports import Recognised

READABLE_VERSIONS = (10, 11)
"""IR versions that OpenVINO 2026.4 reads; measured by rewriting the version of one file from 1 to 13."""
_HEAD = 64 * 1024
_XML_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<[?!A-Za-z]")


class OpenVinoIr:
    """Recognises OpenVINO IR."""

    format = ModelFormat.OPENVINO

    def match(self, folder: Path, entry: str) -> Recognised | None:
        """See `ModelSource.match`; XML of another kind is refused here, because no other format is XML."""
        root = _root(folder / entry)
        if root is None:
            return None
        if root.tag != "net":
            raise UnreadableModel(
                f"'{entry}' is XML, but not OpenVINO IR: its root is <{root.tag}>, not <net>.",
                "Give the .xml that OpenVINO wrote (ov.save_model, ovc), with its .bin.",
            )
        version = root.get("version", "")
        if not version.isdecimal() or int(version) not in READABLE_VERSIONS:
            raise UnreadableModel(
                f"'{entry}' is OpenVINO IR version {version or 'unknown'}; this OpenVINO reads versions 10 and 11.",
                "Convert the original model again, or import the original model itself.",
            )
        weights = beside(folder, entry, ".bin")
        if weights is None:
            expected = PurePosixPath(entry).with_suffix(".bin").name
            raise UnreadableModel(
                f"'{entry}' is OpenVINO IR, but its weights '{expected}' are missing.",
                f"Put '{expected}' next to it, or put both files in one zip, and import again.",
            )
        return Recognised(self.format, entry, (entry, weights), f"XML with root <net>, IR version {version}")


def _root(path: Path) -> ElementTree.Element | None:
    """The root element with its attributes; None when the file is not XML.

    Only the head is parsed, and none that defines entities, so that no trick can cost time or memory.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not _XML_START.match(head) or b"<!ENTITY" in head:
        return None
    try:
        events = ElementTree.iterparse(io.BytesIO(head), events=("start",))  # noqa: S314 (no entities, 64 KiB)
        return next((element for _, element in events), None)
    except ElementTree.ParseError:
        return None
