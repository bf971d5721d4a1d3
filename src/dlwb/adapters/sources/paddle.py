"""PaddlePaddle: a protobuf `ProgramDesc` (.pdmodel) with its weights in one .pdiparams file.

Field numbers: paddle/fluid/framework/framework.proto. Since version 3, PaddlePaddle writes the program as
JSON ("PIR") by default; OpenVINO 2026.4 does not read that, so it is recognised and refused with the way out.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from dlwb.adapters.sources.companions import beside
from dlwb.adapters.sources.wire import BYTES, VARINT, Field, NotProtobuf, WireFile
from dlwb.domain.errors import UnreadableModel
from dlwb.domain.model import ModelFormat
from dlwb.ports import Recognised

_PROGRAM_FIELDS = {1: BYTES, 4: BYTES, 5: BYTES}
_BLOCK = 1
_BLOCK_INDEX, _BLOCK_PARENT, _BLOCK_VARIABLES = 1, 2, 3
_BLOCK_FIELDS = {1: VARINT, 2: VARINT, 3: BYTES, 4: BYTES, 5: VARINT}
_VARIABLE_NAME, _VARIABLE_PERSISTABLE = 1, 3
_NO_WEIGHTS = {"feed", "fetch"}
_PIR = re.compile(rb'^\s*\{\s*"base_code"\s*:\s*\{[^}]*"magic"\s*:\s*"pir"')


class Paddle:
    """Recognises PaddlePaddle inference models."""

    format = ModelFormat.PADDLE

    def match(self, folder: Path, entry: str) -> Recognised | None:
        """See `ModelSource.match`."""
        _refuse_pir(folder / entry, entry)
        with WireFile(folder / entry) as file:
            try:
                fields = list(file.fields())
                if not _is_program(file, fields):
                    return None
                weights = tuple(_weights(file, fields))
            except NotProtobuf:
                return None
        reason = f"protobuf with PaddlePaddle blocks, {len(weights)} weights"
        parameters = beside(folder, entry, ".pdiparams")
        if parameters is not None:
            return Recognised(self.format, entry, (entry, parameters), reason)
        if weights:
            expected = PurePosixPath(entry).with_suffix(".pdiparams").name
            raise UnreadableModel(
                f"'{entry}' is a PaddlePaddle program, but its weights '{expected}' are missing.",
                f"Put '{expected}' next to it, or put both files in one zip, and import again.",
            )
        return Recognised(self.format, entry, (entry,), reason)


def _refuse_pir(path: Path, entry: str) -> None:
    with path.open("rb") as file:
        head = file.read(4096)
    if _PIR.match(head):
        raise UnreadableModel(
            f"'{entry}' is a PaddlePaddle program in the JSON form of version 3 (PIR), which OpenVINO does not read.",
            "Save it as .pdmodel (run the export with FLAGS_enable_pir_api=0), or export it to ONNX with paddle2onnx.",
        )


def _is_program(file: WireFile, fields: list[Field]) -> bool:
    if not fields or any(_PROGRAM_FIELDS.get(f.number) != f.wire for f in fields):
        return False
    if fields[0].number != _BLOCK:
        return False
    inside = list(file.fields(fields[0]))
    numbers = {f.number for f in inside}
    return {_BLOCK_INDEX, _BLOCK_PARENT} <= numbers and all(_BLOCK_FIELDS.get(f.number) == f.wire for f in inside)


def _weights(file: WireFile, fields: list[Field]) -> Iterator[str]:
    """Names of the variables that outlive a run: these are stored in the parameter file."""
    for block in (f for f in fields if f.number == _BLOCK):
        for variable in (f for f in file.fields(block) if f.number == _BLOCK_VARIABLES):
            parts = {f.number: f for f in file.fields(variable)}
            persistable = parts.get(_VARIABLE_PERSISTABLE)
            if persistable is None or not persistable.value or _VARIABLE_NAME not in parts:
                continue
            name = file.text(parts[_VARIABLE_NAME])
            if name not in _NO_WEIGHTS:
                yield name
