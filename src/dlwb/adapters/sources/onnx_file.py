"""ONNX: a protobuf `ModelProto`, possibly with weights in files beside it ("external data").

Field numbers: onnx/onnx.proto3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dlwb.adapters.sources.companions import named
from dlwb.adapters.sources.wire import BYTES, VARINT, CutShort, Field, NotProtobuf, WireFile
from dlwb.domain.errors import UnreadableModel
from dlwb.domain.model import ModelFormat
from dlwb.ports import Recognised

# ModelProto: number -> wire type of every field it may have.
_MODEL_FIELDS = {1: VARINT, 2: BYTES, 3: BYTES, 4: BYTES, 5: VARINT, 6: BYTES, 7: BYTES, 8: BYTES}
_MODEL_FIELDS |= {14: BYTES, 20: BYTES, 25: BYTES, 26: BYTES}
_NEWEST_FIELD = 26  # later versions of ONNX may add more
_IR_VERSION, _PRODUCER, _GRAPH = 1, 2, 7
_NEWEST_PLAUSIBLE_IR = 100

# Which fields lead from a message to tensors: message -> {field number: message}.
_WAY_TO_TENSORS = {
    "model": {7: "graph", 25: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
}
_EXTERNAL_DATA = 13
# ValueInfoProto: its name, and type / tensor type / shape / dimensions with their symbol.
_GRAPH_INPUT, _VALUE_NAME, _WAY_TO_DIMS, _DIM_PARAM = 11, 1, (2, 1, 2, 1), 2
_MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class ExternalData:
    """Where a tensor keeps its bytes outside the model file."""

    location: str
    offset: int
    length: int


class OnnxFile:
    """Recognises ONNX."""

    format = ModelFormat.ONNX

    def match(self, folder: Path, entry: str) -> Recognised | None:
        """See `ModelSource.match`."""
        with WireFile(folder / entry) as file:
            top = _top(file, entry)
            if top is None:
                return None
            try:
                external = tuple(_external(file, top, "model", 0))
            except NotProtobuf as error:
                raise UnreadableModel(
                    f"'{entry}' begins like ONNX, but is damaged: {error}.", "Export or copy the model again."
                ) from error
            producer = next((file.text(f) for f in top if f.number == _PRODUCER), "")
            version = next(f.value for f in top if f.number == _IR_VERSION)
        files = _checked_companions(folder, entry, external)
        by = f", made by {producer}" if producer else ""
        return Recognised(self.format, entry, (entry, *files), f"protobuf with an ONNX graph, IR version {version}{by}")


def dimension_names(path: Path) -> dict[str, tuple[str | None, ...]]:
    """By input, what an ONNX file calls each dimension (`dim_param`); None for one without a name.

    The engine forgets these names, and equal ones mean equal sizes. Nothing of a file that is damaged here.
    """
    try:
        with WireFile(path) as file:
            inputs = _inside(file, None, _GRAPH, _GRAPH_INPUT)
            return {
                file.text(name): tuple(
                    next((file.text(text) for text in _inside(file, dim, _DIM_PARAM)), None)
                    for dim in _inside(file, entry, *_WAY_TO_DIMS)
                )
                for entry in inputs
                for name in _inside(file, entry, _VALUE_NAME)
            }
    except NotProtobuf:
        return {}


def _inside(file: WireFile, message: Field | None, *way: int) -> list[Field]:
    """The fields at the end of a way of field numbers into a message; None: the whole file."""
    found = [field for field in file.fields(message) if field.number == way[0] and field.wire == BYTES]
    return found if len(way) == 1 else [last for field in found for last in _inside(file, field, *way[1:])]


def _top(file: WireFile, entry: str) -> list[Field] | None:
    """The fields of the model if it is one."""
    fields: list[Field] = []
    try:
        for field in file.fields():
            if _MODEL_FIELDS.get(field.number, field.wire if field.number > _NEWEST_FIELD else None) != field.wire:
                return None
            fields.append(field)
    except CutShort as error:
        if error.field.number == _GRAPH and _plausible([*fields, error.field]):
            raise UnreadableModel(
                f"'{entry}' is ONNX, but cut short: {error.missing} bytes of its graph are missing.",
                "Copy or download the file again.",
            ) from error
        return None
    except NotProtobuf:
        return None
    return fields if _plausible(fields) else None


def _plausible(fields: list[Field]) -> bool:
    versions = [f.value for f in fields if f.number == _IR_VERSION]
    graphs = [f for f in fields if f.number == _GRAPH]
    return len(versions) == 1 and 0 < versions[0] < _NEWEST_PLAUSIBLE_IR and len(graphs) == 1


def _external(
    file: WireFile, fields: list[Field] | Iterator[Field], message: str, depth: int
) -> Iterator[ExternalData]:
    if depth > _MAX_DEPTH:
        raise NotProtobuf("graphs nested too deep")
    if message == "tensor":
        yield from _tensor_external(file, fields)
        return
    ways = _WAY_TO_TENSORS[message]
    for field in fields:
        if field.number in ways and field.wire == BYTES:
            yield from _external(file, file.fields(field), ways[field.number], depth + 1)


def _tensor_external(file: WireFile, fields: list[Field] | Iterator[Field]) -> Iterator[ExternalData]:
    entries: dict[str, str] = {}
    for field in fields:
        if field.number == _EXTERNAL_DATA:
            pair = {part.number: file.text(part) for part in file.fields(field)}
            entries[pair.get(1, "")] = pair.get(2, "")
    if entries.get("location"):
        yield ExternalData(entries["location"], _number(entries, "offset"), _number(entries, "length"))


def _number(entries: dict[str, str], key: str) -> int:
    text = entries.get(key, "0")
    if not text.isdecimal():
        raise NotProtobuf(f"external data with {key} '{text[:40]}'")
    return int(text)


def _checked_companions(folder: Path, entry: str, external: tuple[ExternalData, ...]) -> tuple[str, ...]:
    needed: dict[str, int] = {}
    for data in external:
        needed[data.location] = max(needed.get(data.location, 0), data.offset + data.length)
    files: set[str] = set()
    for location, size in needed.items():
        name = named(folder, entry, location)
        actual = (folder / name).stat().st_size
        if actual < size:
            raise UnreadableModel(
                f"'{name}', which holds weights of '{entry}', is too short: {actual} bytes of {size}.",
                "Copy or download that file again.",
            )
        files.add(name)
    return tuple(sorted(files))
