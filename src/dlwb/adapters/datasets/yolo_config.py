"""The configuration of a YOLO dataset (`data.yaml`): names of the classes, and where the pictures of each split lie.

Read with PyYAML's base loader: it makes lists, mappings and texts, and nothing else, so that a class called `no` stays one.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dlwb.adapters.datasets import files
from dlwb.calc.figure_words import counted
from dlwb.domain.errors import UnreadableDataset

_SPLITS = ("val", "valid", "test", "train")
_MOST_CLASSES = 100_000
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class YoloConfig:
    """What a configuration says. `file` is empty when there is none; `splits` are folders or lists of pictures."""

    file: str = ""
    path: str = ""
    names: tuple[str, ...] = ()
    splits: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_config(folder: Path) -> YoloConfig:
    """The configuration that lies directly in a folder, an empty one where there is none.

    Raises:
        UnreadableDataset: it is damaged, or its number of classes is not that of its names.
    """
    for name in files.files(folder, ".yaml", ".yml"):
        document = _document(folder / name)
        if isinstance(document, dict) and "names" in document:
            return _config(name, document)
    return YoloConfig()


def _document(path: Path) -> Any:
    try:
        return yaml.load(files.read_text(path, files.MIB), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        words = " ".join(str(error).split())[:200]
        raise UnreadableDataset(f"'{path.name}' is no YAML: {words}.", "Correct the file.") from error


def _config(file: str, document: dict[str, Any]) -> YoloConfig:
    names = _names(file, document["names"])
    count = document.get("nc")
    if isinstance(count, str) and count.isdecimal() and int(count[:9]) != len(names):
        raise UnreadableDataset(
            f"'{file}' says nc: {count[:9]}, but names {counted(len(names), 'class', 'classes')}.",
            "Correct one of the two.",
        )
    path = document.get("path")
    splits = {split: texts for split in _SPLITS if (texts := _texts(document.get(split)))}
    return YoloConfig(file, path if isinstance(path, str) else "", names, splits)


def _names(file: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, dict):
        numbers = sorted((int(key), name) for key, name in value.items() if str(key).isdecimal() and len(key) < 7)
        if [number for number, _ in numbers] != list(range(len(value))):
            raise UnreadableDataset(f"'{file}' does not number its classes 0, 1, 2, ….", "Correct the names.")
        value = [name for _, name in numbers]
    fits = isinstance(value, list) and 0 < len(value) <= _MOST_CLASSES
    if not fits or not all(isinstance(one, str) and one.isprintable() and len(one) <= _LONGEST_NAME for one in value):
        raise UnreadableDataset(f"'{file}' has no list of names that can be shown.", "Write names: [cat, dog].")
    return tuple(value)


def _texts(value: Any) -> tuple[str, ...]:
    texts = value if isinstance(value, list) else [value]
    return tuple(text for text in texts if isinstance(text, str) and text)
