"""Labelled pictures: what a dataset is, and what each of its pictures shows."""

from dataclasses import dataclass
from enum import StrEnum


class DatasetFormat(StrEnum):
    """The layouts that can be imported, recognised by content."""

    IMAGENET_TXT = "imagenet_txt"
    IMAGENET_FOLDERS = "imagenet_folders"
    VOC = "voc"
    COCO = "coco"
    YOLO = "yolo"
    PICTURES = "pictures"
    GENERATED = "generated"


class Task(StrEnum):
    """What a network does with a picture, and what a dataset has labels for."""

    CLASSIFICATION = "classification"
    DETECTION = "detection"
    SEGMENTATION = "segmentation"
    INSTANCE_SEGMENTATION = "instance_segmentation"


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

    `width` and `height` are those of the picture as stored, in pixels, after the turn that its EXIF data asks for.
    `label` is its class, for classification; `boxes` its objects (an empty tuple: there are none), None without such
    labels; `mask` the file with the class of every pixel. `number` is the number that COCO knows the picture by.
    """

    picture: str
    width: int
    height: int
    label: int | None = None
    boxes: tuple[Box, ...] | None = None
    mask: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class BrokenPicture:
    """A picture or label that cannot be used, and why; it is left out of every measurement."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """Labelled pictures, ready to measure with.

    `id` is a hash over format, labels and pictures. `folder` is absolute: where the pictures lie, which is the user's own
    folder, or one in the workspace that an archive was unpacked to (`owned`). `tasks` are what there are labels for; none: the
    pictures have no labels. `classes` are names by index, empty where nobody gave any; `ignore` is the value of mask pixels
    that do not count. `index` is the hash of the stored list of samples. `reason` says what gave the format away.
    """

    id: str
    name: str
    format: DatasetFormat
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
