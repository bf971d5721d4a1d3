"""Damaged, incomplete and unsafe models are refused with what is wrong and what to do."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from builders import onnx_models, paddle_models, tensorflow_models, tflite_models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlwb.adapters.sources.registry import SOURCES, recognise
from dlwb.domain.errors import DlwbError, UnreadableModel
from dlwb.domain.model import ModelFormat

IR = '<?xml version="1.0"?>\n<net name="m" version="{version}"><layers/><edges/></net>'


def refused(folder: Path, name: str) -> UnreadableModel:
    with pytest.raises(UnreadableModel) as caught:
        recognise(folder, [name])
    assert name in caught.value.message
    assert caught.value.hint
    return caught.value


def test_xml_without_bin(tmp_path: Path) -> None:
    (tmp_path / "m.xml").write_text(IR.format(version=11))
    error = refused(tmp_path, "m.xml")
    assert "weights 'm.bin' are missing" in error.message
    assert "m.bin" in error.hint


@pytest.mark.parametrize("version", ["7", "9", "12", "x", ""])
def test_ir_of_another_version(tmp_path: Path, version: str) -> None:
    (tmp_path / "m.xml").write_text(IR.format(version=version))
    (tmp_path / "m.bin").write_bytes(b"")
    assert "reads versions 10 and 11" in refused(tmp_path, "m.xml").message


def test_xml_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "m.xml").write_text("<annotation><object/></annotation>")
    assert "its root is <annotation>" in refused(tmp_path, "m.xml").message


@pytest.mark.parametrize("keep", [0.5, 0.9, 0.999])
def test_onnx_cut_short(tmp_path: Path, keep: float) -> None:
    content = onnx_models.conv_model().SerializeToString()
    (tmp_path / "m.onnx").write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(DlwbError) as caught:
        recognise(tmp_path, ["m.onnx"])
    assert isinstance(caught.value, UnreadableModel) or keep > 0.99


def test_onnx_with_a_missing_weights_file(tmp_path: Path) -> None:
    onnx_models.write_external(tmp_path / "m.onnx", "w.data")
    (tmp_path / "w.data").unlink()
    error = refused(tmp_path, "m.onnx")
    assert "'w.data', and that file is missing" in error.message


def test_onnx_with_a_short_weights_file(tmp_path: Path) -> None:
    onnx_models.write_external(tmp_path / "m.onnx", "w.data")
    (tmp_path / "w.data").write_bytes(b"123")
    with pytest.raises(UnreadableModel, match="too short: 3 bytes of 432"):
        recognise(tmp_path, ["m.onnx"])


@pytest.mark.parametrize(
    "location", ["../secret.bin", "/etc/hostname", "C:\\secret.bin", "..\\secret.bin", "a/../../b"]
)
def test_onnx_with_weights_outside_its_folder(tmp_path: Path, location: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "secret.bin").write_bytes(b"\1" * 500)
    (tmp_path / "b").write_bytes(b"\1" * 500)
    onnx_models.write_external(home / "m.onnx", location)
    assert "outside the model's folder" in refused(home, "m.onnx").message


def test_frozen_graph_cut_short(tmp_path: Path) -> None:
    content = tensorflow_models.graph_def()
    (tmp_path / "m.pb").write_bytes(content[: len(content) // 2])
    assert "bytes are missing at the end" in refused(tmp_path, "m.pb").message


def test_saved_model_with_missing_shards(tmp_path: Path) -> None:
    folder = tensorflow_models.write_saved_model(tmp_path / "net")
    (folder / "variables").mkdir()
    (folder / "variables/variables.data-00000-of-00003").write_bytes(b"")
    error = refused(folder, "saved_model.pb")
    assert "variables/variables.data-00001-of-00003 is missing, and 2 more files" in error.message


def test_tflite_cut_short(tmp_path: Path) -> None:
    (tmp_path / "m.tflite").write_bytes(tflite_models.model()[:20])
    assert "cut short" in refused(tmp_path, "m.tflite").message


def test_paddle_without_parameters(tmp_path: Path) -> None:
    paddle_models.write(tmp_path, "m").with_suffix(".pdiparams").unlink()
    assert "'m.pdiparams' are missing" in refused(tmp_path, "m.pdmodel").message


def test_paddle_program_as_json(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text('{"base_code":{"magic":"pir","trainable":true,"version":4},"program":{}}')
    assert "FLAGS_enable_pir_api=0" in refused(tmp_path, "m.json").hint


def test_hdf5_without_a_model(tmp_path: Path) -> None:
    (tmp_path / "m.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + b"\0" * 3_000_000)
    assert "holds no Keras model" in refused(tmp_path, "m.h5").message


def test_hdf5_attribute_across_a_chunk_border(tmp_path: Path) -> None:
    head = b"\x89HDF\r\n\x1a\n"
    (tmp_path / "m.h5").write_bytes(head + b"\0" * ((1 << 20) - len(head) - 6) + b"model_config")
    assert recognise(tmp_path, ["m.h5"]).format is ModelFormat.KERAS


@pytest.mark.parametrize("content", [b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.", b"\x80\x04\x95\x10\0\0\0\0\0\0\0"])
def test_pickles_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.pth").write_bytes(content)
    error = refused(tmp_path, "m.pth")
    assert "pickle" in error.message
    assert "torch.onnx.export" in error.hint


def test_broken_zip_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "m.pt").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    with pytest.raises(DlwbError, match="zip archive"):
        recognise(tmp_path, ["m.pt"])


def pytorch_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("net/data.pkl", "net/code/__torch__.py", "net/größe"):
            archive.writestr(name, b"")
    return out.getvalue()


WHOLE = [
    pytorch_zip(),
    onnx_models.conv_model().SerializeToString(),
    tensorflow_models.graph_def(),
    tensorflow_models.saved_model_pb(),
    tflite_models.model(),
    paddle_models.program(),
]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400), base=st.sampled_from([b"", *WHOLE]), cut=st.floats(0, 1), at=st.floats(0, 1))
def test_no_content_makes_a_source_fail_otherwise(
    tmp_path: Path, content: bytes, base: bytes, cut: float, at: float
) -> None:
    start, end = sorted((int(len(base) * at), int(len(base) * cut)))
    (tmp_path / "m").write_bytes(base[:start] + content + base[end:])
    for source in SOURCES:
        with suppress(DlwbError):
            found = source.match(tmp_path, "m")
            assert found is None or found.entry == "m"
