"""Keras: a zip with `config.json` (.keras), or an HDF5 file that holds a whole model (.h5)."""

import zipfile
from pathlib import Path

from dlwb.adapters.archives import open_zip
from dlwb.domain.errors import UnreadableModel
from dlwb.domain.model import ModelFormat
from dlwb.ports import Recognised

_HDF5 = b"\x89HDF\r\n\x1a\n"
_KERAS_ZIP = {"config.json", "metadata.json"}
_CHUNK = 1 << 20


class Keras:
    """Recognises Keras models."""

    format = ModelFormat.KERAS

    def match(self, folder: Path, entry: str) -> Recognised | None:
        """See `ModelSource.match`."""
        path = folder / entry
        with path.open("rb") as file:
            head = file.read(8)
        if head == _HDF5:
            if not _holds(path, b"model_config"):
                raise UnreadableModel(
                    f"'{entry}' is HDF5, but holds no Keras model, at most its weights.",
                    "Save the whole model: model.save('model.keras').",
                )
            return Recognised(self.format, entry, (entry,), "HDF5 with a Keras model_config")
        if head[:2] == b"PK" and is_keras_zip(path):
            return Recognised(self.format, entry, (entry,), "zip with a Keras config.json")
        return None


def is_keras_zip(path: Path) -> bool:
    """Whether a zip is a Keras model."""
    try:
        with open_zip(path) as opened:
            return set(opened.namelist()) >= _KERAS_ZIP
    except zipfile.BadZipFile:
        return False


def _holds(path: Path, needle: bytes) -> bool:
    """Whether the file contains `needle` (the attribute's name is stored as it is)."""
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if needle in tail + chunk:
                return True
            tail = chunk[-len(needle) :]
    return False
