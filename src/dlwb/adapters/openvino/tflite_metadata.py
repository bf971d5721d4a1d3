"""Normalisation and colour order from the metadata that TensorFlow Lite files may carry.

A TensorFlow Lite file is a flatbuffer; its metadata is another one, kept in a buffer named `TFLITE_METADATA`. Only a
few fields are needed, so they are read in place, by their numbers in tensorflow/lite/schema/schema.fbs and
tflite-support's metadata_schema.fbs; what the tables mean is said there.
"""

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

_NAME = b"TFLITE_METADATA"
_FLOAT32 = 0
_NORMALIZATION, _IMAGE, _RGB = 1, 2, 1
_MOST_ITEMS = 100_000
_MOST_CHANNELS = 64


class _Table:
    """A flatbuffer table: fields by number, None where a field was left out."""

    def __init__(self, data: mmap.mmap | bytes, position: int) -> None:
        self._data = data
        self._position = position
        self._fields = position - self._number("<i", position)

    @classmethod
    def root(cls, data: mmap.mmap | bytes, start: int = 0) -> "_Table":
        return cls(data, start + struct.unpack_from("<I", data, start)[0])

    def table(self, field: int) -> "_Table | None":
        place = self._target(field)
        return None if place is None else _Table(self._data, place)

    def tables(self, field: int) -> Iterator["_Table"]:
        start, count = self._vector(field)
        for place in range(start, start + 4 * min(count, _MOST_ITEMS), 4):
            yield _Table(self._data, place + self._number("<I", place))

    def byte(self, field: int) -> int:
        place = self._place(field)
        return 0 if place is None else self._number("<B", place)

    def number(self, field: int) -> int:
        place = self._place(field)
        return 0 if place is None else self._number("<I", place)

    def numbers(self, field: int, kind: str) -> tuple[float, ...]:
        start, count = self._vector(field)
        return struct.unpack_from(f"<{min(count, _MOST_CHANNELS)}{kind}", self._data, start)

    def content(self, field: int) -> tuple[int, int]:
        """Start and length of a vector of bytes."""
        return self._vector(field)

    def text(self, field: int) -> bytes:
        start, count = self._vector(field)
        return bytes(self._data[start : start + min(count, 100)])

    def _vector(self, field: int) -> tuple[int, int]:
        place = self._target(field)
        return (0, 0) if place is None else (place + 4, self._number("<I", place))

    def _target(self, field: int) -> int | None:
        place = self._place(field)
        return None if place is None else place + self._number("<I", place)

    def _place(self, field: int) -> int | None:
        if 4 + 2 * field >= self._number("<H", self._fields):
            return None
        offset = self._number("<H", self._fields + 4 + 2 * field)
        return self._position + offset if offset else None

    def _number(self, kind: str, place: int) -> int:
        if place < 0:
            raise struct.error("a place before the file")
        value: int = struct.unpack_from(kind, self._data, place)[0]
        return value


def tflite_metadata(path: Path) -> dict[str, str]:
    """Mean, scale, colour order and layout of the only input, as `tflite.*` entries; empty when nothing is said.

    Mean and scale of a quantized input are left out: they describe the float model, while the quantized one takes
    the bytes of the picture (metadata_schema.fbs, NormalizationOptions).
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            return _said(data)
        except (struct.error, IndexError, OverflowError):
            return {}  # the engine has verified the model; metadata that is damaged says nothing


def _said(data: mmap.mmap) -> dict[str, str]:
    model = _Table.root(data)
    entry = next((item for item in model.tables(6) if item.text(0) == _NAME), None)
    graph = next(model.tables(2), None)
    if entry is None or graph is None:
        return {}
    buffers = list(model.tables(4))
    start, _ = buffers[entry.number(1)].content(0)
    described = next(_Table.root(data, start).tables(3), None)
    inputs = list(described.tables(2)) if described is not None else []
    positions = graph.numbers(1, "i")
    if len(inputs) != 1 or len(positions) != 1:
        return {}
    tensor = list(graph.tables(0))[int(positions[0])]
    return _picture(inputs[0]) | (_normalization(inputs[0]) if tensor.byte(1) == _FLOAT32 else {})


def _picture(described: _Table) -> dict[str, str]:
    content = described.table(3)
    if content is None or content.byte(0) != _IMAGE:
        return {}
    image = content.table(1)
    color = {"tflite.color_order": "RGB"} if image is not None and image.byte(0) == _RGB else {}
    return {"tflite.layout": "NHWC"} | color


def _normalization(described: _Table) -> dict[str, str]:
    for unit in described.tables(4):
        options = unit.table(1)
        if unit.byte(0) == _NORMALIZATION and options is not None:
            mean, scale = options.numbers(0, "f"), options.numbers(1, "f")
            return {
                key: ",".join(map(str, values))
                for key, values in (("tflite.mean", mean), ("tflite.scale", scale))
                if values
            }
    return {}
