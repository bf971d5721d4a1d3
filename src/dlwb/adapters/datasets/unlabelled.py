"""Pictures without labels: enough to compare a model with its parent, and to calibrate."""

from pathlib import Path

from dlwb.adapters.datasets import files
from dlwb.domain.dataset import DatasetFormat, DatasetOptions
from dlwb.domain.errors import UnreadableDataset
from dlwb.ports import LabelledData, LabelledPicture


class UnlabelledPictures:
    """`ports.DatasetReader` of any pictures below a folder."""

    format = DatasetFormat.PICTURES

    def recognise(self, folder: Path) -> str | None:
        """See `ports.DatasetReader`."""
        first = next((path for path in files.walk(folder) if files.is_picture(path)), None)
        return f"there are pictures, like '{first}', and no labels that any reader knows" if first else None

    def read(self, folder: Path, options: DatasetOptions) -> LabelledData:  # noqa: ARG002 - nothing to choose
        """See `ports.DatasetReader`."""
        found = tuple(LabelledPicture(path) for path in files.walk(folder) if files.is_picture(path))
        if not found:
            raise UnreadableDataset(f"'{folder.name}' holds no pictures.", "Give a folder with pictures.")
        return LabelledData(tasks=(), pictures=found)
