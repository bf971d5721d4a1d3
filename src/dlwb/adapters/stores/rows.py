"""Questions that every table is asked: one row, the rows whose id begins so, and the counter of writes."""

from typing import Any

from sqlalchemy import Column, Connection, Row, Select, update

from dlwb.adapters.stores.tables import revision
from dlwb.domain.errors import Ambiguous, not_there
from dlwb.domain.names import SHORTEST_BEGINNING

_LAST_CHARACTER = "\U0010ffff"


def count_write(connection: Connection) -> None:
    """Raise the counter that tells other processes of a write."""
    connection.execute(update(revision).values(value=revision.c.value + 1))


def one(connection: Connection, query: Select[Any]) -> Row[Any] | None:
    """The first row of a query, if there is one."""
    return connection.execute(query.limit(1)).first()


def beginning_with(connection: Connection, query: Select[Any], id: Column[Any], text: str) -> list[Row[Any]]:
    """At most two rows whose id begins with `text`; none for a text that is too short to mean one."""
    if len(text) < SHORTEST_BEGINNING:
        return []
    # A range, where LIKE would read the whole table.
    return list(connection.execute(query.where(id >= text, id < text + _LAST_CHARACTER).limit(2)))


def the_one(found: list[Row[Any]], what: str, text: str) -> Row[Any]:
    """The only row found. Raises NotFound, Ambiguous."""
    if not found:
        raise not_there(what, text)
    if len(found) > 1:
        raise Ambiguous(f"Several {what}s begin with '{text}'.", "Give more of the id.")
    return found[0]
