"""Importing on the command line with the real engine: bad input is refused in words, and nothing is left behind."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from builders import ir_models, onnx_models, tensorflow_models
from onnx import helper

pytestmark = pytest.mark.openvino


@pytest.fixture
def dlwb(dlwb, monkeypatch):
    monkeypatch.setenv("DLWB_ENGINE", "openvino")
    return dlwb


@pytest.fixture
def refused(dlwb, tmp_path):
    """Import a path; returns the error after checking that there is no model and no staged file."""

    def run(path: Path, *flags: object) -> dict[str, str]:
        outcome = dlwb("model", "import", path, *flags, "--json")
        assert outcome.code == 1, outcome.out + outcome.err
        assert dlwb("model", "list", "--json").document["models"] == []
        workspace = tmp_path / "workspace"
        assert [p for p in (workspace / "tmp").rglob("*") if p.is_file()] == []
        assert [p for p in (workspace / "blobs").rglob("*") if p.is_file()] == []
        error = outcome.document["error"]
        assert error["hint"]
        return error

    return run


def test_names_with_spaces_and_unicode(dlwb, tmp_path):
    path = onnx_models.write(tmp_path / "mein größtes Modell 模型 v1.2.onnx")
    document = dlwb("model", "import", path, "--json").document
    assert document["name"] == "mein größtes Modell 模型 v1.2"
    assert dlwb("model", "show", "mein größtes Modell 模型 v1.2", "--json").document["id"] == document["id"]


def test_the_same_bytes_are_the_same_model(dlwb, tmp_path):
    first = onnx_models.write(tmp_path / "a.onnx")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as out:
        out.write(first, "folder/other name.onnx")
    ids = {dlwb("model", "import", p, "--json").document["id"] for p in (first, tmp_path / "packed.zip", first)}
    assert len(ids) == 1
    assert len(dlwb("model", "list", "--json").document["models"]) == 1


def test_two_imports_of_one_file_at_once(dlwb, tmp_path):
    path = onnx_models.write(tmp_path / "m.onnx")
    command = [sys.executable, "-c", "from dlwb.cli.app import main; main()", "model", "import", str(path), "--json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ends = [(*process.communicate(timeout=120), process.returncode) for process in both]
    assert [code for _, _, code in ends] == [0, 0], ends
    assert len({json.loads(out)["id"] for out, _, _ in ends}) == 1
    assert len(dlwb("model", "list", "--json").document["models"]) == 1


def test_an_xml_without_bin(refused, tmp_path):
    ir_models.write(tmp_path / "m.xml")
    (tmp_path / "m.bin").unlink()
    assert "'m.bin' are missing" in refused(tmp_path / "m.xml")["message"]


def test_a_file_cut_short(refused, tmp_path):
    content = tensorflow_models.graph_def()
    (tmp_path / "m.pb").write_bytes(content[: len(content) // 2])
    assert refused(tmp_path / "m.pb")["type"] == "UnreadableModel"


def test_an_unsupported_operation(refused, tmp_path):
    nodes = [helper.make_node("Baz", ["x"], ["y"], domain="my.domain")]
    error = refused(onnx_models.write(tmp_path / "m.onnx", nodes=nodes))
    assert error["type"] == "UnsupportedOperation"
    assert "my.domain.Baz" in error["message"]


def test_impossible_shapes_and_layouts(refused, tmp_path):
    path = onnx_models.write(tmp_path / "m.onnx")
    error = refused(path, "--shape", "1,5,8,8", "--layout", "x=NC", "--scale", "0")
    assert error["type"] == "InvalidOptions"
    assert [p["option"] for p in error["problems"]] == ["--shape", "--layout", "--scale"]


def test_a_zip_bomb(refused, tmp_path, monkeypatch):
    monkeypatch.setenv("DLWB_UPLOAD_LIMIT_GIB", "0.01")
    with zipfile.ZipFile(tmp_path / "m.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("m.onnx", b"\0" * 20_000_000)
    assert refused(tmp_path / "m.zip")["type"] == "UnsafeArchive"


def test_an_archive_that_leaves_its_folder(refused, tmp_path):
    content = onnx_models.conv_model().SerializeToString()
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as out:
        out.writestr("../../escaped.onnx", content)
    assert refused(tmp_path / "m.zip")["type"] == "UnsafeArchive"
    assert list(tmp_path.rglob("escaped*")) == []


def test_an_archive_with_a_link(refused, tmp_path):
    link = tarfile.TarInfo("m.onnx")
    link.type, link.linkname = tarfile.SYMTYPE, os.devnull
    with tarfile.open(tmp_path / "m.tar.gz", "w:gz") as out:
        out.addfile(link)
    assert refused(tmp_path / "m.tar.gz")["type"] == "UnsafeArchive"


def test_a_relative_workspace(dlwb, model_file, tmp_path, monkeypatch):
    monkeypatch.delenv("DLWB_WORKSPACE")
    monkeypatch.chdir(tmp_path)
    imported = dlwb("--workspace", "here", "model", "import", model_file, "--json")
    assert imported.code == 0, imported.err
    assert dlwb("--workspace", "here", "analyse", imported.document["id"], "--json").code == 0
    assert (tmp_path / "here" / "dlwb.db").is_file()
