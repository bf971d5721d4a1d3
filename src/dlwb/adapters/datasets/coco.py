"""COCO: one JSON file with all pictures, classes and objects; outlines as polygons or run lengths."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path, PurePosixPath
from typing import Any

from dlwb.adapters.datasets import files
from dlwb.calc.run_lengths import text_of
from dlwb.domain.dataset import Box, BrokenPicture, DatasetFormat, DatasetOptions, Task
from dlwb.domain.errors import InvalidOptions, OptionProblem, UnreadableDataset
from dlwb.ports import LabelledData, LabelledPicture

_MOST_BYTES = 2048 * files.MIB
_HEAD_BYTES = 1 * files.MIB
_WORDS = (b'"images"', b'"annotations"', b'"categories"')
# Files that come along with the boxes in the original download, and hold something else.
_OTHER_KINDS = ("captions", "person_keypoints", "panoptic", "stuff", "image_info")


class Coco:
    """`ports.DatasetReader` of the JSON of COCO's object detection; boxes, polygons, run lengths and crowds."""

    format = DatasetFormat.COCO

    def recognise(self, folder: Path) -> str | None:
        """See `ports.DatasetReader`."""
        found = _candidates(folder)
        return f"'{found[0]}' lists images, annotations and categories as COCO does" if found else None

    def read(self, folder: Path, options: DatasetOptions) -> LabelledData:
        """See `ports.DatasetReader`."""
        found = _candidates(folder)
        if not found:
            raise UnreadableDataset(
                f"'{folder.name}' has no JSON file with images, annotations and categories.",
                "Put a file such as annotations/instances_val.json beside the pictures.",
            )
        chosen = files.preferred([_name(path) for path in found], options.split)
        if chosen is None:
            names = ", ".join(found)
            raise InvalidOptions(
                (OptionProblem("split", f"there is no '{options.split}'."),), f"Files with labels: {names}."
            )
        file = next(path for path in found if _name(path) == chosen)
        others = [path for path in found if path != file]
        note = f"Labels from '{file}'; also there: {', '.join(others)}; the split can be chosen." if others else ""
        return _Reading(folder, file, [note] if note else []).data()


@dataclass(frozen=True, slots=True)
class _Image:
    """A picture as the JSON has it."""

    number: int
    file: str
    size: tuple[int, int] | None


class _Reading:
    """One COCO file on its way in."""

    def __init__(self, folder: Path, file: str, notes: list[str]) -> None:
        self._folder = folder
        self._file = file
        self._notes = notes
        self._broken: list[BrokenPicture] = []

    def data(self) -> LabelledData:
        """All of it."""
        document = self._document()
        numbers, classes = self._classes(document)
        images = {image.number: image for image in map(self._image, self._list(document, "images"))}
        boxes: dict[int, list[Box]] = {number: [] for number in images}
        for place, one in enumerate(self._list(document, "annotations")):
            self._take(place, one, images, numbers, boxes)
        pictures = self._pictures(images, boxes)
        outlined = any(box.polygons or (box.rle and not box.crowd) for found in boxes.values() for box in found)
        tasks = (Task.DETECTION, Task.INSTANCE_SEGMENTATION) if outlined else (Task.DETECTION,)
        return LabelledData(
            tasks=tasks,
            pictures=tuple(pictures),
            classes=classes,
            broken=tuple(self._broken),
            notes=tuple(self._notes),
        )

    def _document(self) -> dict[str, Any]:
        try:
            document = json.loads(files.read_text(self._folder / self._file, _MOST_BYTES))
        except (ValueError, RecursionError) as error:
            raise self._wrong(f"it is damaged: {error}") from error
        if not isinstance(document, dict):
            raise self._wrong("it is no JSON object")
        return document

    def _list(self, document: dict[str, Any], key: str) -> list[Any]:
        value = document.get(key)
        if not isinstance(value, list):
            raise self._wrong(f"it has no list of {key}")
        return value

    def _classes(self, document: dict[str, Any]) -> tuple[dict[int, int], tuple[str, ...]]:
        """Our numbers by COCO's ids, which have holes, and the names in the order of the ids."""
        names: dict[int, str] = {}
        for place, one in enumerate(self._list(document, "categories")):
            with self._place("categories", place):
                number, name = _integer(one["id"]), str(one["name"]).strip()
                if number in names or not name or not name.isprintable() or len(name) > 200:
                    raise ValueError("its id is there twice, or its name cannot be shown")
                names[number] = name
        if not names:
            raise self._wrong("it has no categories")
        ordered = sorted(names)
        return {number: i for i, number in enumerate(ordered)}, tuple(names[number] for number in ordered)

    def _image(self, one: Any) -> _Image:
        with self._place("images", one.get("id", "?") if isinstance(one, dict) else "?"):
            width, height = one.get("width"), one.get("height")
            size = (_integer(width), _integer(height)) if width and height else None
            return _Image(_integer(one["id"]), str(one["file_name"]), size)

    def _take(
        self, place: int, one: Any, images: dict[int, _Image], numbers: dict[int, int], boxes: dict[int, list[Box]]
    ) -> None:
        with self._place("annotations", place):
            image, category = _integer(one["image_id"]), _integer(one["category_id"])
            if category not in numbers:
                raise ValueError(f"its category {category} is none of those listed")
            if image not in images:
                where = f"{self._file}: annotations[{place}]"
                self._broken.append(BrokenPicture(where, f"It is of image {image}, which is not listed."))
                return
            boxes[image].append(_box(one, numbers[category], images[image].size))

    def _pictures(self, images: dict[int, _Image], boxes: dict[int, list[Box]]) -> list[LabelledPicture]:
        stem = _name(self._file).rpartition("_")[2]
        split = stem.rstrip("0123456789")
        beside = PurePosixPath(self._file).parent.as_posix()
        places = (beside, stem, split, "images", f"images/{stem}", f"images/{split}", "data", "pictures")
        finder = files.PictureFinder(self._folder, *places)
        pictures = []
        for image in images.values():
            path = finder.find(image.file)
            if path is None:
                reason = f"There is no such picture; '{self._file}' has labels for it."
                self._broken.append(BrokenPicture(image.file, reason))
                continue
            found = tuple(boxes[image.number])
            pictures.append(LabelledPicture(path, boxes=found, number=image.number, size=image.size, source=self._file))
        self._report_unlabelled({one.picture for one in pictures})
        return pictures

    def _report_unlabelled(self, labelled: set[str]) -> None:
        """Pictures beside labelled ones that the JSON does not list."""
        for place in sorted({PurePosixPath(path).parent for path in labelled}):
            for name in files.pictures(self._folder / place):
                if (path := (place / name).as_posix()) not in labelled:
                    self._broken.append(BrokenPicture(path, f"It is not listed in '{self._file}'."))

    def _wrong(self, why: str) -> UnreadableDataset:
        return UnreadableDataset(f"'{self._file}' cannot be used: {why}.", "Export the labels again.")

    def _place(self, key: str, place: object) -> "_Place":
        return _Place(self._wrong, f"{key}[{place}]")


