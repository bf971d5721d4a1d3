"""Files of a dataset: listing them, finding a picture by the name that labels give it, and reading small text files."""

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from dlwb.adapters import numpy_files
from dlwb.adapters.pictures import ENDINGS
from dlwb.domain.dataset import is_content
from dlwb.domain.errors import UnreadableDataset

MIB = 1 << 20
_MOST_FILES = 3_000_000


def is_picture(name: str) -> bool:
    """Whether a file's name says that it is a picture; whether it is one, shows when it is opened."""
    return name.lower().endswith(ENDINGS)


def is_recorded(name: str) -> bool:
    """Whether a file's name says that it holds recorded inputs."""
    return name.lower().endswith(numpy_files.ENDINGS)


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """What lies directly in a folder, by name; nothing where there is no such folder."""
    try:
        with os.scandir(folder) as found:
            return sorted((entry for entry in found if is_content(entry.name)), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []


def folders(folder: Path) -> list[str]:
    """Names of the folders directly in a folder."""
    return [entry.name for entry in entries(folder) if entry.is_dir()]


def files(folder: Path, *endings: str) -> list[str]:
    """Names of the files directly in a folder that end so, in upper or lower case."""
    return [entry.name for entry in entries(folder) if entry.is_file() and entry.name.lower().endswith(endings)]


def pictures(folder: Path) -> list[str]:
    """Names of the pictures directly in a folder."""
    return files(folder, *ENDINGS)


def walk(folder: Path) -> Iterator[str]:
    """All files below a folder, relative to it; links to folders are not followed.

    Raises:
        UnreadableDataset: more than three million.
    """
    count = 0
    for root, below, names in os.walk(folder, onerror=_raise):
        below[:] = sorted(name for name in below if is_content(name))
        inside = PurePosixPath(Path(root).relative_to(folder).as_posix())
        for name in sorted(filter(is_content, names)):
            count += 1
            if count > _MOST_FILES:
                raise UnreadableDataset(
                    f"'{folder.name}' holds more than {_MOST_FILES:,} files.", "Give the folder of one dataset."
                )
            yield (inside / name).as_posix()


def _raise(error: OSError) -> None:
    raise error


class PictureFinder:
    """Finds the pictures below a folder by the names that labels give them, which may leave out folders.

    Folders are listed once, because looking for each of a million files by itself takes minutes.
    """

    def __init__(self, folder: Path, *places: str) -> None:
        """`places` are folders, relative to `folder`, where to look first."""
        self._folder = folder
        self._places = ("", *places)
        self._listed: dict[str, frozenset[str]] = {}
        self._by_name: dict[str, list[str]] | None = None

    def find(self, name: str) -> str | None:
        """The path of a picture relative to the folder, or None when there is none, or several that could be meant."""
        path = posixpath.normpath(name.replace("\\", "/"))
        if not path.startswith(("/", "..")) and (found := self._at(path)) is not None:
            return found
        same = self._known().get(posixpath.basename(path), [])
        exact = [one for one in same if one.endswith(f"/{path}")] or same
        return exact[0] if len(exact) == 1 else None

    def stem(self, name: str) -> str | None:
        """As `find`, for a name without its ending, and only in the places."""
        names = (name + ending for written in ENDINGS for ending in (written, written.upper()))
        return next((path for one in names if (path := self._at(one)) is not None), None)

    def _at(self, path: str) -> str | None:
        inside, _, name = path.rpartition("/")
        for place in self._places:
            where = posixpath.join(place, inside).strip("/")
            if name in self._names(where):
                return posixpath.join(where, name)
        return None

    def _names(self, where: str) -> frozenset[str]:
        if where not in self._listed:
            self._listed[where] = frozenset(pictures(self._folder / where))
        return self._listed[where]

    def _known(self) -> dict[str, list[str]]:
        if self._by_name is None:
            self._by_name = {}
            for path in walk(self._folder):
                if is_picture(path):
                    self._by_name.setdefault(path.rpartition("/")[2], []).append(path)
        return self._by_name


def read_text(path: Path, most_bytes: int = 256 * MIB) -> str:
    """The text of a label file.

    Raises:
        UnreadableDataset: missing, too large, or no text.
    """
    try:
        size = path.stat().st_size
        if size > most_bytes:
            raise UnreadableDataset(
                f"'{path.name}' has {size / MIB:.0f} MiB; a file of labels has {most_bytes / MIB:.0f} at most.",
                "Split the dataset.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableDataset(
            f"'{path.name}' cannot be read: {error.strerror}.", "Look at the file and its permissions."
        ) from error
    if b"\0" in content:
        raise UnreadableDataset(f"'{path.name}' is no text.", "Save it as UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def preferred(names: list[str], wanted: str | None) -> str | None:
    """Among sets of labels the wanted one, else the one for validation, else for testing, else the first.

    A name fits best when it is, or holds as a word, `val`, `test`, … (`instances_val2017`); then when it begins or ends
    with it. One that holds `train` as well (`trainval`) is for training. None: there is none of that name.
    """
    if wanted is not None:
        exact = [name for name in names if name.lower() == wanted.lower()]
        return next(iter(exact or [name for name in names if wanted.lower() in name.lower()]), None)
    for uses in (("val", "valid", "validation"), ("test",)):
        unseen = [name for name in names if "train" not in name.lower()]
        words = [name for name in unseen if set(re.split("[^a-z]+", name.lower())) & set(uses)]
        loose = [name for name in unseen if name.lower().startswith(uses) or name.lower().endswith(uses)]
        if words or loose:
            return (words or loose)[0]
    training = [name for name in names if "train" in name.lower()]
    return next(iter(training or names), None)
