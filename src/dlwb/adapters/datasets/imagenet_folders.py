"""ImageNet as folders: one for each class, called like it."""

from pathlib import Path

from dlwb.adapters.datasets import files, label_map
from dlwb.adapters.datasets.label_map import LabelMap
from dlwb.domain.dataset import BrokenPicture, DatasetFormat, DatasetOptions, Task
from dlwb.domain.errors import InvalidOptions, OptionProblem, UnreadableDataset
from dlwb.ports import LabelledData, LabelledPicture

_SPLITS = ("train", "val", "valid", "validation", "test")
_NOT_CLASSES = ("images", "labels", "annotations", "imagesets", "jpegimages", "segmentationclass", "masks")


class ImageNetFolders:
    """`ports.DatasetReader` of `<class>/<picture>`, also with `train/`, `val/` and `test/` above the classes."""

    format = DatasetFormat.IMAGENET_FOLDERS

    def recognise(self, folder: Path) -> str | None:
        """See `ports.DatasetReader`."""
        split = _splits(folder)
        found = _classes(folder / split[0]) if split else _classes(folder)
        if len(found) < 2 or files.pictures(folder):
            return None
        within = f"in '{split[0]}' " if split else ""
        return f"{within}each of {len(found)} folders holds pictures, like '{found[0]}'"

    def read(self, folder: Path, options: DatasetOptions) -> LabelledData:
        """See `ports.DatasetReader`."""
        splits = _splits(folder)
        split = files.preferred(splits, options.split)
        if options.split is not None and split is None:
            words = f"there is no '{options.split}'."
            raise InvalidOptions((OptionProblem("split", words),), f"There are: {', '.join(splits) or 'none'}.")
        root = f"{split}/" if split else ""
        found = [name for name in _classes(folder / root) if files.pictures(folder / root / name)]
        if not found:
            raise UnreadableDataset(f"'{folder.name}' has no folders of pictures.", "Put each class into a folder.")
        numbers, names, note = _numbered(folder, found, options)
        pictures = tuple(
            LabelledPicture(f"{root}{name}/{path}", label=numbers[name], source=f"folder '{root}{name}'")
            for name in found
            for path in _below(folder / root / name)
        )
        beside = tuple(
            BrokenPicture(f"{root}{name}", "It lies in no folder of a class.") for name in files.pictures(folder / root)
        )
        used = (
            f"Pictures of '{split}'; also there: {', '.join(s for s in splits if s != split)}; the split can be chosen."
        )
        return LabelledData(
            tasks=(Task.CLASSIFICATION,),
            pictures=pictures,
            classes=names.names,
            named=options.labels is None,
            broken=beside,
            notes=tuple(filter(None, (used if len(splits) > 1 else "", note))),
        )


def _splits(folder: Path) -> list[str]:
    """Folders called train, val, … that hold folders of classes."""
    return [name for name in files.folders(folder) if name.lower() in _SPLITS and _classes(folder / name)]


def _classes(folder: Path) -> list[str]:
    """Folders with pictures directly inside; none where a name belongs to another layout."""
    names = files.folders(folder)
    if any(name.lower() in _NOT_CLASSES for name in names):
        return []
    return [name for name in names if files.pictures(folder / name)]


def _below(folder: Path) -> list[str]:
    return [path for path in files.walk(folder) if files.is_picture(path)]


def _numbered(folder: Path, found: list[str], options: DatasetOptions) -> tuple[dict[str, int], LabelMap, str]:
    """The number of each folder, the names of all classes, and what to tell about that.

    Raises:
        UnreadableDataset: a folder is no class of the label map.
    """
    hidden = next((name for name in found if not name.isprintable()), None)
    if hidden is not None:
        raise UnreadableDataset(f"The name of the folder {hidden!r} cannot be shown.", "Rename the folder.")
    names, note = _names(folder, found, options)
    if all(name.isdecimal() and len(name) < 8 for name in found):
        numbers = _by_number(found, len(names.names), options.first_class)
        if not names.names:
            names = LabelMap(tuple(str(i) for i in range(max(numbers.values()) + 1)))
        return numbers, names, note or "Folders are called by the numbers of their classes."
    if not names.names:
        return {name: i for i, name in enumerate(found)}, LabelMap(tuple(found)), note
    known = _words(names)
    for name in found:
        if name not in known:
            raise names.refused(name, "The folder")
    return {name: known[name] for name in found}, names, note


def _names(folder: Path, found: list[str], options: DatasetOptions) -> tuple[LabelMap, str]:
    """The label map that was given, or one that lies beside and knows the folders; and what to tell about that."""
    if options.labels is not None:
        return label_map.parse(options.labels).without_background(), ""
    beside = label_map.beside(folder)
    if beside is None:
        return LabelMap(()), ""
    names, file = beside[0].without_background(), beside[1]
    by_number = all(name.isdecimal() for name in found)
    if not by_number and not set(found) <= _words(names).keys():
        return LabelMap(()), f"'{file}' does not name the folders, and was left aside."
    return names, f"Names of classes from '{file}'."


def _words(names: LabelMap) -> dict[str, int]:
    """Numbers of classes by what a folder may be called."""
    return LabelMap(tuple(name.replace(" ", "_") for name in names.names)).numbers() | names.numbers()


def _by_number(found: list[str], classes: int, first: int | None) -> dict[str, int]:
    """Classes of folders called by numbers, counted from 1 where those are 1, 2, … up to the last class."""
    given = [int(name) for name in found]
    if first is None:
        first = 1 if min(given) == 1 and max(given) == (classes or len(given)) else 0
    for name, number in zip(found, given, strict=True):
        if number < first or (classes and number - first >= classes):
            known = f"the label map has {classes} classes" if classes else f"classes are counted from {first}"
            raise UnreadableDataset(
                f"The folder '{name}' is out of range; {known}.",
                "Give the label map that belongs to the folders.",
                terminal="dlwb dataset import PATH --labels FILE",
            )
    return {name: number - first for name, number in zip(found, given, strict=True)}
