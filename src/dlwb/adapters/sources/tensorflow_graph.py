"""TensorFlow frozen graph: a protobuf `GraphDef`, binary (.pb) or as text (.pbtxt).

Field numbers: tensorflow/core/framework/graph.proto and node_def.proto.
"""

import re
from pathlib import Path

from dlwb.adapters.sources.wire import BYTES, VARINT, CutShort, Field, NotProtobuf, WireFile
from dlwb.domain.errors import UnreadableModel
from dlwb.domain.model import ModelFormat
from dlwb.ports import Recognised

_GRAPH_FIELDS = {1: BYTES, 2: BYTES, 3: VARINT, 4: BYTES, 5: BYTES}
_NODE, _NODE_NAME, _NODE_OP = 1, 1, 2
_NODE_FIELDS = {1: BYTES, 2: BYTES, 3: BYTES, 4: BYTES, 5: BYTES, 6: BYTES, 7: BYTES}
_OPERATION = re.compile(r"^[A-Za-z_][A-Za-z0-9_>./-]*$")
_TEXT_GRAPH = re.compile(r"\A(?:\s|#[^\n]*\n)*node\s*:?\s*\{[^{}]*\bop\s*:\s*[\"']")
_HEAD = 64 * 1024


class TensorFlowGraph:
    """Recognises TensorFlow frozen graphs."""

    format = ModelFormat.TENSORFLOW

    def match(self, folder: Path, entry: str) -> Recognised | None:
        """See `ModelSource.match`."""
        path = folder / entry
        if is_text_graph(path):
            return Recognised(self.format, entry, (entry,), "text that begins with a TensorFlow node")
        with WireFile(path) as file:
            first = _first_operation(file)
            if first is None:
                return None
            _check_complete(file, entry)
        return Recognised(self.format, entry, (entry,), f"protobuf with TensorFlow nodes, the first is a {first}")


def is_text_graph(path: Path) -> bool:
    """Whether the file is a `GraphDef` in protobuf's text form."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return b"\0" not in head and _TEXT_GRAPH.match(head.decode("utf-8", "replace")) is not None


def _first_operation(file: WireFile) -> str | None:
    """The operation type of the first node, or None when this is no `GraphDef`."""
    try:
        first = next(file.fields(), None)
        if first is None or (first.number, first.wire) != (_NODE, BYTES):
            return None
        parts: dict[int, Field] = {}
        for part in file.fields(first):
            if _NODE_FIELDS.get(part.number) != part.wire:
                return None
            parts.setdefault(part.number, part)
        if _NODE_NAME not in parts or _NODE_OP not in parts:
            return None
        operation = file.text(parts[_NODE_OP])
        return operation if file.text(parts[_NODE_NAME]) and _OPERATION.match(operation) else None
    except NotProtobuf:
        return None


def _check_complete(file: WireFile, entry: str) -> None:
    problem = ""
    try:
        for field in file.fields():
            if _GRAPH_FIELDS.get(field.number) != field.wire:
                problem = f"it has an unknown field {field.number}"
                break
    except CutShort as error:
        problem = f"{error.missing} bytes are missing at the end"
    except NotProtobuf as error:
        problem = str(error)
    if problem:
        raise UnreadableModel(
            f"'{entry}' begins like a TensorFlow graph, but is damaged: {problem}.", "Copy or download the file again."
        )
