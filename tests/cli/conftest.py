"""The command line in this process, on the fake engine and a workspace of its own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from builders import onnx_models

from dlwb import protocol
from dlwb.cli.app import invoke
from dlwb.cli.printed import PRINTS
from dlwb.documents import Document, ErrorDocument


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
    """Runs command lines; whatever is printed with `--json` has to be what `PRINTS` says of the verb."""

    def __init__(self, capsys: pytest.CaptureFixture[str], printed: list[type]) -> None:
        self._capsys = capsys
        self._printed = printed

    def __call__(self, *words: object) -> Outcome:
        self._capsys.readouterr()
        self._printed.clear()
        typed = [str(word) for word in words]
        code = invoke(typed)
        captured = self._capsys.readouterr()
        verb = next((" ".join(typed[:n]) for n in (2, 1) if " ".join(typed[:n]) in PRINTS), None)
        if verb is not None:
            assert set(self._printed) <= {*PRINTS[verb], ErrorDocument}, f"`dlwb {verb}` prints something else"
        return Outcome(code, captured.out, captured.err)


@pytest.fixture
def dlwb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.setenv("DLWB_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("DLWB_SLOT", str(tmp_path / "slot.lock"))
    monkeypatch.setenv("DLWB_ENGINE", "fake")
    printed: list[type] = []
    to_json = protocol.to_json

    def recorded(value: Any, kind: Any | None = None) -> str:
        if isinstance(value, Document):
            printed.append(type(value))
        return to_json(value, kind)

    monkeypatch.setattr(protocol, "to_json", recorded)  # where `print_json` finds it
    return Terminal(capsys, printed)


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    return onnx_models.write(tmp_path / "a model – größe.onnx")
