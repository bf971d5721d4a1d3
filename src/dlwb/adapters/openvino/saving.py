"""Writing a network as IR, and seeing that it arrived."""

import shutil
from pathlib import Path

import openvino as ov

from dlwb.adapters.diskspace import disk_full_is_named
from dlwb.adapters.openvino.errors import message_of
from dlwb.domain.errors import DiskFull, UnreadableModel
from dlwb.domain.model import IR_BIN, IR_XML

_SPARE_BYTES = 64 << 20


def save_ir(model: ov.Model, folder: Path, *, compress_to_fp16: bool) -> ov.Model:
    """Write `model.xml` and `model.bin` to a folder, and return the network as it was written.

    Reading it back shows whether all of it arrived on the disk: the engine does not always notice.

    Raises:
        DiskFull. UnreadableModel: the engine cannot write it.
    """
    with disk_full_is_named(folder):
        folder.mkdir(parents=True, exist_ok=True)
        # A file that is replaced may still be mapped by a network in use; cut short in place, it would kill this process.
        (folder / IR_BIN).unlink(missing_ok=True)
        try:
            ov.save_model(model, folder / IR_XML, compress_to_fp16=compress_to_fp16)
            return ov.Core().read_model(folder / IR_XML, folder / IR_BIN)
        except RuntimeError as error:
            raise _not_written(folder, error) from error


def _not_written(folder: Path, error: RuntimeError) -> Exception:
    if shutil.disk_usage(folder).free < _SPARE_BYTES:
        return DiskFull(
            f"No space is left on the disk of '{folder}'; what was stored before is unharmed.",
            "Free some space, or move the workspace (setting DLWB_WORKSPACE).",
            terminal="--workspace FOLDER",
        )
    return UnreadableModel(
        f"The model cannot be written: {message_of(error).strip().splitlines()[-1]}.",
        "The run's log holds the engine's full message.",
    )
