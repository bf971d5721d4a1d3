"""Labelled pictures, or recorded inputs: what a dataset is, and what each of its samples shows."""

from dataclasses import dataclass
from enum import StrEnum

from dlwb.domain.made_data import Augmented, Generated, MadeData
from dlwb.domain.sample_kind import SampleKind


class DatasetFormat(StrEnum):
    """The layouts that can be imported, recognised by content; readers of others may add more."""

    IMAGENET_TXT = "imagenet_txt"
    IMAGENET_FOLDERS = "imagenet_folders"
    VOC = "voc"
    COCO = "coco"
    YOLO = "yolo"
    PICTURES = "pictures"
    GENERATED = "generated"
    TENSORS = "tensors"


def sample_kind(format: str) -> SampleKind:
    """What the samples of a dataset of a format are."""
    return SampleKind.RECORDED if format == DatasetFormat.TENSORS else SampleKind.PICTURE


_LEFT_BY_PROGRAMS = ("__MACOSX", "Thumbs.db", "desktop.ini")


def is_content(name: str) -> bool:
    """Whether a file or folder was put there by a person, not by an archiver or a file manager."""
    return not name.startswith(".") and name not in _LEFT_BY_PROGRAMS


class Task(StrEnum):
    """What a network does with a picture, and what a dataset has labels for."""

    CLASSIFICATION = "classification"
    DETECTION = "detection"
    SEGMENTATION = "segmentation"
    INSTANCE_SEGMENTATION = "instance_segmentation"

    @property
    def finds_objects(self) -> bool:
        """Whether it is about single objects, each with a box and a score."""
        return self in (Task.DETECTION, Task.INSTANCE_SEGMENTATION)


@dataclass(frozen=True, slots=True)
class Box:
    """An object in a picture: corners in pixels of the stored picture (x to the right, y down; `x1`, `y1` are outside).

    `label` is an index into the dataset's classes. Neither a `difficult` (VOC) nor a `crowd` (COCO) object has to be found.
    `area` is the area that COCO counts sizes by, in pixels; None: that of the box. `polygons` (x, y, x, y, …) or `rle`
    (COCO's compressed run lengths over the whole picture, column by column) outline the object where that is known.
    """

    label: int
    x0: float
    y0: float
    x1: float
    y1: float
    difficult: bool = False
    crowd: bool = False
    area: float | None = None
    polygons: tuple[tuple[float, ...], ...] = ()
    rle: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture and what is known of it. Paths are relative to the dataset's folder.

    Of recorded inputs, `picture` is their file, and both `width` and `height` are 0. Else
    `width` and `height` are those of the picture as stored, in pixels, after the turn that its EXIF data asks for.
    `label` is its class, for classification; `boxes` its objects (an empty tuple: there are none), None without such
    labels; `mask` the file with the class of every pixel, where 0 is background and k + 1 is class k; `mask_labels` are the
    classes in it. `number` is the number that COCO knows the picture by. `original` is the same number for all pictures that
    dlwb made from one original, and for that itself; None: the picture stands for itself. `file_bytes` and `modified_ns`
    (since the epoch) are of the picture's file when it was verified: a file where they differ has been changed since;
    `mask_bytes` and `mask_modified_ns` are of the mask's.
    """

    picture: str
    width: int
    height: int
    label: int | None = None
    boxes: tuple[Box, ...] | None = None
    mask: str | None = None
    number: int | None = None
    mask_labels: tuple[int, ...] = ()
    file_bytes: int = 0
    modified_ns: int = 0
    mask_bytes: int = 0
    mask_modified_ns: int = 0
    original: int | None = None

    @property
    def labels(self) -> frozenset[int]:
        """All classes that the picture shows, as far as labels say."""
        own = () if self.label is None else (self.label,)
        return frozenset((*own, *(box.label for box in self.boxes or ()), *self.mask_labels))

    def is_file(self, file_bytes: int, modified_ns: int) -> bool:
        """Whether a file of this size and date is the one that was verified."""
        return (self.file_bytes, self.modified_ns) == (file_bytes, modified_ns)

    def is_mask_file(self, file_bytes: int, modified_ns: int) -> bool:
        """Whether a file of this size and date is the mask that was verified."""
        return (self.mask_bytes, self.mask_modified_ns) == (file_bytes, modified_ns)


@dataclass(frozen=True, slots=True)
class BrokenPicture:
    """A picture or label that cannot be used, and why; it is left out of every measurement."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """Labelled pictures or recorded inputs, ready to measure with.

    `id` is a hash over format, labels and pictures. `format` is a `DatasetFormat`, or what another reader calls its own.
    `folder` is absolute: where the pictures lie, which is the user's own
    folder, or one in the workspace that an archive was unpacked to (`owned`). `tasks` are what there are labels for; none: the
    pictures have no labels. `classes` are names by index, empty where nobody gave any; `ignore` is the value of mask pixels
    that do not count. `index` is the hash of the stored list of samples. `reason` says what gave the format away.
    `counts` says by class how many pictures have it (classification), or else how many objects, or else how many masks hold
    it. `broken` lists the first of `left_out`. `made` is there when the pictures were generated or augmented by dlwb.
    """

    id: str
    name: str
    format: str
    tasks: tuple[Task, ...]
    samples: int
    classes: tuple[str, ...]
    folder: str
    owned: bool
    index: str
    created: str
    reason: str
    counts: tuple[int, ...] = ()
    broken: tuple[BrokenPicture, ...] = ()
    ignore: int = 255
    notes: tuple[str, ...] = ()
    left_out: int = 0
    made: MadeData | None = None

    @property
    def class_count(self) -> int:
        """How many classes there are, named or only numbered."""
        return max(len(self.classes), len(self.counts))

    @property
    def sample_kind(self) -> SampleKind:
        """What its samples are, which the format says."""
        return sample_kind(self.format)

    @property
    def holds_pictures(self) -> bool:
        """Whether its samples are pictures, and no recorded inputs."""
        return self.sample_kind is SampleKind.PICTURE

    @property
    def caveat(self) -> str:
        """What every result on this dataset has to say about it, or empty."""
        match self.made:
            case Generated():
                return f"The pictures of '{self.name}' were drawn by dlwb; figures on them say nothing about real ones."
            case Augmented(parent_name=parent):
                return (
                    f"'{self.name}' is augmented data: {self.made.changes.words}, made from '{parent}'. "
                    "All that was made from one picture counts as one where it is said how sure a figure is."
                )
            case None:
                return ""


@dataclass(frozen=True, slots=True)
class DatasetOptions:
    """What a person may say about a dataset when importing it; None: find out.

    `format` is a name of a reader, `name` the name in the workbench. `labels` are the lines of a label map, one class a line
    in the order of their numbers. `split` chooses among several sets of labels (`val`, `train`, …). `first_class` is the
    number that the first class has in the labels, 0 or 1.
    """

    format: str | None = None
    name: str | None = None
    labels: tuple[str, ...] | None = None
    split: str | None = None
    first_class: int | None = None


@dataclass(frozen=True, slots=True)
class Subset:
    """A part of a dataset: `count` pictures or `percent` of them, chosen by `seed`; neither: all.

    The same seed gives the same pictures, and a larger part holds the smaller one. The pictures of `apart_from`, another part
    of the same dataset, are left out before anything is counted; those are first of all pictures without the labels that count.
    """

    count: int | None = None
    percent: float | None = None
    seed: int = 0
    apart_from: "Subset | None" = None
