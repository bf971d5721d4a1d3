"""YOLO: a text file for each picture, a line for each object, with its class and its place in fractions of the picture."""

from collections.abc import Iterator
from math import isfinite
from pathlib import Path, PurePosixPath
from typing import Any

from dlwb.adapters.datasets import files, label_map
from dlwb.adapters.datasets.yolo_config import YoloConfig, read_config
from dlwb.calc.figure_words import counted
from dlwb.domain.dataset import Box, BrokenPicture, DatasetFormat, DatasetOptions, Task
from dlwb.domain.errors import InvalidOptions, OptionProblem, UnreadableDataset
from dlwb.ports import LabelledData, LabelledPicture

_SPLITS = ("val", "valid", "validation", "test", "train")
_TRIED_PICTURES = 50
_MOST_LINE_BYTES = 16 * files.MIB
_TOLERANCE = 0.01
_NAMED = 3


class Yolo:
    """`ports.DatasetReader` of YOLO labels: `images/` beside `labels/`, or a text file beside each picture."""

    format = DatasetFormat.YOLO

    def recognise(self, folder: Path) -> str | None:
        """See `ports.DatasetReader`."""
        config = read_config(folder)
        for pictures in _places(folder, config).values():
            for picture in pictures[:_TRIED_PICTURES]:
                label = _label_file(folder, picture)
                if label is not None and _looks_right(folder / label):
                    return f"'{label}' has a class and four fractions on each line, as YOLO does"
        return None

    def read(self, folder: Path, options: DatasetOptions) -> LabelledData:
        """See `ports.DatasetReader`."""
        config = read_config(folder)
        places = _places(folder, config)
        split = files.preferred(list(places), options.split)
        if options.split is not None and split is None:
            there = ", ".join(filter(None, places)) or "none"
            raise InvalidOptions((OptionProblem("split", f"there is no '{options.split}'."),), f"There are: {there}.")
        if split is None:
            raise UnreadableDataset(f"'{folder.name}' holds no pictures.", "Give the folder with images and labels.")
        classes, note = _classes(folder, config, options)
        notes = [note, _others(split, list(places))]
        return _Reading(folder, places[split], classes, options).data(notes)


