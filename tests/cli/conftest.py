"""The command line in this process, on the fake engine and a workspace of its own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from builders import onnx_models

from dlwb.cli.app import invoke


@dataclass
class Outcome:
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout; fails when there is anything else."""
        return json.loads(self.out)


class Terminal:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: object) -> Outcome:
        self._capsys.readouterr()
        code = invoke([str(word) for word in words])
        captured = self._capsys.readouterr()
        return Outcome(code, captured.out, captured.err)


@pytest.fixture
def dlwb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.setenv("DLWB_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("DLWB_SLOT", str(tmp_path / "slot.lock"))
    monkeypatch.setenv("DLWB_ENGINE", "fake")
    return Terminal(capsys)


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    return onnx_models.write(tmp_path / "a model – größe.onnx")
