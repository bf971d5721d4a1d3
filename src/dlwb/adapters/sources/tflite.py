"""TensorFlow Lite: a flatbuffer with the file identifier `TFL3`."""

import struct
from pathlib import Path

from dlwb.domain.errors import UnreadableModel
from dlwb.domain.model import ModelFormat
from dlwb.ports import Recognised


class TensorFlowLite:
    """Recognises TensorFlow Lite files."""

    format = ModelFormat.TFLITE

    def match(self, folder: Path, entry: str) -> Recognised | None:
        """See `ModelSource.match`."""
        path = folder / entry
        with path.open("rb") as file:
            head = file.read(8)
        if head[4:8] != b"TFL3":
            return None
        (root,) = struct.unpack("<I", head[:4])
        if root >= path.stat().st_size:
            raise UnreadableModel(f"'{entry}' is TensorFlow Lite, but cut short.", "Copy or download the file again.")
        return Recognised(self.format, entry, (entry,), "flatbuffer with the identifier TFL3")
