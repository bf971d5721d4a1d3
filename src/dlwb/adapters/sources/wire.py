"""A bounded reader of the protobuf wire format, just enough to tell message types apart.

ONNX, TensorFlow and PaddlePaddle files are all bare protobuf without a signature: what they are shows
only in which fields they hold. Nothing is decoded into objects; large fields are skipped by seeking,
so a file of gigabytes costs as little as its number of fields.
Format: the protobuf documentation, "Encoding".
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
MAX_FIELDS = 20_000_000
"""A model of a million nodes stays below; a file made to keep us busy does not."""
MAX_TEXT = 1 << 20


class NotProtobuf(ValueError):
    """The bytes are not protobuf wire format."""


class CutShort(NotProtobuf):
    """A field says it is longer than what is left; `field` is the one."""

    def __init__(self, field: "Field", end: int) -> None:
        super().__init__(f"field {field.number} needs {field.end - end} more bytes")
        self.field = field
        self.missing = field.end - end


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its number, wire type, value of a varint, and where its content lies in the file."""

    number: int
    wire: int
    value: int
    start: int
    end: int

    @property
    def size(self) -> int:
        """Bytes of content."""
        return self.end - self.start


class WireFile:
    """A protobuf file, opened for looking into it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.size = os.fstat(self._file.fileno()).st_size
        self._fields_left = MAX_FIELDS

    def __enter__(self) -> "WireFile":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._file.close()

    def fields(self, inside: Field | None = None) -> Iterator[Field]:
        """The fields of the whole file, or of the message that is the content of `inside`.

        Raises:
            NotProtobuf, CutShort: at the place where it shows.
        """
        position, end = (0, self.size) if inside is None else (inside.start, inside.end)
        while position < end:
            self._fields_left -= 1
            if self._fields_left < 0:
                raise NotProtobuf(f"more than {MAX_FIELDS} fields")
            field = self._field(position, end)
            yield field
            position = field.end

    def text(self, field: Field) -> str:
        """The content of a string field.

        Raises:
            NotProtobuf: it is not UTF-8 text of at most `MAX_TEXT` bytes.
        """
        if field.wire != BYTES or field.size > MAX_TEXT:
            raise NotProtobuf(f"field {field.number} is no text")
        self._file.seek(field.start)
        try:
            return self._file.read(field.size).decode("utf-8")
        except UnicodeDecodeError as error:
            raise NotProtobuf(f"field {field.number} is no text") from error

    def _field(self, position: int, end: int) -> Field:
        self._file.seek(position)
        head = self._file.read(min(20, end - position))
        tag, used = _varint(head, 0)
        number, wire = tag >> 3, tag & 7
        if number == 0:
            raise NotProtobuf("field number 0")
        if wire == VARINT:
            value, used = _varint(head, used)
            return Field(number, wire, value, position + used, position + used)
        if wire == BYTES:
            size, used = _varint(head, used)
        elif wire in (FIXED64, FIXED32):
            size = 8 if wire == FIXED64 else 4
        else:
            raise NotProtobuf(f"wire type {wire}")
        field = Field(number, wire, 0, position + used, position + used + size)
        if field.end > end:
            raise CutShort(field, end)
        return field


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = 0
    for index in range(position, min(len(data), position + 10)):
        value |= (data[index] & 0x7F) << (7 * (index - position))
        if data[index] < 0x80:
            return value, index + 1
    raise NotProtobuf("a number without end")