class _Place:
    """Name the entry of the JSON in whatever is wrong with it."""

    def __init__(self, wrong: Callable[[str], UnreadableDataset], where: str) -> None:
        self._wrong = wrong
        self._where = where

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError):
            raise self._wrong(f"{self._where} has no {error}") from error
        if isinstance(error, ValueError | TypeError | AttributeError | OverflowError):
            raise self._wrong(f"{self._where}: {error}") from error


def _box(one: dict[str, Any], label: int, size: tuple[int, int] | None) -> Box:
    x, y, width, height = map(float, one["bbox"])
    area = float(one["area"]) if "area" in one else None
    if not all(map(isfinite, (x, y, width, height, area or 0.0))):
        raise ValueError("it holds a number that is not finite")
    polygons, rle = _outline(one.get("segmentation"), size)
    return Box(
        label=label,
        x0=x,
        y0=y,
        x1=x + width,
        y1=y + height,
        crowd=bool(one.get("iscrowd", 0)),
        area=area,
        polygons=polygons,
        rle=rle,
    )


def _outline(value: Any, size: tuple[int, int] | None) -> tuple[tuple[tuple[float, ...], ...], str]:
    """Polygons, or run lengths as compressed text."""
    if not value:
        return (), ""
    if isinstance(value, list):
        return tuple(tuple(map(float, polygon)) for polygon in value if polygon), ""
    counts = value["counts"]
    height, width = map(_integer, value["size"])
    if size is not None and (width, height) != size:
        raise ValueError(f"its run lengths are of {width} × {height} pixels, its picture has {size[0]} × {size[1]}")
    if isinstance(counts, str):
        return (), counts
    return (), text_of([_integer(count) for count in counts])


def _integer(value: Any) -> int:
    number = int(value)
    if isinstance(value, bool) or number != float(value) or abs(number) > 1 << 62:
        raise ValueError(f"{str(value)[:40]!r} is no whole number")
    return number


def _candidates(folder: Path) -> list[str]:
    """JSON files with boxes in the folder, in `annotations/`, or beside pictures one folder below."""
    places = ["", *(f"{name}/" for name in files.folders(folder))]
    found = [place + name for place in places for name in files.files(folder / place, ".json")]
    fitting = [path for path in found if _is_coco(folder / path)]
    return [path for path in fitting if not _name(path).startswith(_OTHER_KINDS)] or fitting


def _is_coco(path: Path) -> bool:
    """Whether the beginning names two of the three lists; files of a gigabyte are not read only to be recognised."""
    size = path.stat().st_size
    with path.open("rb") as file:
        seen = file.read(_HEAD_BYTES)
        if size > 2 * _HEAD_BYTES:
            file.seek(size - _HEAD_BYTES)
        seen += file.read(_HEAD_BYTES)
    return sum(word in seen for word in _WORDS) >= 2 and seen.lstrip()[:1] == b"{"


def _name(path: str) -> str:
    """What tells files of labels apart: the stem, or the folder where all are called alike."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.name == "_annotations.coco.json" and pure.parent.name else pure.stem
