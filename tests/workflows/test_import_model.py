"""The use case of importing: ids that depend on content only, and a model that holds all its files."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.domain.errors import NotFound
from dlwb.domain.model import (
    ColorOrder,
    Converted,
    FileRef,
    ImportOptions,
    ModelFormat,
    Preprocessing,
    StagedModel,
    TensorSpec,
)
from dlwb.protocol import ConvertAnswer, ConvertTask, from_json, to_json
from dlwb.workflows.import_model import convert_task, finish_import, import_spec, model_id

ENTRY = FileRef("net.onnx", "1" * 64, 10)
STAGED = StagedModel(ModelFormat.ONNX, "/staging/import-1", "net.onnx", (ENTRY,), "a" * 64, "net", "because")
ANSWER = ConvertAnswer(
    tool="OpenVINO 2026.4.1",
    inputs=(TensorSpec("x", (1, 3, 8, 8), "f32"),),
    outputs=(TensorSpec("y", (1, 10), "f32"),),
    preprocessing=Preprocessing(mean=(1.0,), origin="metadata"),
    precision="f32",
    task_name="classification",
    rt_info={"dlwb.labels": "a,b"},
)


class MemoryArtifacts:
    """`ports.Artifacts` in memory."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def add(self, path: Path, name: str) -> FileRef:
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        self.content[sha256] = content
        return FileRef(name, sha256, len(content))

    def path(self, sha256: str) -> Path:
        raise NotFound(sha256)

    def remove(self, sha256: str) -> None:
        self.content.pop(sha256, None)


def test_the_id_is_16_hex_characters_and_stable() -> None:
    """A fixed value: if it changes, every model that users have is imported a second time."""
    assert model_id(import_spec(STAGED, ImportOptions())) == "532f3febb1d81f3d"


def test_the_name_of_the_file_and_of_the_model_do_not_matter() -> None:
    renamed = replace(STAGED, folder="/staging/import-2", entry="copy.onnx", display_name="copy")
    ids = {model_id(import_spec(s, ImportOptions(name=n))) for s in (STAGED, renamed) for n in (None, "mine")}
    assert len(ids) == 1


def test_everything_else_matters() -> None:
    options = [
        ImportOptions(),
        ImportOptions(shapes={"x": (1, 3, 8, 8)}),
        ImportOptions(layouts={"x": "NCHW"}),
        ImportOptions(color_order=ColorOrder.BGR),
        ImportOptions(mean=(1.0,)),
        ImportOptions(scale=(1.0,)),
        ImportOptions(compress_to_fp16=True),
    ]
    ids = {model_id(import_spec(STAGED, o)) for o in options}
    ids.add(model_id(import_spec(replace(STAGED, sha256="b" * 64), ImportOptions())))
    assert len(ids) == len(options) + 1


@given(st.permutations(["a", "b", "c"]))
def test_the_order_of_options_does_not_matter(names: list[str]) -> None:
    options = ImportOptions(shapes=dict.fromkeys(names, (1,)), layouts=dict.fromkeys(names, "N"))
    straight = ImportOptions(shapes=dict.fromkeys("abc", (1,)), layouts=dict.fromkeys("abc", "N"))
    assert model_id(import_spec(STAGED, options)) == model_id(import_spec(STAGED, straight))


def test_an_id_survives_the_journey_through_json() -> None:
    spec = import_spec(STAGED, ImportOptions(mean=(1, 2, 3), shapes={"x": (1, 3)}))
    assert model_id(from_json(type(spec), to_json(spec))) == model_id(spec)


@pytest.mark.parametrize(("name", "shown"), [(None, "net"), ("My Net", "My Net")])
def test_the_display_name(name: str | None, shown: str) -> None:
    assert import_spec(STAGED, ImportOptions(name=name)).display_name == shown


def test_the_task_for_the_worker() -> None:
    options = ImportOptions(compress_to_fp16=True)
    task = convert_task(import_spec(STAGED, options))
    assert task == ConvertTask(ModelFormat.ONNX, "/staging/import-1", "net.onnx", options)


def test_the_model_holds_all_its_files(tmp_path: Path) -> None:
    source, output = tmp_path / "source", tmp_path / "output"
    for path, content in (
        (source / "net.onnx", "graph"),
        (source / "deep/weights.bin", "weights"),
        (output / "model.xml", "<net/>"),
        (output / "model.bin", "bytes"),
        (output / "graph.json", "{}"),
        (output / "log.txt", "chatter"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    artifacts = MemoryArtifacts()
    spec = import_spec(replace(STAGED, folder=str(source)), ImportOptions(name="My Net"))
    model = finish_import(spec, ANSWER, output, artifacts, "2026-01-01T00:00:00+00:00")
    assert [f.name for f in model.files] == [
        "model.xml",
        "model.bin",
        "graph.json",
        "source/deep/weights.bin",
        "source/net.onnx",
    ]
    assert artifacts.content[model.file("source/deep/weights.bin").sha256] == b"weights"
    assert (model.id, model.name, model.task) == (model_id(spec), "My Net", "classification")
    assert model.recipe == Converted(ModelFormat.ONNX, "a" * 64, "OpenVINO 2026.4.1", spec.options)
    assert model.preprocessing == ANSWER.preprocessing
    assert model == finish_import(spec, ANSWER, output, artifacts, "2026-01-01T00:00:00+00:00")
    assert len(artifacts.content) == 5
