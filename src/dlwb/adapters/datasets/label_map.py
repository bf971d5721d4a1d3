"""Label maps: which number means which class. One class a line, with or without its number or WordNet id, or JSON."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlwb.adapters.datasets.files import MIB, files, read_text
from dlwb.domain.errors import InvalidOptions, OptionProblem, UnreadableDataset

_MOST_CLASSES = 100_000
_LONGEST_NAME = 200
_NUMBERED = re.compile(r"^\s*(\d+)\s*[:,;\t ]\s*(.+)$")
_WORDNET = re.compile(r"^(n\d{8})(?:[\s,:;]+(.*))?$")
_SOUNDS_LIKE_ONE = re.compile(r"label|class|synset|names", re.I)
BACKGROUND = ("background", "__background__", "_background_", "dummy")
# Before the background labelme names the pixels that do not count.
_IGNORED = "__ignore__"


@dataclass(frozen=True, slots=True)
class LabelMap:
    """Names of classes by number, and what else stands for them in labels (WordNet ids), where there is such a thing.

    Several classes may have the same name, as ImageNet's two cranes have; that name then means none of them.
    """

    names: tuple[str, ...]
    keys: tuple[str, ...] = ()

    def numbers(self) -> dict[str, int]:
        """Numbers by every word that means one class."""
        words = [*enumerate(self.names), *enumerate(self.keys)]
        meant: dict[str, set[int]] = {}
        for number, word in words:
            meant.setdefault(word, set()).add(number)
        return {word: number for number, word in words if len(meant[word]) == 1}

    def refused(self, word: str, subject: str) -> UnreadableDataset:
        """The error for labels with a word that is not among `numbers`; `subject` is where it stands."""
        shared = [str(number) for number, name in enumerate(self.names) if word in (name, name.replace(" ", "_"))]
        if len(shared) > 1:
            return UnreadableDataset(
                f"{subject} '{word}' is the name of {len(shared)} classes of the label map ({', '.join(shared)}).",
                "Write numbers or WordNet ids instead, or give a label map in which each class has a name of its own.",
                terminal="dlwb dataset import PATH --labels FILE",
            )
        return UnreadableDataset(
            f"{subject} '{word}' is no class of the label map.",
            "Give the label map that belongs to it.",
            terminal="dlwb dataset import PATH --labels FILE",
        )

    def without_background(self) -> "LabelMap":
        """The same without a first class that only means "nothing", and without the ignored one that stands before it."""
        first = int(self.names[:1] == (_IGNORED,))
        if len(self.names) > first and self.names[first].lower() in BACKGROUND:
            first += 1
        return LabelMap(self.names[first:], self.keys[first:]) if first else self


def parse(lines: Sequence[str]) -> LabelMap:
    """A label map from its lines: names, `0 name`, `0: name`, `n01440764 name`, or JSON as in `lines_of`.

    Raises:
        InvalidOptions: it is empty, too long, or holds a name that cannot be shown.
    """
    wanted = [line.strip() for line in _without_json(lines)]
    while wanted and not wanted[-1]:
        wanted.pop()
    names = _unnumbered(wanted)
    matches = [_WORDNET.match(name) for name in names]
    keys: tuple[str, ...] = ()
    if names and all(matches):
        keys = tuple(match[1] for match in matches if match)
        names = [match[2] or match[1] for match in matches if match]
    _check(names)
    return LabelMap(tuple(names), keys)


def _without_json(lines: Sequence[str]) -> Sequence[str]:
    """The lines, or where they are JSON what that lists."""
    if not lines or lines[0].lstrip()[:1] not in ("{", "["):
        return lines
    try:
        return _lines_of_json(json.loads("\n".join(lines)))
    except (ValueError, TypeError, RecursionError) as error:
        problem = OptionProblem("labels", f"it begins as JSON does, but is no label map: {error}.")
        raise InvalidOptions((problem,), 'Write {"0": "cat", …}, or a name on each line.') from error


def read(path: Path) -> LabelMap:
    """The label map in a file. Raises InvalidOptions, UnreadableDataset."""
    return parse(lines_of(path))


def lines_of(path: Path) -> tuple[str, ...]:
    """The lines of a label map in a file of text or JSON (a list, or numbers to names as Keras writes them).

    Raises:
        UnreadableDataset: it cannot be read.
    """
    text = read_text(path, 16 * MIB)
    if text.lstrip()[:1] not in ("{", "["):
        return tuple(text.splitlines())
    try:
        return _lines_of_json(json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:
        raise UnreadableDataset(
            f"'{path.name}' is JSON, but no label map: {error}.", 'Write {"0": "cat", …}, or a name on each line.'
        ) from error


def beside(folder: Path, *, but: Sequence[str] = ()) -> tuple[LabelMap, str] | None:
    """A label map that lies directly in a folder and is called like one, with its name."""
    for name in files(folder, ".txt", ".names", ".json"):
        if name in but or not _SOUNDS_LIKE_ONE.search(name):
            continue
        try:
            return read(folder / name), name
        except (InvalidOptions, UnreadableDataset):
            continue  # called like one, but is something else
    return None


def _unnumbered(lines: list[str]) -> list[str]:
    """Names without the numbers before them, in the order of the numbers; lines as they are where not all have one."""
    matches = [_NUMBERED.match(line) for line in lines]
    if not lines or not all(matches):
        return lines
    by_number = {int(match[1]): match[2].strip() for match in matches if match}
    first = min(by_number)
    if first not in (0, 1) or len(by_number) < len(lines) or max(by_number) - first >= len(lines):
        return lines
    return [by_number[number] for number in sorted(by_number)]


def _lines_of_json(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_text(one) for one in value)
    pairs = dict(value)
    if all(isinstance(number, int) for number in pairs.values()):
        pairs = {number: name for name, number in pairs.items()}
    return tuple(f"{int(number)} {_text(name)}" for number, name in pairs.items())


def _text(value: Any) -> str:
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return " ".join(value)
    raise ValueError(f"{str(value)[:40]!r} is no name of a class")


def _check(names: Sequence[str]) -> None:
    problems = []
    if not names:
        problems.append("the label map is empty.")
    if len(names) > _MOST_CLASSES:
        problems.append(f"the label map has {len(names):,} lines; {_MOST_CLASSES:,} are the most.")
    wrong = [i for i, name in enumerate(names, 1) if not name or len(name) > _LONGEST_NAME or not name.isprintable()]
    if wrong:
        problems.append(f"line {wrong[0]} of the label map holds no name that can be shown.")
    if problems:
        raise InvalidOptions(tuple(OptionProblem("labels", problem) for problem in problems), "One class a line.")
