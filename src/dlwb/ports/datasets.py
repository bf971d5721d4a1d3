"""Labelled pictures, as the worker process reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dlwb.domain.dataset import Box, BrokenPicture, DatasetOptions
from dlwb.domain.dataset import Task as Labelling
from dlwb.domain.made_data import MadeData

if TYPE_CHECKING:  # the queue and the launcher stand on this module, and start without numpy
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class LabelledPicture:
    """What the labels of a dataset say of one picture, before anybody has opened it; fields as in `Sample`.

    `relative` boxes and polygons are in fractions of the picture's width and height. `size` is the width and height that
    the labels claim. `source` is the file with the labels, for messages.
    """

    picture: str
    label: int | None = None
    boxes: tuple[Box, ...] | None = None
    mask: str | None = None
    number: int | None = None
    relative: bool = False
    size: tuple[int, int] | None = None
    source: str = ""
    original: int | None = None


@dataclass(frozen=True, slots=True)
class LabelledData:
    """All that a reader finds in a folder. `broken` are labels without a picture and pictures that should have labels.

    `named` says that the classes come with the labels and are part of what the dataset is; else they are only names
    that a person gave to numbers. `made` says that dlwb made the pictures.
    """

    tasks: tuple[Labelling, ...]
    pictures: Sequence[LabelledPicture]
    classes: tuple[str, ...] = ()
    named: bool = True
    broken: tuple[BrokenPicture, ...] = ()
    ignore: int = 255
    notes: tuple[str, ...] = ()
    made: MadeData | None = None


class DatasetReader(Protocol):
    """Recognises and reads one layout of labelled pictures. It opens label files only; pictures are verified later.

    Registered as entry point `dlwb.datasets` under the name of its format. Paths in what it returns are relative to the
    folder, with `/` between the parts, and never lead out of it.
    """

    @property
    def format(self) -> str:
        """The name of the format."""

    def recognise(self, folder: Path) -> str | None:
        """Why the folder is a dataset of this format, in a few words; None: it is something else. Cheap.

        Raises:
            Ambiguous: it holds several; names them.
        """

    def read(self, folder: Path, options: DatasetOptions) -> LabelledData:
        """The labels of all pictures.

        Raises:
            UnreadableDataset: labels are missing or damaged, or hold a class that is not there; says which file and line.
            InvalidOptions: an option does not fit this dataset.
        """


class Pictures(Protocol):
    """Decodes and encodes pictures. The one way in which anything here looks at a picture."""

    def open(self, path: Path) -> "npt.NDArray[np.uint8]":
        """A picture as everybody sees it: height × width × 3 (RGB), upright, 8 bits.

        Raises:
            UnreadablePicture: no picture, damaged, cut short, or larger than any honest one.
        """

    def open_mask(self, path: Path) -> "npt.NDArray[np.uint8]":
        """Numbers of classes by pixel: height × width. Raises UnreadablePicture."""

    def save(self, pixels: "npt.NDArray[np.uint8]", path: Path) -> None:
        """Write a picture (height × width × 3) or a mask (height × width) without loss, as PNG."""


class RecordedInputs(Protocol):
    """Reads files of recorded inputs. The one way in which anything here looks into them."""

    def open(self, path: Path) -> "Mapping[str, npt.NDArray[np.generic]]":
        """The arrays of one sample by the name of the input; the only one of a file without names under the empty name.

        Raises:
            InputError: damaged, cut short, empty, larger than any honest one, or it holds something that is no number.
        """
