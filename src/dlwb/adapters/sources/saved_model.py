"""TensorFlow SavedModel: a folder with a protobuf `SavedModel` and, beside it, `variables/`.

Field numbers: tensorflow/core/protobuf/saved_model.proto and meta_graph.proto.
"""

import re
from pathlib import Path, PurePosixPath

from dlwb.adapters.sources.companions import under
from dlwb.adapters.sources.wire import BYTES, VARINT, CutShort, Field, NotProtobuf, WireFile
from dlwb.calc.figure_words import counted
from dlwb.domain.errors import UnreadableModel
from dlwb.domain.model import ModelFormat
from dlwb.ports import Recognised

_SCHEMA_VERSION, _META_GRAPH = 1, 2
_META_GRAPH_FIELDS = range(1, 9)
_SHARD = re.compile(r"^variables\.data-(\d{5})-of-(\d{5})$")
_PARTS = ("variables", "assets")


class SavedModel:
    """Recognises TensorFlow SavedModel folders by their `saved_model.pb`."""

    format = ModelFormat.SAVED_MODEL

    def match(self, folder: Path, entry: str) -> Recognised | None:
        """See `ModelSource.match`."""
        with WireFile(folder / entry) as file:
            if not _is_saved_model(file, entry):
                return None
        home = PurePosixPath(entry).parent
        parts = tuple(name for part in _PARTS for name in under(folder, str(home / part)))
        _check_variables(entry, {PurePosixPath(name).name for name in parts})
        return Recognised(self.format, entry, (entry, *parts), "protobuf with TensorFlow meta graphs (SavedModel)")


def _is_saved_model(file: WireFile, entry: str) -> bool:
    fields: list[Field] = []
    try:
        for field in file.fields():
            fields.append(field)
            if field.number not in (_SCHEMA_VERSION, _META_GRAPH):
                return False
        return _begins_so(fields) and _is_meta_graph(file, fields[1])
    except CutShort as error:
        fields.append(error.field)
        # ONNX begins alike, with a short producer name as field 2; a meta graph is never that short.
        if _begins_so(fields) and error.field.number == _META_GRAPH and error.field.size > 1024:
            raise UnreadableModel(
                f"'{entry}' is a TensorFlow SavedModel, but cut short: {error.missing} bytes are missing.",
                "Copy or download the folder again.",
            ) from error
        return False
    except NotProtobuf:
        return False


def _begins_so(fields: list[Field]) -> bool:
    kinds = [(f.number, f.wire) for f in fields[:2]]
    return kinds == [(_SCHEMA_VERSION, VARINT), (_META_GRAPH, BYTES)] and fields[0].value == 1


def _is_meta_graph(file: WireFile, field: Field) -> bool:
    inside = [(f.number in _META_GRAPH_FIELDS and f.wire == BYTES) for f in file.fields(field)]
    return bool(inside) and all(inside)


def _check_variables(entry: str, names: set[str]) -> None:
    shards = [found for name in names if (found := _SHARD.match(name))]
    if not shards and "variables.index" not in names:
        return  # frozen inside; the engine says so if it is not
    count = int(shards[0].group(2)) if shards else 1
    expected = {f"variables.data-{i:05d}-of-{count:05d}" for i in range(count)} | {"variables.index"}
    missing = sorted(expected - names)
    if missing:
        raise UnreadableModel(
            f"The SavedModel of '{entry}' is incomplete: variables/{missing[0]} is missing"
            + (f", and {counted(len(missing) - 1, 'more file')}." if len(missing) > 1 else "."),
            "Copy the whole folder, or put all of it in one zip.",
        )
