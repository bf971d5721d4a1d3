"""The pictures of an accuracy run as comma-separated values, one line each, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from dlwb.calc.accuracy.described import Names, described, shown_classes
from dlwb.domain.accuracy import PictureRecord
from dlwb.domain.shown_pictures import SeenPicture

HEAD = ("file", "truth", "given", "scores", "score", "result")
OTHER_HEAD = ("other_given", "other_scores", "other_score", "other_result", "change")
# What makes a spreadsheet take a text for a formula (OWASP, "CSV injection"), also in full width.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(pictures: Iterable[SeenPicture], names: Names, *, compared: bool = False) -> str:
    """The whole table with its head; several classes or scores in a cell are parted by `; `.

    Args:
        pictures: in the order of the lines.
        names: of classes, by the numbers of the records.
        compared: whether the columns of the other run are there.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow((*HEAD, *(OTHER_HEAD if compared else ())))
    for one in pictures:
        cells = [*_line(one, names), *(_other(one, names) if compared else ())]
        writer.writerow(map(guarded, cells))
    return file.getvalue()


def guarded(text: str) -> str:
    """The text with a `'` before it where a spreadsheet would take it for a formula; numbers stay numbers."""
    return f"'{text}" if text.startswith(_STARTS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdecimal() and text.isascii() and text[0] in "+-"


def _line(one: SeenPicture, names: Names) -> Iterator[str]:
    yield one.record.picture
    yield _joined(shown_classes(one.sample, one.record, names)) if one.sample else ""
    yield from _said(one.record, names)


def _other(one: SeenPicture, names: Names) -> Iterator[str]:
    if one.other is None or one.change is None:
        yield from ("",) * len(OTHER_HEAD)
        return
    yield from _said(one.other, names)
    yield f"{one.change:.6f}"


def _said(record: PictureRecord, names: Names) -> Iterator[str]:
    words = described(record, names)
    yield _joined(words.given)
    yield _joined([f"{score:.4f}" for score in words.scores])
    yield f"{record.score:.6f}"
    yield "right" if words.right else "wrong"


def _joined(parts: Sequence[str]) -> str:
    return "; ".join(parts)
