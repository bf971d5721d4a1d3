"""Which reader reads a folder: every reader is asked, from the folder itself inwards past folders that only wrap another."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dlwb.domain.dataset import DatasetFormat, is_content
from dlwb.domain.errors import UnknownFormat, nothing_in
from dlwb.plugins import dataset_formats, load_reader
from dlwb.ports import DatasetReader

# Where several recognise a folder, the one that needs more to be there comes first.
_ORDER = (
    DatasetFormat.GENERATED,
    DatasetFormat.COCO,
    DatasetFormat.VOC,
    DatasetFormat.YOLO,
    DatasetFormat.IMAGENET_TXT,
    DatasetFormat.IMAGENET_FOLDERS,
)
# Asked when no labels were found: one is for any pictures at all, the other for folders without any.
_WITHOUT_LABELS = (DatasetFormat.PICTURES, DatasetFormat.TENSORS)
_DEEPEST = 5
_WANTED = (
    "Give a folder, zip or tar of pictures, with labels as ImageNet, Pascal VOC, COCO or YOLO write them, or of recorded "
    "inputs (.npz, .npy)."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A reader, the folder it reads, why, and which other formats the folder could be."""

    reader: DatasetReader
    root: Path
    reason: str
    also: tuple[str, ...] = ()


def choose(folder: Path, wanted: str | None) -> Choice:
    """The reader named `wanted`, or the first that recognises the folder.

    Raises:
        UnknownFormat: none does; says what is there. NotFound: no reader has that name. Ambiguous: several datasets.
    """
    levels = tuple(_levels(folder))
    if wanted is not None:
        reader = load_reader(wanted)
        for level in levels:
            if (reason := reader.recognise(level)) is not None:
                return Choice(reader, level, f"{reason} (format chosen by hand)")
        return Choice(reader, levels[-1], "format chosen by hand")
    for group in _readers():
        for level in levels:
            found = [(reader, reason) for reader in group if (reason := reader.recognise(level)) is not None]
            if found:
                reader, reason = found[0]
                return Choice(reader, level, reason, tuple(other.format for other, _ in found[1:]))
    names = sorted(entry.name for entry in levels[-1].iterdir() if is_content(entry.name))
    if not names:
        raise nothing_in(levels[-1].name, _WANTED)
    listed = ", ".join(f"'{name}'" for name in names[:3]) + (", …" if len(names) > 3 else "")
    raise UnknownFormat(
        f"'{levels[-1].name}' holds no dataset: neither pictures nor recorded inputs, only {listed}.",
        f"{_WANTED} A model is imported as a model.",
    )


def _readers() -> Iterator[tuple[DatasetReader, ...]]:
    """All readers in the order they are asked: those that need labels, then those without."""
    foreign = tuple(name for name in dataset_formats() if name not in (*_ORDER, *_WITHOUT_LABELS))
    yield tuple(load_reader(name) for name in (*foreign, *_ORDER))
    yield tuple(load_reader(name) for name in _WITHOUT_LABELS)


def _levels(folder: Path) -> Iterator[Path]:
    """The folder, and the one inside it as long as there is nothing else, as archives often have it."""
    for _ in range(_DEEPEST):
        yield folder
        inside = [entry for entry in folder.iterdir() if is_content(entry.name)]
        if len(inside) != 1 or not inside[0].is_dir():
            return
        folder = inside[0]
