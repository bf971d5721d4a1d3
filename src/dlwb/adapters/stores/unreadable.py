"""Rows that this dlwb cannot read: one of them must not take a whole list down."""

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import Row

from dlwb.domain.errors import StoreError

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Unreadable:
    """Leaves out of lists what cannot be read, and names each such row once: the queue asks twice a second."""

    def __init__(self) -> None:
        self._named: set[tuple[str, str]] = set()

    def left_out(self, what: str, rows: Iterable[Row[Any]], read: Callable[[Row[Any]], T]) -> tuple[T, ...]:
        """What `read` makes of each row that it can read; rows have an `id`, and `what` (model, run, dataset) is their kind."""
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except StoreError as error:
                if (what, row.id) not in self._named:
                    self._named.add((what, row.id))
                    _log.warning("%s It is left out of lists. %s", error.message, error.hint)
        return tuple(found)
