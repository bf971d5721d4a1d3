"""Pictures that dlwb made itself, drawn or augmented: all labels in one file of its own."""

from pathlib import Path

from dlwb.adapters.datasets.files import MIB, read_text
from dlwb.domain.dataset import DatasetFormat, DatasetOptions
from dlwb.domain.errors import UnreadableDataset, WorkerProtocolError
from dlwb.ports import LabelledData, LabelledPicture
from dlwb.protocol import LABELS_JSON, MadeLabels, from_json

_MOST_BYTES = 2048 * MIB


class MadePictures:
    """`ports.DatasetReader` of what the worker writes when it makes pictures."""

    format = DatasetFormat.GENERATED

    def recognise(self, folder: Path) -> str | None:
        """See `ports.DatasetReader`."""
        return f"'{LABELS_JSON}' says that dlwb made it" if (folder / LABELS_JSON).is_file() else None

    def read(self, folder: Path, options: DatasetOptions) -> LabelledData:  # noqa: ARG002 - nothing to choose
        """See `ports.DatasetReader`."""
        try:
            made = from_json(MadeLabels, read_text(folder / LABELS_JSON, _MOST_BYTES))
        except WorkerProtocolError as error:
            raise UnreadableDataset(f"'{LABELS_JSON}' cannot be used: {error.message}", "Make it again.") from error
        pictures = tuple(
            LabelledPicture(
                picture=sample.picture,
                label=sample.label,
                boxes=sample.boxes,
                mask=sample.mask,
                number=sample.number,
                source=LABELS_JSON,
                original=sample.original,
            )
            for sample in made.samples
        )
        return LabelledData(made.tasks, pictures, made.classes, ignore=made.ignore, notes=made.notes, made=made.made)
