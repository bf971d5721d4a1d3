"""Every format is recognised by its content, under any name, and never taken for another."""

import json
import zipfile
from pathlib import Path

import pytest
from builders import ir_models, onnx_models, paddle_models, tensorflow_models, tflite_models

from dlwb.adapters.sources.registry import SOURCES, recognise
from dlwb.domain.errors import Ambiguous, UnknownFormat
from dlwb.domain.model import ModelFormat


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


CONTENT: dict[ModelFormat, bytes] = {
    ModelFormat.ONNX: onnx_models.conv_model().SerializeToString(),
    ModelFormat.TENSORFLOW: tensorflow_models.graph_def(),
    ModelFormat.SAVED_MODEL: tensorflow_models.saved_model_pb(),
    ModelFormat.TFLITE: tflite_models.model(),
    ModelFormat.PADDLE: paddle_models.program(weights=False),
    ModelFormat.KERAS: b"\x89HDF\r\n\x1a\n" + b"\0" * 3000 + b"model_config" + b"\0" * 100,
}


@pytest.mark.parametrize("format", CONTENT)
@pytest.mark.parametrize("name", ["no ending", "model.xml", "weights.bin", "模型 ü.tflite", "a.onnx", "b.pb"])
def test_single_file_under_any_name(tmp_path: Path, format: ModelFormat, name: str) -> None:
    (tmp_path / name).write_bytes(CONTENT[format])
    found = recognise(tmp_path, [name])
    assert (found.format, found.entry, found.files) == (format, name, (name,))
    assert found.reason


@pytest.mark.parametrize("format", CONTENT)
def test_exactly_one_source_answers(tmp_path: Path, format: ModelFormat) -> None:
    (tmp_path / "m").write_bytes(CONTENT[format])
    answers = [source.format for source in SOURCES if source.match(tmp_path, "m") is not None]
    assert answers == [format]


def test_ir_takes_its_weights_along(tmp_path: Path) -> None:
    ir_models.write(tmp_path / "net v1.2.xml")
    found = recognise(tmp_path, ["net v1.2.xml"])
    assert found.format is ModelFormat.OPENVINO
    assert found.files == ("net v1.2.xml", "net v1.2.bin")
    assert "IR version 11" in found.reason


def test_ir_without_xml_declaration_and_with_byte_order_mark(tmp_path: Path) -> None:
    text = ir_models.write(tmp_path / "m.xml").read_text().removeprefix('<?xml version="1.0"?>')
    (tmp_path / "m.xml").write_bytes(b"\xef\xbb\xbf\n" + text.encode())
    assert recognise(tmp_path, ["m.xml"]).format is ModelFormat.OPENVINO


def test_text_graph(tmp_path: Path) -> None:
    (tmp_path / "graph.txt").write_text(tensorflow_models.GRAPH_TEXT)
    assert recognise(tmp_path, ["graph.txt"]).format is ModelFormat.TENSORFLOW


def test_onnx_takes_external_weights_along(tmp_path: Path) -> None:
    onnx_models.write_external(tmp_path / "m.onnx", "parts/weights of m.data")
    found = recognise(tmp_path, ["m.onnx"])
    assert found.files == ("m.onnx", "parts/weights of m.data")


def test_onnx_external_weights_inside_branches_are_found(tmp_path: Path) -> None:
    onnx_models.write_branch_with_external(tmp_path / "m.onnx", "branch.bin")
    assert recognise(tmp_path, ["m.onnx"]).files == ("m.onnx", "branch.bin")


def test_saved_model_takes_its_folders_along(tmp_path: Path) -> None:
    tensorflow_models.write_saved_model(tmp_path / "my net")
    found = recognise(tmp_path, ["my net/saved_model.pb"])
    assert found.files == ("my net/saved_model.pb", "my net/assets/labels of it.txt")


def test_paddle_takes_its_parameters_along(tmp_path: Path) -> None:
    paddle_models.write(tmp_path, "net")
    assert recognise(tmp_path, ["net.pdmodel"]).files == ("net.pdmodel", "net.pdiparams")


def test_keras_zip(tmp_path: Path) -> None:
    write_zip(tmp_path / "m", {"metadata.json": "{}", "config.json": "{}", "model.weights.h5": b"\x89HDF"})
    assert recognise(tmp_path, ["m"]).format is ModelFormat.KERAS


@pytest.mark.parametrize(
    "members",
    [
        {"net/data.pkl": b"", "net/code/__torch__.py": "", "net/constants.pkl": b""},
        {"net/archive_format": "pt2", "net/models/model.json": "{}"},
        {"serialized_exported_program.json": "{}", "version": "1"},
    ],
)
def test_pytorch_zip(tmp_path: Path, members: dict[str, str | bytes]) -> None:
    write_zip(tmp_path / "m", members)
    assert recognise(tmp_path, ["m"]).format is ModelFormat.PYTORCH


def test_folder_with_one_model_among_other_files(tmp_path: Path) -> None:
    ir_models.write(tmp_path / "m.xml")
    (tmp_path / "README.md").write_text("# About")
    (tmp_path / "annotation.xml").write_text("<annotation><object/></annotation>")
    (tmp_path / "notes.json").write_text(json.dumps({"a": 1}))
    found = recognise(tmp_path, ["README.md", "annotation.xml", "m.bin", "m.xml", "notes.json"])
    assert found.entry == "m.xml"


def test_several_models_are_named(tmp_path: Path) -> None:
    onnx_models.write(tmp_path / "a.onnx")
    onnx_models.write(tmp_path / "b.onnx")
    with pytest.raises(Ambiguous, match=r"2 models here: 'a.onnx', 'b.onnx'"):
        recognise(tmp_path, ["a.onnx", "b.onnx"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "a Git LFS pointer"),
        (b"", "'m.onnx' is empty"),
        (b"\0" * 5000, "nothing but zero bytes"),
        (b"hello there\nsecond line", "text that begins with 'hello there'"),
        (b"\x07\x01\x02\xff\xfe\0\0\0 rest", "begins with 07 01 02 ff fe 00 00 00"),
        (b'\x10\0\0\0\0\0\0\0{"w":', "safetensors"),
        (b"GGUF\3\0\0\0", "GGUF"),
    ],
)
def test_unknown_content_is_described(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "m.onnx").write_bytes(content)
    with pytest.raises(UnknownFormat, match=words) as caught:
        recognise(tmp_path, ["m.onnx"])
    assert caught.value.hint or "ONNX" in caught.value.hint


def test_known_formats_are_listed(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(b"something else")
    with pytest.raises(UnknownFormat) as caught:
        recognise(tmp_path, ["m"])
    for word in ("OpenVINO IR", "ONNX", "SavedModel", "TensorFlow Lite", "PaddlePaddle", "Keras", "PyTorch"):
        assert word in caught.value.hint


def test_weights_alone_point_to_their_model(tmp_path: Path) -> None:
    ir_models.write(tmp_path / "m.xml")
    with pytest.raises(UnknownFormat) as caught:
        recognise(tmp_path, ["m.bin"])
    assert "'m.xml'" in caught.value.hint
