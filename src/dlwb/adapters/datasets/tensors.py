"""Recorded inputs of a network, as numpy saves them: for networks that take no pictures."""

from pathlib import Path

from dlwb.adapters.datasets import files
from dlwb.domain.dataset import DatasetFormat, DatasetOptions
from dlwb.domain.errors import UnreadableDataset
from dlwb.ports import LabelledData, LabelledPicture


class RecordedTensors:
    """`ports.DatasetReader` of any `.npz` and `.npy` files below a folder, each of which is one sample without labels."""

    format = DatasetFormat.TENSORS

    def recognise(self, folder: Path) -> str | None:
        """See `ports.DatasetReader`. Beside pictures, such files are something else, such as masks."""
        first = None
        for path in files.walk(folder):
            if files.is_picture(path):
                return None
            if first is None and files.is_recorded(path):
                first = path
        return f"there are recorded inputs, like '{first}', and no pictures" if first else None

    def read(self, folder: Path, options: DatasetOptions) -> LabelledData:  # noqa: ARG002 - nothing to choose
        """See `ports.DatasetReader`."""
        found = tuple(LabelledPicture(path) for path in files.walk(folder) if files.is_recorded(path))
        if not found:
            raise UnreadableDataset(
                f"'{folder.name}' holds no recorded inputs.", "Give a folder with .npz or .npy files."
            )
        return LabelledData(tasks=(), pictures=found)
