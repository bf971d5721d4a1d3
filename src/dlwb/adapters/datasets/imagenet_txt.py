"""ImageNet as a text file: a line for each picture with its name and its class, by number or by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dlwb.adapters.datasets import files, label_map
from dlwb.adapters.datasets.label_map import LabelMap
from dlwb.adapters.datasets.numbering import Numbering, numbering_of
from dlwb.domain.dataset import BrokenPicture, DatasetFormat, DatasetOptions, Task
from dlwb.domain.errors import InvalidOptions, OptionProblem, UnreadableDataset
from dlwb.ports import LabelledData, LabelledPicture

_ENDINGS = (".txt", ".csv", ".tsv", ".lst")
_TRIED_LINES = 20
_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    picture: str
    word: str


class ImageNetText:
    """`ports.DatasetReader` of `<picture> <class>` lines; the pictures lie anywhere below the same folder."""

    format = DatasetFormat.IMAGENET_TXT

    def recognise(self, folder: Path) -> str | None:
        """See `ports.DatasetReader`."""
        found = _annotations(folder)
        return f"'{found[0]}' has a picture and a class on each line" if found else None

    def read(self, folder: Path, options: DatasetOptions) -> LabelledData:
        """See `ports.DatasetReader`."""
        annotations = _annotations(folder)
        file = _chosen(folder, annotations, options.split)
        lines, broken = _lines(folder / file)
        names, note = _names(folder, annotations, options)
        numbers, numbering, classes = _numbers(lines, names, options, file)
        finder = _finder(folder, file)
        pictures: dict[str, LabelledPicture] = {}
        for line, number in zip(lines, numbers, strict=True):
            path = finder.find(line.picture)
            if path is None:
                broken.append(BrokenPicture(line.picture, f"{file}:{line.number}: there is no such picture."))
            elif path in pictures and pictures[path].label != number:
                raise UnreadableDataset(
                    f"{file}:{line.number}: '{line.picture}' has class {line.word}, and another one before.",
                    "Leave one of the two lines.",
                )
            else:
                pictures[path] = LabelledPicture(path, label=number, source=f"{file}:{line.number}")
        broken += _unlabelled(folder, file, pictures)
        others = [name for name in annotations if name != file]
        split = f"Labels from '{file}'; also there: {', '.join(others)}; the split can be chosen." if others else ""
        return LabelledData(
            tasks=(Task.CLASSIFICATION,),
            pictures=tuple(pictures.values()),
            classes=classes,
            named=options.labels is None,
            broken=tuple(broken),
            notes=tuple(filter(None, (split, note, numbering.note))),
        )


def _annotations(folder: Path) -> list[str]:
    """Names of the files whose lines are pictures with classes."""
    return [name for name in files.files(folder, *_ENDINGS) if _is_annotation(folder, name)]


def _is_annotation(folder: Path, name: str) -> bool:
    with (folder / name).open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if b"\0" in head:
        return False
    lines = [line for line in head.decode("utf-8", "replace").splitlines() if line.strip()][: _TRIED_LINES + 1]
    parsed = [_split(line) for line in lines]
    named = [pair for pair in parsed if pair is not None and files.is_picture(pair[0])]
    if not named or len(named) < len(lines) - 1:  # a header may stand before
        return False
    finder = _finder(folder, name)
    return any(finder.find(picture) for picture, _ in named)


def _chosen(folder: Path, found: list[str], wanted: str | None) -> str:
    if not found:
        raise UnreadableDataset(
            f"'{folder.name}' has no text file with a picture and a class on each line.",
            "Put a file such as val.txt with lines like 'cat.jpg 3' beside the pictures.",
        )
    chosen = files.preferred([PurePosixPath(name).stem for name in found], wanted)
    if chosen is None:
        raise InvalidOptions((OptionProblem("split", f"there is no '{wanted}'."),), f"There are: {', '.join(found)}.")
    return next(name for name in found if PurePosixPath(name).stem == chosen)


def _finder(folder: Path, file: str) -> files.PictureFinder:
    return files.PictureFinder(folder, "images", PurePosixPath(file).stem, f"images/{PurePosixPath(file).stem}")


def _split(line: str) -> tuple[str, str] | None:
    """Picture and class of a line: parted by a tab, comma or semicolon, else by the last space."""
    separator = next((one for one in "\t,;" if one in line), None)
    parts = [part.strip().strip('"') for part in line.strip().rsplit(separator, 1)]
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


def _lines(path: Path) -> tuple[list[_Line], list[BrokenPicture]]:
    lines: list[_Line] = []
    broken: list[BrokenPicture] = []
    for number, text in enumerate(files.read_text(path).splitlines(), 1):
        pair = _split(text)
        if not text.strip() or (number == 1 and pair is not None and not files.is_picture(pair[0])):
            continue
        if pair is None:
            broken.append(BrokenPicture(text.strip(), f"{path.name}:{number}: the line has no class."))
        else:
            lines.append(_Line(number, *pair))
    return lines, broken


def _names(folder: Path, annotations: list[str], options: DatasetOptions) -> tuple[LabelMap, str]:
    """Names of the classes from the options or from a file beside, and what to tell about that."""
    if options.labels is not None:
        return label_map.parse(options.labels).without_background(), ""
    found = label_map.beside(folder, but=annotations)
    if found is None:
        return LabelMap(()), ""
    return found[0].without_background(), f"Names of classes from '{found[1]}'."


def _numbers(
    lines: list[_Line], names: LabelMap, options: DatasetOptions, file: str
) -> tuple[list[int], Numbering, tuple[str, ...]]:
    """The class of each line counted from 0, how they were counted in the file, and the names of the classes.

    Raises:
        UnreadableDataset: a class that is not there; names the line.
    """
    if not all(_is_number(line.word) for line in lines):
        names = names if names.names else LabelMap(tuple(sorted({line.word for line in lines})))
        known = names.numbers()
        for line in lines:
            if line.word not in known:
                raise names.refused(line.word, f"{file}:{line.number}:")
        return [known[line.word] for line in lines], Numbering(0), names.names
    given = [int(line.word) for line in lines]
    numbering = (
        numbering_of(given, len(names.names), file) if options.first_class is None else Numbering(options.first_class)
    )
    most = len(names.names)
    for line, number in zip(lines, given, strict=True):
        if number < numbering.first or (most and number - numbering.first >= most):
            there = f"0 to {most - 1}" if not numbering.first else f"1 to {most}"
            raise UnreadableDataset(
                f"{file}:{line.number}: class {number} of '{line.picture}' is out of range"
                + (f"; the label map has {most} classes ({there})." if most else "."),
                "Correct the line, or give the label map that belongs to it.",
                terminal="dlwb dataset import PATH --labels FILE",
            )
    return [number - numbering.first for number in given], numbering, names.names


def _is_number(word: str) -> bool:
    return word.removeprefix("-").isdecimal() and len(word) < 10


def _unlabelled(folder: Path, file: str, labelled: dict[str, LabelledPicture]) -> Iterator[BrokenPicture]:
    """Pictures beside labelled ones that have no line."""
    for place in sorted({PurePosixPath(path).parent for path in labelled}):
        for name in files.pictures(folder / place):
            path = (place / name).as_posix()
            if path not in labelled:
                yield BrokenPicture(path, f"It has no class in '{file}'.")
