"""Verification of one sample: it is opened once, and the labels of a picture are held against it."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np

from dlwb.calc.box_fit import fitted
from dlwb.domain.dataset import BrokenPicture, Sample
from dlwb.domain.errors import InputError, UnreadableDataset, UnreadablePicture
from dlwb.ports import LabelledData, LabelledPicture, Pictures, RecordedInputs
from dlwb.protocol import to_json

OTHER_SIZE = "Pictures with another size than their labels say"
MOST_CLASSES = 100_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A verified sample, or why it cannot be used; `content` is a hash of its bytes and labels, whatever its name."""

    sample: Sample | None = None
    broken: BrokenPicture | None = None
    content: str = ""
    remarks: Counter[str] = field(default_factory=Counter)


Verify = Callable[[LabelledPicture, Path], Checked]
"""Opens one sample of a dataset that lies in a folder. Raises InputError, OSError: it cannot be used."""


def check(labelled: LabelledPicture, data: LabelledData, root: Path, verify: Verify) -> Checked:
    """Verify a sample; one that cannot be used is told, and not fatal.

    Raises:
        UnreadableDataset: a label has a class that is not there.
    """
    _check_labels(labelled, data)
    if not _is_unicode(labelled.picture, labelled.mask or ""):
        return Checked(broken=BrokenPicture(labelled.picture, "Its name is not UTF-8; rename it."))
    try:
        return verify(labelled, root)
    except InputError as error:
        return Checked(broken=BrokenPicture(labelled.picture, error.message))
    except OSError as error:
        words = f"'{PurePosixPath(labelled.picture).name}' cannot be read: {error.strerror or error}."
        return Checked(broken=BrokenPicture(labelled.picture, words))


def verified_picture(labelled: LabelledPicture, root: Path, *, data: LabelledData, pictures: Pictures) -> Checked:
    """Open a picture and its mask, and fit its boxes to it. Raises InputError, OSError."""
    path = _inside(root, labelled.picture)
    content = path.read_bytes()
    stat = path.stat()
    height, width = pictures.open(path).shape[:2]
    remarks: Counter[str] = Counter()
    if labelled.size not in (None, (width, height)):
        remarks[OTHER_SIZE] += 1
    boxes = labelled.boxes
    if boxes is not None:
        boxes, about_boxes = fitted(boxes, width, height, relative=labelled.relative)
        remarks += about_boxes
    mask = _Mask() if labelled.mask is None else _mask(labelled.mask, data, (height, width), root, pictures)
    sample = Sample(
        picture=labelled.picture,
        width=width,
        height=height,
        label=labelled.label,
        boxes=boxes,
        mask=labelled.mask,
        number=labelled.number,
        mask_labels=mask.labels,
        file_bytes=stat.st_size,
        modified_ns=stat.st_mtime_ns,
        mask_bytes=mask.file_bytes,
        mask_modified_ns=mask.modified_ns,
        original=labelled.original,
    )
    return Checked(sample, content=_content(content, sample, mask.content), remarks=remarks)


def verified_recording(labelled: LabelledPicture, root: Path, *, recorded: RecordedInputs) -> Checked:
    """Read all arrays of a file of recorded inputs. Raises InputError, OSError."""
    path = _inside(root, labelled.picture)
    stat = path.stat()
    recorded.open(path)
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    sample = Sample(labelled.picture, 0, 0, file_bytes=stat.st_size, modified_ns=stat.st_mtime_ns)
    return Checked(sample, content=content)


def _content(picture: bytes, sample: Sample, mask: str) -> str:
    labels = to_json((sample.label, sample.boxes, sample.number))
    return hashlib.sha256(f"{hashlib.sha256(picture).hexdigest()}\n{labels}\n{mask}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Mask:
    """What is known of a mask: a hash of its bytes, the classes in it, size and date of its file."""

    content: str = ""
    labels: tuple[int, ...] = ()
    file_bytes: int = 0
    modified_ns: int = 0


def _mask(name: str, data: LabelledData, shape: tuple[int, int], root: Path, pictures: Pictures) -> _Mask:
    path = _inside(root, name)
    mask = pictures.open_mask(path)
    if mask.shape != shape:
        sizes = [f"{width} × {height}" for height, width in (mask.shape, shape)]
        raise UnreadablePicture(
            f"The mask '{name}' has {sizes[0]} pixels, its picture {sizes[1]}.", "Draw the mask at the picture's size."
        )
    numbers = [int(number) for number in np.unique(mask) if number not in (0, data.ignore)]
    if data.classes and numbers and numbers[-1] > len(data.classes):
        raise UnreadablePicture(
            f"The mask '{name}' holds the number {numbers[-1]}, and the last class is number {len(data.classes)}.",
            "Name every class, or correct the mask.",
        )
    content, stat = path.read_bytes(), path.stat()
    labels = tuple(number - 1 for number in numbers)
    return _Mask(hashlib.sha256(content).hexdigest(), labels, stat.st_size, stat.st_mtime_ns)


def _inside(root: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name:
        raise UnreadablePicture(f"'{name}' leads out of the folder of the dataset.", "Move the file into it.")
    return root / path


def _is_unicode(*names: str) -> bool:
    """Whether names can be written down: a file system may hold bytes that are no text."""
    return not any("\ud800" <= letter <= "\udfff" for name in names for letter in name)


def _check_labels(labelled: LabelledPicture, data: LabelledData) -> None:
    """Readers check this themselves, with the line; here it is checked for all, readers of others included."""
    most = len(data.classes) or MOST_CLASSES
    labels = [box.label for box in labelled.boxes or ()] + ([] if labelled.label is None else [labelled.label])
    wrong = next((label for label in labels if not 0 <= label < most), None)
    if wrong is not None:
        raise UnreadableDataset(
            f"{labelled.source or 'The labels'}: '{labelled.picture}' has class {wrong}, but classes are 0 to {most - 1}.",
            "Correct the labels, or give the label map that belongs to them.",
            terminal="dlwb dataset import PATH --labels FILE",
        )
