"""Pascal VOC: an XML file for each picture with its boxes, masks of classes beside, and lists of which pictures count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from dlwb.adapters.datasets import files, label_map
from dlwb.adapters.datasets.label_map import LabelMap
from dlwb.adapters.datasets.xml_file import read_xml
from dlwb.domain.dataset import Box, BrokenPicture, DatasetFormat, DatasetOptions, Task
from dlwb.domain.errors import Ambiguous, InvalidOptions, OptionProblem, UnreadableDataset
from dlwb.ports import LabelledData, LabelledPicture

CLASSES = (
    "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog", "horse",
    "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
)  # fmt: skip
_ANNOTATIONS, _PICTURES, _MASKS, _SETS = "Annotations", "JPEGImages", "SegmentationClass", "ImageSets"
# CVAT writes the first, with colours behind the names, labelme the second.
_LABEL_MAP, _CLASS_NAMES = "labelmap.txt", "class_names.txt"
# The share of sides between pixels above which boxes count from 0: tools that write fractions write them nearly everywhere.
_FROM_0 = 0.1


@dataclass(frozen=True, slots=True)
class _Object:
    """An object as the XML has it: corners in pixels, counted from 1 or from 0."""

    name: str
    corners: tuple[float, float, float, float]
    difficult: bool


@dataclass(frozen=True, slots=True)
class _Annotation:
    """One XML file."""

    file: str
    picture: str
    size: tuple[int, int] | None
    objects: tuple[_Object, ...]


class PascalVoc:
    """`ports.DatasetReader` of `Annotations/`, `JPEGImages/`, `SegmentationClass/` and `ImageSets/`."""

    format = DatasetFormat.VOC

    def recognise(self, folder: Path) -> str | None:
        """See `ports.DatasetReader`."""
        root = _root(folder)
        if root is None:
            return None
        holds = [name for name in (_ANNOTATIONS, _MASKS) if files.folders(folder / root).count(name)]
        within = f" in '{root}'" if root else ""
        there = f"there are the folders {_and(holds)}" if len(holds) > 1 else f"there is the folder {_and(holds)}"
        return f"{there} of a Pascal VOC{within}"

    def read(self, folder: Path, options: DatasetOptions) -> LabelledData:
        """See `ports.DatasetReader`."""
        root = _root(folder)
        if root is None:
            raise UnreadableDataset(
                f"'{folder.name}' has no folder '{_ANNOTATIONS}' with XML files.", "Give the folder around it."
            )
        return _Reading(folder, root, options).data()


class _Reading:
    """One VOC on its way in. `inside` is where it lies below the folder that was given."""

    def __init__(self, folder: Path, inside: str, options: DatasetOptions) -> None:
        self._folder = folder / inside
        self._inside = f"{inside}/" if inside else ""
        self._options = options
        self._finder = files.PictureFinder(self._folder, _PICTURES, "images")
        self._broken: list[BrokenPicture] = []
        self._notes: list[str] = []

    def data(self) -> LabelledData:
        """All of it."""
        masks = {name.rpartition(".")[0]: f"{_MASKS}/{name}" for name in files.pictures(self._folder / _MASKS)}
        stems, split = self._stems(masks)
        annotations = {stem: found for stem in stems if (found := self._annotation(stem, stem in masks)) is not None}
        classes = self._classes(annotations.values())
        numbers = classes.numbers()
        shift = 1.0 if self._counts_from_one(annotations.values()) else 0.0
        masked = self._masked(split, masks)
        pictures = []
        for stem in stems:
            found = annotations.get(stem)
            if found is None and stem not in masked:
                continue
            picture = self._picture(stem, found)
            if picture is None:
                source = found.file if found else masks[stem]
                self._broken.append(BrokenPicture(self._inside + source, "There is no picture of that name."))
                continue
            pictures.append(
                LabelledPicture(
                    picture=self._inside + picture,
                    boxes=_boxes(found, numbers, shift) if found else None,
                    mask=self._inside + masks[stem] if stem in masked else None,
                    size=found.size if found else None,
                    source=found.file if found else "",
                )
            )
        return LabelledData(
            tasks=_tasks(pictures),
            pictures=tuple(pictures),
            classes=classes.names,
            named=True,
            broken=tuple(self._broken),
            notes=tuple(self._notes),
        )

    def _stems(self, masks: Iterable[str]) -> tuple[list[str], str | None]:
        """Names of the pictures that count, without ending, and the list that said so."""
        lists = self._lists("Main")
        chosen = files.preferred(sorted(set(lists) | set(self._lists("Segmentation"))), self._options.split)
        if self._options.split is not None and chosen is None:
            there = ", ".join(lists) or "no lists"
            words = f"there is no list '{self._options.split}' in {_SETS}."
            raise InvalidOptions((OptionProblem("split", words),), f"There are: {there}.")
        if chosen is None:
            stems = {name.rpartition(".")[0] for name in files.files(self._folder / _ANNOTATIONS, ".xml")}
            self._report_unlabelled(stems | set(masks))
            return sorted(stems | set(masks)), None
        if others := [name for name in lists if name != chosen]:
            self._notes.append(
                f"Pictures of the list '{chosen}'; also there: {', '.join(others)}; the split can be chosen."
            )
        main = self._listed("Main", chosen) if chosen in lists else []
        return list(dict.fromkeys([*main, *self._listed("Segmentation", chosen)])), chosen

    def _lists(self, task: str) -> list[str]:
        """Names of the lists of a task; those of single classes (`cat_train`) say nothing new."""
        names = [name[: -len(".txt")] for name in files.files(self._folder / _SETS / task, ".txt")]
        return [name for name in names if name.rpartition("_")[0] not in CLASSES]

    def _listed(self, task: str, name: str) -> list[str]:
        path = self._folder / _SETS / task / f"{name}.txt"
        if not path.is_file():
            return []
        lines = files.read_text(path).splitlines()
        return [line.split()[0].rpartition("/")[2] for line in lines if line.strip()]

    def _masked(self, split: str | None, masks: dict[str, str]) -> frozenset[str]:
        """Pictures whose mask counts: those of the segmentation list, or all where there are no such lists."""
        if split is None or not self._lists("Segmentation"):
            return frozenset(masks)
        listed = self._listed("Segmentation", split)
        for stem in listed:
            if stem not in masks:
                self._broken.append(BrokenPicture(f"{self._inside}{_MASKS}/{stem}.png", "There is no such mask."))
        return frozenset(listed) & masks.keys()

    def _report_unlabelled(self, stems: set[str]) -> None:
        for name in files.pictures(self._folder / _PICTURES):
            if name.rpartition(".")[0] not in stems:
                path = f"{self._inside}{_PICTURES}/{name}"
                self._broken.append(BrokenPicture(path, f"It has no annotation in '{_ANNOTATIONS}'."))

    def _annotation(self, stem: str, has_mask: bool) -> _Annotation | None:
        file = f"{_ANNOTATIONS}/{stem}.xml"
        path = self._folder / file
        if not path.is_file():
            if not has_mask:
                self._broken.append(BrokenPicture(self._inside + file, "There is no such annotation."))
            return None
        try:
            return _read(path, file)
        except UnreadableDataset as error:
            self._broken.append(BrokenPicture(self._inside + file, error.message))
            return None

    def _classes(self, annotations: Iterable[_Annotation]) -> LabelMap:
        """The classes by number: those of a label map, of the original VOC, or all names that occur.

        Masks alone name none: they are of the original VOC where its lists lie beside them, else nobody knows the names.
        """
        objects = [(found.file, one.name) for found in annotations for one in found.objects]
        given = self._label_map()
        if given is not None and given.names:
            known = given.numbers()
            for file, name in objects:
                if name not in known:
                    raise given.refused(name, f"{file}:")
            return given
        names = {name for _, name in objects}
        if not names and _SETS not in files.folders(self._folder):
            return LabelMap(())
        return LabelMap(CLASSES if names <= set(CLASSES) else tuple(sorted(names)))

    def _label_map(self) -> LabelMap | None:
        if self._options.labels is not None:
            return label_map.parse(self._options.labels).without_background()
        name = next((name for name in (_LABEL_MAP, _CLASS_NAMES) if (self._folder / name).is_file()), None)
        if name is None:
            return None
        lines = files.read_text(self._folder / name).splitlines()
        if name == _LABEL_MAP:
            lines = [line.split(":")[0] for line in lines if line.strip() and not line.startswith("#")]
        self._notes.append(f"Names of classes from '{name}'.")
        return label_map.parse(lines).without_background()

    def _counts_from_one(self, annotations: Iterable[_Annotation]) -> bool:
        """VOC counts pixels from 1 and includes the last; tools that count from 0 show it by a 0, or by many fractions.

        A few fractions show nothing: the original VOC2012 has some, and counts from 1.
        """
        corners = [value for found in annotations for one in found.objects for value in one.corners]
        between = sum(value != int(value) for value in corners)
        if any(value < 1 for value in corners):
            self._notes.append("Boxes count pixels from 0: some begin there.")
            return False
        if between > _FROM_0 * len(corners):
            self._notes.append("Boxes count pixels from 0: many lie between pixels.")
            return False
        if between:
            self._notes.append(
                f"Boxes count pixels from 1, although {between} of {len(corners):,} sides lie between pixels."
            )
        return True

    def _picture(self, stem: str, found: _Annotation | None) -> str | None:
        by_stem = self._finder.stem(stem)
        return by_stem or (self._finder.find(found.picture) if found and found.picture else None)


def _read(path: Path, file: str) -> _Annotation:
    """Raises UnreadableDataset."""
    root = read_xml(path)
    if root.tag != "annotation":
        raise UnreadableDataset(f"'{path.name}' is XML, but no annotation of Pascal VOC.", "Look at the file.")
    width, height = (_number(root, f"size/{name}", path, 0.0) for name in ("width", "height"))
    return _Annotation(
        file=file,
        picture=(root.findtext("filename") or "").strip(),
        size=(int(width), int(height)) if width > 0 and height > 0 else None,
        objects=tuple(_object(one, path) for one in root.iter("object")),
    )


def _object(one: Element, path: Path) -> _Object:
    name = (one.findtext("name") or "").strip()
    if not name or not name.isprintable():
        raise UnreadableDataset(f"An object of '{path.name}' has no name.", "Write the annotation again.")
    corners = [_number(one, f"bndbox/{side}", path, None) for side in ("xmin", "ymin", "xmax", "ymax")]
    difficult = _number(one, "difficult", path, 0.0) != 0
    return _Object(name, (corners[0], corners[1], corners[2], corners[3]), difficult)


def _number(parent: Element, tag: str, path: Path, missing: float | None) -> float:
    text = (parent.findtext(tag) or "").strip()
    if not text and missing is not None:
        return missing
    try:
        value = float(text)
        int(value)  # neither infinite nor no number
    except (ValueError, OverflowError):
        raise UnreadableDataset(
            f"'{path.name}' has {text[:20]!r} where the number '{tag}' should be.", "Write the annotation again."
        ) from None
    return value


def _boxes(found: _Annotation, numbers: Mapping[str, int], shift: float) -> tuple[Box, ...]:
    return tuple(
        Box(
            label=numbers[one.name],
            x0=one.corners[0] - shift,
            y0=one.corners[1] - shift,
            x1=one.corners[2],
            y1=one.corners[3],
            difficult=one.difficult,
        )
        for one in found.objects
    )


def _tasks(pictures: list[LabelledPicture]) -> tuple[Task, ...]:
    tasks = []
    if any(one.boxes for one in pictures):
        tasks.append(Task.DETECTION)
    if any(one.mask for one in pictures):
        tasks.append(Task.SEGMENTATION)
    return tuple(tasks)


def _root(folder: Path) -> str | None:
    """Where below the folder a VOC lies (empty: right there), or None. Raises Ambiguous where there are several."""
    found = [
        inside for inside in ("", *files.folders(folder), *_below(folder, "VOCdevkit")) if _is_voc(folder / inside)
    ]
    if len(found) > 1 and found[0]:
        raise Ambiguous(
            f"'{folder.name}' holds {len(found)} datasets: {', '.join(found)}.",
            "Import them one by one, by their folders.",
        )
    return found[0] if found else None


def _below(folder: Path, name: str) -> list[str]:
    return [f"{name}/{inside}" for inside in files.folders(folder / name)]


def _is_voc(folder: Path) -> bool:
    if files.files(folder / _ANNOTATIONS, ".xml"):
        return True
    return bool(files.pictures(folder / _MASKS)) and bool(files.pictures(folder / _PICTURES))


def _and(names: list[str]) -> str:
    return " and ".join(f"'{name}'" for name in names)
