"""Datasets as documents."""

from dlwb.documents.document import Document
from dlwb.domain.dataset import Box, BrokenPicture, Dataset, Sample, Task
from dlwb.domain.made_data import MadeData
from dlwb.domain.sample_kind import SampleKind


class DatasetDocument(Document):
    """A dataset as `dlwb dataset show` prints it.

    `sample_kind` says what its samples are: pictures, or recorded inputs, which have no labels and cannot be shown.
    `samples` counts usable ones, `left_out` those that are not, of which `broken` lists the first. `counts` are by class:
    pictures (classification), else objects, else masks that hold it; `class_count` also counts classes without a name.
    `caveat` is what every result on this dataset has to say, such as that it is augmented.
    """

    id: str
    name: str
    format: str
    sample_kind: SampleKind
    tasks: tuple[Task, ...]
    samples: int
    classes: tuple[str, ...]
    class_count: int
    counts: tuple[int, ...]
    broken: tuple[BrokenPicture, ...]
    left_out: int
    reason: str
    notes: tuple[str, ...]
    folder: str
    owned: bool
    ignore: int
    made: MadeData | None
    caveat: str
    created: str

    @classmethod
    def of(cls, dataset: Dataset) -> "DatasetDocument":
        """The document of a dataset."""
        return cls(
            id=dataset.id,
            name=dataset.name,
            format=dataset.format,
            sample_kind=dataset.sample_kind,
            tasks=dataset.tasks,
            samples=dataset.samples,
            classes=dataset.classes,
            class_count=dataset.class_count,
            counts=dataset.counts,
            broken=dataset.broken,
            left_out=dataset.left_out,
            reason=dataset.reason,
            notes=dataset.notes,
            folder=dataset.folder,
            owned=dataset.owned,
            ignore=dataset.ignore,
            made=dataset.made,
            caveat=dataset.caveat,
            created=dataset.created,
        )


class DatasetListDocument(Document):
    """All datasets, newest first, the formats that an import can be told, and the names of the samples that come with dlwb."""

    datasets: tuple[DatasetDocument, ...]
    formats: tuple[str, ...]
    shipped: tuple[str, ...]


class SampleDocument(Document):
    """One picture of a dataset. `position` is its place in the list of all, which the picture's addresses hold.

    Sizes and boxes are in pixels of the upright picture. Of recorded inputs, `picture` is their file, and both sizes are 0.
    """

    position: int
    picture: str
    width: int
    height: int
    label: int | None
    boxes: tuple[Box, ...] | None
    has_mask: bool
    mask_labels: tuple[int, ...]

    @classmethod
    def of(cls, position: int, sample: Sample) -> "SampleDocument":
        """The document of a picture."""
        return cls(
            position=position,
            picture=sample.picture,
            width=sample.width,
            height=sample.height,
            label=sample.label,
            boxes=sample.boxes,
            has_mask=sample.mask is not None,
            mask_labels=sample.mask_labels,
        )


class SamplePageDocument(Document):
    """Some pictures of a dataset in the order of its labels; `total` counts all that show the class asked for."""

    samples: tuple[SampleDocument, ...]
    total: int
