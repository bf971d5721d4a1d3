"""SQLite as the store needs it: write-ahead log, writers that queue up instead of failing, errors in our words."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dlwb.domain.errors import DiskFull, StoreError

_BUSY_TIMEOUT_S = 10.0
_NEARLY_NOTHING_BYTES = 1 << 20
_WRITING = "dlwb_writing"


class _Compiler(SQLiteCompiler):
    """Lets `Select.with_hint` name an index, as it does for other databases."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        return text


def open_engine(path: Path) -> Engine:
    """An engine on the SQLite file `path`, which is made when it is missing.

    A transaction that writes says so at its start (BEGIN IMMEDIATE): one that reads first and
    writes later can fail with "locked" at once, whatever the timeout.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": _BUSY_TIMEOUT_S},
        pool_size=8,
        max_overflow=40,
    )
    engine.dialect.statement_compiler = _Compiler
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # no BEGIN of the driver's own; ours comes from `_begin`
    connection.execute("PRAGMA page_size=8192")
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise StoreError(
            "The workspace lies where SQLite cannot keep a write-ahead log, such as a network share.",
            "Choose a folder on a disk of this machine (--workspace DIR, DLWB_WORKSPACE).",
        )
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the database.

    Raises:
        StoreError: it cannot be read; DiskFull when even that needs space that is not there.
    """
    with _errors_in_words(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that happens as a whole or not at all.

    Raises:
        DiskFull: no space; nothing changed. StoreError: anything else; nothing changed.
    """
    with (
        _errors_in_words(engine),
        engine.connect().execution_options(**{_WRITING: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def _errors_in_words(engine: Engine) -> Iterator[None]:
    path = Path(engine.url.database or "")
    try:
        yield
    except DBAPIError as error:
        raise _in_words(error.orig, path) from error
    except (PoolTimeout, sqlite3.Error) as error:
        raise _in_words(error, path) from error


def _in_words(error: BaseException | None, path: Path) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL" or (name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and _is_disk_full(path)):
        return DiskFull(
            f"No space is left on the disk of the workspace {path.parent}; what was stored before is unharmed.",
            "Free some space, or choose another workspace.",
        )
    if name in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
        return StoreError(f"{path} is damaged, or not a database: {error}.", "Restore it, or choose another workspace.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError(f"Another process kept {path} locked for {_BUSY_TIMEOUT_S:.0f} s.", "Try again.")
    return StoreError(f"{path} cannot be used: {error}.", "See whether the workspace can be read and written.")


def _is_disk_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _NEARLY_NOTHING_BYTES
    except OSError:
        return False
