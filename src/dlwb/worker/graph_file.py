"""The file with the graph of a network, which a model or a version is stored with."""

from collections.abc import Mapping
from pathlib import Path

from dlwb.domain.model import GRAPH_JSON
from dlwb.ports import Engine
from dlwb.protocol import ModelFiles, to_json


def write_graph(engine: Engine, files: ModelFiles, shapes: Mapping[str, tuple[int, ...]], folder: Path) -> None:
    """Write the graph of a network at such input shapes to `folder`."""
    (folder / GRAPH_JSON).write_text(to_json(engine.read_graph(files, dict(shapes))), encoding="utf-8")
