"""Keras models: loaded with Keras, exported as a SavedModel, which the engine reads by itself.

A Keras file may hold Python code (Lambda layers) and, in some versions, name any function to call. Both are looked
for before Keras is asked to load the file, and refused.
"""

import importlib
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dlwb.adapters.archives import open_zip
from dlwb.domain.errors import UnreadableModel

_MOST_CONFIG_BYTES = 256 << 20
_CODE = ("Lambda", "__lambda__", "function")
_MODULES = ("keras", "builtins", "tensorflow", "tf_keras")


def export_keras(entry: Path, folder: Path) -> Path:
    """Export the model as a SavedModel to `folder`.

    Raises:
        ModuleNotFoundError: tensorflow is not installed. UnreadableModel: it holds code.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    with entry.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    if is_zip:
        _check(entry, _zip_config(entry))
    importlib.import_module("tensorflow")
    keras = importlib.import_module("keras")
    if not is_zip:
        _check(entry, _hdf5_config(entry))
    keras.saving.load_model(entry, compile=False, safe_mode=True).export(folder, verbose=False)
    return folder


def _zip_config(entry: Path) -> Any:
    try:
        with open_zip(entry) as opened:
            info = opened.getinfo("config.json")
            if info.file_size > _MOST_CONFIG_BYTES:
                raise UnreadableModel(f"'{entry.name}' has a config.json too large to be checked.", "Save it again.")
            return json.loads(opened.read(info))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableModel(f"'{entry.name}' is a damaged Keras file: {error}.", "Save or copy it again.") from error


def _hdf5_config(entry: Path) -> Any:
    try:
        with importlib.import_module("h5py").File(entry, "r") as opened:
            return json.loads(opened.attrs["model_config"])
    except (OSError, KeyError, ValueError) as error:
        raise UnreadableModel(f"'{entry.name}' is a damaged Keras file: {error}.", "Save or copy it again.") from error


def _check(entry: Path, config: Any) -> None:
    for item in _objects(config):
        kind, module = item.get("class_name"), item.get("module")
        if kind in _CODE:
            raise _refused(entry, f"it has a {kind} layer or object, which is Python code inside the file")
        if isinstance(module, str) and module.split(".")[0] not in _MODULES:
            raise _refused(entry, f"it needs '{module}', which is not part of Keras")


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def _refused(entry: Path, why: str) -> UnreadableModel:
    return UnreadableModel(
        f"'{entry.name}' is refused: {why}.",
        "Export it as a SavedModel where it was made (model.export('folder')), and import that folder.",
    )
