"""Tables of things that are told apart by ids: no id is cut or wrapped, so that it can be copied at any width."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Column, Table
from rich.text import Text

_GAP, _NARROW_GAP = 2, 1
_SHORTEST_NAME = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """One column; its cells are console markup.

    Where the room is short, `short` stands for `cells`, and columns go, the highest `drop` first; those with 0 stay.
    """

    title: str
    cells: Sequence[str]
    drop: int = 0
    short: Sequence[str] | None = None


def listing(columns: Sequence[Listed], cut: str, width: int) -> Table:
    """A table with as many of the columns as have room in `width` characters; names in the column `cut` may end in `…`."""
    gap, shown = _GAP, list(columns)
    if _room(shown, cut, gap, width) < _widest(_named(shown, cut)):
        gap = _NARROW_GAP
        shown = [Listed(c.title, c.short or c.cells, c.drop) for c in columns]
    least = min(_SHORTEST_NAME, _widest(_named(shown, cut)))
    while _room(shown, cut, gap, width) < least and any(c.drop for c in shown):
        shown.remove(max(shown, key=lambda c: c.drop))
    # Where nothing more can go, lines grow past the width: a terminal breaks them, and what was cut would be lost.
    name = max(least, min(_room(shown, cut, gap, width), _widest(_named(shown, cut))))
    table = Table(
        *(
            Column(c.title, width=name if c.title == cut else _widest(c), no_wrap=True, overflow="ellipsis")
            for c in shown
        ),
        box=None,
        padding=(0, gap, 0, 0),
        pad_edge=False,
        width=name + width - _room(shown, cut, gap, width),
    )
    for row in zip(*(c.cells for c in shown), strict=True):
        table.add_row(*row)
    return table


def _named(columns: Sequence[Listed], title: str) -> Listed:
    return next(c for c in columns if c.title == title)


def _room(columns: Sequence[Listed], cut: str, gap: int, width: int) -> int:
    """Characters that are left for the column `cut`."""
    return width - sum(_widest(c) for c in columns if c.title != cut) - gap * (len(columns) - 1)


def _widest(column: Listed) -> int:
    return max(Text.from_markup(text).cell_len for text in (column.title, *column.cells))
