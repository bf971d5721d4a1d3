"""PyTorch: TorchScript and exported programs, both zips; pickles are recognised and refused.

`torch.jit.save` writes `*/code/` and `*/constants.pkl`; `torch.export.save` writes `*/archive_format` with
`pt2` (torch ≥ 2.7) or `serialized_exported_program.json` (before). `torch.save` writes a pickle, which is a
program that runs when it is loaded, so it is never loaded, and without the Python class it is no network.
"""

import re
import zipfile
from pathlib import Path, PurePosixPath

from dlwb.adapters.archives import open_zip
from dlwb.domain.errors import UnreadableModel
from dlwb.domain.model import ModelFormat
from dlwb.ports import Recognised

_PICKLE = re.compile(rb"^\x80[\x02-\x05]")
_EXPORT = "Export it in Python with torch.onnx.export, torch.export.save or torch.jit.save, and import that file."


class PyTorch:
    """Recognises PyTorch models."""

    format = ModelFormat.PYTORCH

    def match(self, folder: Path, entry: str) -> Recognised | None:
        """See `ModelSource.match`."""
        path = folder / entry
        with path.open("rb") as file:
            head = file.read(8)
        if _PICKLE.match(head):
            raise UnreadableModel(
                f"'{entry}' is a Python pickle. A pickle is a program that runs when it is loaded, so it is refused.",
                _EXPORT,
            )
        kind = pytorch_kind(path) if head[:2] == b"PK" else None
        if kind is None:
            return None
        if kind == "pickle":
            raise UnreadableModel(
                f"'{entry}' was written by torch.save: weights or objects in a pickle, without the network's "
                "operations. Pickles are programs that run when they are loaded, so it is refused.",
                _EXPORT,
            )
        words = {"torchscript": "zip with TorchScript code", "exported": "zip with a PyTorch exported program"}
        return Recognised(self.format, entry, (entry,), words[kind])


def pytorch_kind(path: Path) -> str | None:
    """`torchscript`, `exported`, `pickle` (torch.save), or None when the zip is not PyTorch's."""
    try:
        with open_zip(path) as opened:
            names = [PurePosixPath(name) for name in opened.namelist()]
    except zipfile.BadZipFile:
        return None
    last = {name.name for name in names}
    if "archive_format" in last or "serialized_exported_program.json" in last:
        return "exported"
    if "data.pkl" not in last:
        return None
    return "torchscript" if any(name.parts[1:2] == ("code",) for name in names) else "pickle"