class _Reading:
    """The pictures of one split on their way in."""

    def __init__(self, folder: Path, pictures: list[str], classes: tuple[str, ...], options: DatasetOptions) -> None:
        self._folder = folder
        self._names = pictures
        self._classes = classes
        self._first = options.first_class or 0
        self._named = options.labels is None
        self._broken: list[BrokenPicture] = []

    def data(self, notes: list[str]) -> LabelledData:
        """All of it."""
        pictures: list[LabelledPicture] = []
        unlabelled: list[str] = []
        for name in self._names:
            file = _label_file(self._folder, name)
            if file is None:
                unlabelled.append(name)
            found = self._boxes(name, file) if file is not None else ()
            if found is not None:
                pictures.append(LabelledPicture(name, boxes=found, relative=True, source=file or ""))
        if len(unlabelled) == len(self._names):
            raise UnreadableDataset(
                f"No picture has a label file, of {counted(len(self._names), 'picture')}.",
                "Put labels/a.txt beside images/a.jpg, or a.txt beside a.jpg.",
            )
        self._report_without_pictures()
        if unlabelled:
            shown = ", ".join(unlabelled[:_NAMED]) + (", …" if len(unlabelled) > _NAMED else "")
            notes.append(
                f"Pictures without a label file, which count as pictures without objects: {len(unlabelled)} ({shown})."
            )
        outlined = any(box.polygons for one in pictures for box in one.boxes or ())
        return LabelledData(
            tasks=(Task.DETECTION, Task.INSTANCE_SEGMENTATION) if outlined else (Task.DETECTION,),
            pictures=tuple(pictures),
            classes=self._classes,
            named=self._named,
            broken=tuple(self._broken),
            notes=tuple(filter(None, notes)),
        )

    def _boxes(self, picture: str, file: str) -> tuple[Box, ...] | None:
        """The objects of a picture, each once; None: the lines cannot be read, and the picture is left out."""
        found: dict[Box, None] = {}
        try:
            lines = files.read_text(self._folder / file, _MOST_LINE_BYTES).splitlines()
        except UnreadableDataset as error:
            self._broken.append(BrokenPicture(picture, error.message))
            return None
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    found[self._box(line.split(), f"{file}:{number}")] = None
        except ValueError as error:
            self._broken.append(BrokenPicture(picture, f"{error}."))
            return None
        return tuple(found)

    def _box(self, words: list[str], place: str) -> Box:
        if not (len(words) == 5 or (len(words) >= 7 and len(words) % 2)):
            raise ValueError(f"{place}: {len(words)} numbers; a box has 5, an outline an odd number from 7 on")
        try:
            given, *values = map(float, words)
        except ValueError:
            raise ValueError(f"{place}: '{' '.join(words)[:40]}' is not all numbers") from None
        if not all(isfinite(value) and -_TOLERANCE <= value <= 1 + _TOLERANCE for value in values):
            raise ValueError(f"{place}: a place is a fraction of the picture, 0 to 1")
        label = self._label(given, place)
        if len(values) == 4:
            x, y, width, height = values
            return Box(label, x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        xs, ys = values[::2], values[1::2]
        return Box(label, min(xs), min(ys), max(xs), max(ys), polygons=(tuple(values),))

    def _label(self, given: float, place: str) -> int:
        if not isfinite(given) or given != int(given):
            raise ValueError(f"{place}: a class is a whole number")
        label = int(given) - self._first
        most = len(self._classes)
        if label < 0 or (most and label >= most):
            there = (
                f"there are {most} classes ({self._first} to {most - 1 + self._first})"
                if most
                else "that is less than 0"
            )
            raise UnreadableDataset(
                f"{place}: class {int(given)} is out of range; {there}.",
                "Correct the line, or give the label map that belongs to it.",
                terminal="dlwb dataset import PATH --labels FILE",
            )
        return label

    def _report_without_pictures(self) -> None:
        stems = {name.rpartition(".")[0] for name in self._names}
        for place in sorted({PurePosixPath(name).parent for name in self._names}):
            for labels in {_labels_folder(place), place}:
                for name in files.files(self._folder / labels, ".txt"):
                    stem = (place / name).with_suffix("").as_posix()
                    if stem not in stems and _looks_right(self._folder / labels / name):
                        path = (labels / name).as_posix()
                        self._broken.append(BrokenPicture(path, "There is no picture for this label file."))


def _classes(folder: Path, config: YoloConfig, options: DatasetOptions) -> tuple[tuple[str, ...], str]:
    if options.labels is not None:
        return label_map.parse(options.labels).names, ""
    if config.names:
        return config.names, f"Names of classes from '{config.file}'."
    for place in ("", "labels", *(f"labels/{split}" for split in _SPLITS), "images"):
        found = label_map.beside(folder / place)
        if found is not None:
            return found[0].names, f"Names of classes from '{(PurePosixPath(place) / found[1]).as_posix()}'."
    return (), ""


def _others(chosen: str, there: list[str]) -> str:
    others = [name for name in there if name != chosen]
    return f"Pictures of '{chosen}'; also there: {', '.join(others)}; the split can be chosen." if others else ""


def _places(folder: Path, config: YoloConfig) -> dict[str, list[str]]:
    """Pictures of each split, by its name; without splits all pictures under the empty name."""
    found = {split: pictures for split, pictures in _configured(folder, config) if pictures}
    if found:
        return found
    for patterns in (("images/{}",), ("{}/images",), ("{}",)):
        found = {
            split: pictures
            for split in _SPLITS
            for pattern in patterns
            if (pictures := _pictures(folder, pattern.format(split)))
        }
        if found:
            return found
    for place in ("images", ""):
        if pictures := _pictures(folder, place):
            return {"": pictures}
    return {}


def _configured(folder: Path, config: YoloConfig) -> Iterator[tuple[str, list[str]]]:
    for split, values in config.splits.items():
        pictures: list[str] = []
        for value in values:
            for place in dict.fromkeys((f"{config.path}/{value}" if config.path else value, value)):
                inside = "/".join(part for part in place.replace("\\", "/").split("/") if part not in ("", ".", ".."))
                found = _listed(folder, inside) if inside.endswith(".txt") else _pictures(folder, inside)
                if found:
                    pictures += found
                    break
        yield split, pictures


def _listed(folder: Path, inside: str) -> list[str]:
    if not (folder / inside).is_file():
        return []
    finder = files.PictureFinder(folder, PurePosixPath(inside).parent.as_posix())
    lines = files.read_text(folder / inside).splitlines()
    return [path for line in lines if line.strip() and (path := finder.find(line.strip())) is not None]


def _pictures(folder: Path, inside: str) -> list[str]:
    place = PurePosixPath(inside)
    return [(place / name).as_posix() for name in files.pictures(folder / inside)]


def _labels_folder(pictures: PurePosixPath) -> PurePosixPath:
    """The folder of the labels: the last `images` of the path becomes `labels`."""
    parts = list(pictures.parts)
    if "images" not in parts:
        return pictures
    last = len(parts) - 1 - parts[::-1].index("images")
    return PurePosixPath(*parts[:last], "labels", *parts[last + 1 :])


def _label_file(folder: Path, picture: str) -> str | None:
    path = PurePosixPath(picture)
    for place in (_labels_folder(path.parent), path.parent):
        label = place / f"{path.stem}.txt"
        if (folder / label).is_file():
            return label.as_posix()
    return None


def _looks_right(path: Path) -> bool:
    """Whether the first line is a class and fractions."""
    with path.open("rb") as file:
        words: list[Any] = file.readline(files.MIB).split()
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        return False
    return len(numbers) >= 5 and numbers[0] == int(numbers[0]) and all(-0.5 <= n <= 1.5 for n in numbers[1:])
