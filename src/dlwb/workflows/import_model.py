"""Import: staged source files become a model of the workspace."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from dlwb.domain.model import (
    GRAPH_JSON,
    IR_BIN,
    IR_XML,
    SOURCE_FOLDER,
    Converted,
    FileRef,
    ImportOptions,
    Model,
    StagedModel,
)
from dlwb.domain.specs import ImportSpec
from dlwb.ports import Artifacts
from dlwb.protocol import ConvertAnswer, ConvertTask, to_json

_ID_LENGTH = 16
CONVERTED_FILES = (IR_XML, IR_BIN, GRAPH_JSON)


def import_spec(staged: StagedModel, options: ImportOptions) -> ImportSpec:
    """What to remember of an import, so that any process can carry it out."""
    return ImportSpec(
        format=staged.format,
        folder=staged.folder,
        entry=staged.entry,
        source_sha256=staged.sha256,
        display_name=options.name or staged.display_name,
        options=options,
    )


def model_id(spec: ImportSpec) -> str:
    """The id of the model that the import makes: 16 hex characters of a hash over source bytes and options.

    The name is left out, because it changes nothing in the model, and so is the converter's version, so that
    importing the same file again finds the model that is there, also after an update.
    """
    text = f"{spec.format}\n{spec.source_sha256}\n{_recipe(spec.options)}"
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_LENGTH]


def _recipe(options: ImportOptions) -> str:
    """What the options change, as canonical JSON: defaults are left out, so that a new option changes no id."""
    defaults = json.loads(to_json(ImportOptions()))
    given = json.loads(to_json(replace(options, name=None)))
    return json.dumps({key: value for key, value in given.items() if value != defaults.get(key)}, sort_keys=True)


def convert_task(spec: ImportSpec) -> ConvertTask:
    """What the worker has to do."""
    return ConvertTask(spec.format, spec.folder, spec.entry, spec.options)


def finish_import(spec: ImportSpec, answer: ConvertAnswer, output: Path, artifacts: Artifacts, created: str) -> Model:
    """Store the worker's files and the sources, and describe the model.

    Storing is by content, so an import of the same file beside this one stores nothing twice, and whichever
    is told to the store first is the model.

    Args:
        spec: what was imported; its folder still holds the sources.
        answer: what the worker said.
        output: the folder where the worker wrote `model.xml`, `model.bin` and `graph.json`.
        artifacts: where to store them.
        created: UTC, ISO 8601.

    Raises:
        DiskFull.
    """
    files = [artifacts.add(output / name, name) for name in CONVERTED_FILES]
    return Model(
        id=model_id(spec),
        name=spec.display_name,
        format=spec.format,
        task=answer.task_name,
        inputs=answer.inputs,
        outputs=answer.outputs,
        preprocessing=answer.preprocessing,
        precision=answer.precision,
        recipe=Converted(spec.format, spec.source_sha256, answer.tool, spec.options),
        files=(*files, *_sources(Path(spec.folder), artifacts)),
        created=created,
        rt_info=answer.rt_info,
    )


def _sources(folder: Path, artifacts: Artifacts) -> list[FileRef]:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [artifacts.add(folder / name, f"{SOURCE_FOLDER}{name}") for name in names]
