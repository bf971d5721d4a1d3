"""The import verb: what it stores, and what it leaves behind when it does not."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders.queue_parts import TheSeat

from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.adapters.stores.memory import MemoryStore
from dlwb.domain.errors import DiskFull, RunCancelled
from dlwb.domain.model import ImportOptions, ModelFormat, Preprocessing
from dlwb.domain.run import Run
from dlwb.domain.specs import ImportSpec
from dlwb.protocol import ConvertAnswer
from dlwb.workflows.model_verbs import ImportVerb

ANSWER = ConvertAnswer("fake 1.0", (), (), Preprocessing(), "f32", None, {})


@pytest.fixture
def artifacts(tmp_path: Path) -> FolderArtifacts:
    return FolderArtifacts(tmp_path / "workspace")


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "runs" / "r1"
    folder.mkdir(parents=True)
    for name in ("model.xml", "model.bin", "graph.json"):
        (folder / name).write_text(f"content of {name}")
    (folder / "log.txt").write_text("said")
    return folder


@pytest.fixture
def run(tmp_path: Path, store: MemoryStore) -> Run:
    staged = tmp_path / "staged"
    staged.mkdir()
    (staged / "net.onnx").write_text("source")
    spec = ImportSpec(ModelFormat.ONNX, str(staged), "net.onnx", "ab" * 32, "net", ImportOptions())
    run = Run("r1", spec, "2026-01-01T00:00:00+00:00")
    store.add_run(run)
    return run


def blobs(tmp_path: Path) -> int:
    return len(list((tmp_path / "workspace" / "blobs").glob("??/*")))


def test_files_are_stored_once_and_only_the_log_stays_in_the_run(store, artifacts, run, output, tmp_path):
    outcome = ImportVerb(store, artifacts).work(run, TheSeat(ANSWER, output))
    assert not outcome.existed
    assert [path.name for path in output.iterdir()] == ["log.txt"]
    assert blobs(tmp_path) == 4
    model = store.find_model(outcome.model)
    assert artifacts.path(model.file("source/net.onnx").sha256).read_text() == "source"


def test_a_second_import_finds_the_model_and_stores_nothing(store, artifacts, run, output, tmp_path):
    first = ImportVerb(store, artifacts).work(run, TheSeat(ANSWER, output))
    for name in ("model.xml", "model.bin", "graph.json"):
        (output / name).write_text(f"another conversion of {name}")
    second = ImportVerb(store, artifacts).work(run, TheSeat(ANSWER, output))
    assert second == replace(first, existed=True)
    assert blobs(tmp_path) == 4


def test_a_cancel_at_the_last_moment_leaves_no_model_and_no_files(store, artifacts, run, output, tmp_path):
    store.request_cancel(run.id)
    with pytest.raises(RunCancelled):
        ImportVerb(store, artifacts).work(run, TheSeat(ANSWER, output))
    assert store.models() == ()
    assert blobs(tmp_path) == 0


def test_a_full_disk_in_the_middle_leaves_no_files(store, artifacts, run, output, tmp_path, monkeypatch):
    add = artifacts.add

    def full_at_the_source(path: Path, name: str):
        if name.startswith("source/"):
            raise DiskFull("No space is left.")
        return add(path, name)

    monkeypatch.setattr(artifacts, "add", full_at_the_source)
    with pytest.raises(DiskFull):
        ImportVerb(store, artifacts).work(run, TheSeat(ANSWER, output))
    assert store.models() == ()
    assert blobs(tmp_path) == 0
