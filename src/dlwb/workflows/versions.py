"""A version of a model: files that a worker made from it become a model of their own, with a recipe and a parent."""

import hashlib
from dataclasses import replace
from pathlib import Path

from dlwb.domain.model import GRAPH_JSON, IR_BIN, IR_XML, Model, ModelFormat, Recipe
from dlwb.ports import Artifacts, Store

_ID_LENGTH = 16
_FILES = (IR_XML, IR_BIN, GRAPH_JSON)


def store_version(
    parent: Model,
    folder: Path,
    recipe: Recipe,
    *,
    name: str,
    precision: str,
    created: str,
    store: Store,
    artifacts: Artifacts,
) -> tuple[Model, bool]:
    """Store the network in `folder` as a version of `parent`; the version, and whether it was there already.

    The same bytes made from the same parent are the same version. How pictures go in and what outputs mean is the parent's.

    Args:
        parent: what it was made from.
        folder: with `model.xml`, `model.bin` and `graph.json`, which go into the store: a full disk may have no room for two.
        recipe: how it was made.
        name: what to call it; a number is added when a model of that name is there.
        precision: the element type of most of its weights.
        created: UTC, ISO 8601.
        store: what is told.
        artifacts: where its files go.

    Raises:
        DiskFull: nothing stays behind.
    """
    with artifacts.changing():
        added = False
        try:
            files = tuple(artifacts.take(folder / file, file) for file in _FILES)
            digest = hashlib.sha256("\n".join((parent.id, *(ref.sha256 for ref in files[:2]))).encode()).hexdigest()
            version = replace(
                parent,
                id=digest[:_ID_LENGTH],
                name=_free_name(name, store),
                format=ModelFormat.OPENVINO,
                precision=precision,
                recipe=recipe,
                files=files,
                created=created,
                parent=parent.id,
            )
            added = store.add_model(version)
        finally:
            if not added:
                artifacts.keep_only(store.file_hashes())
    return store.find_model(version.id), not added


def _free_name(name: str, store: Store) -> str:
    """The name, with the first number behind it that makes it a name of its own."""
    taken = {model.name for model in store.models()}
    number, free = 2, name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free
