"""What the model shelf leaves behind when it fails."""

import pytest
from builders import onnx_models

from dlwb.config import Settings
from dlwb.domain.errors import StoreError
from dlwb.workbench import Workbench


@pytest.mark.parametrize("verb", ["add", "submit"])
def test_an_import_that_could_not_be_remembered_leaves_no_copy(tmp_path, monkeypatch, verb):
    settings = Settings(workspace=tmp_path / "workspace", slot=tmp_path / "slot.lock", engine="fake")
    file = onnx_models.write(tmp_path / "net.onnx")

    def full(*_):
        raise StoreError("The disk is full.", "Free some.")

    with Workbench(settings=settings) as workbench:
        monkeypatch.setattr("dlwb.workflows.queue.RunQueue.submit", full)
        with pytest.raises(StoreError):
            getattr(workbench.models, verb)(file)
        assert list((tmp_path / "workspace" / "tmp").glob("*")) == []
