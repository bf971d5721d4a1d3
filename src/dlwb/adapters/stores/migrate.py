"""Bring the database to the shape that this version of dlwb reads; does nothing when it has that shape already."""

from pathlib import Path

from filelock import FileLock
from sqlalchemy import Engine, inspect, text

from dlwb.adapters.stores.database import reading, writing
from dlwb.domain.errors import StoreError, WorkspaceTooNew

HEAD = "0004"
_SCRIPTS = Path(__file__).parent / "migrations"
_LONGEST_MIGRATION_S = 600


def migrate(engine: Engine, path: Path) -> None:
    """Upgrade the database at `path`; two processes that open it at once take turns.

    Before an existing database is changed, a copy is put beside it.

    Raises:
        WorkspaceTooNew: a newer dlwb wrote it. StoreError: it is no database of dlwb.
    """
    if _version(engine, path) == HEAD:
        return
    with FileLock(path.with_suffix(".migration-lock"), timeout=_LONGEST_MIGRATION_S):
        version = _version(engine, path)
        if version != HEAD:
            _upgrade(engine, version, path)


def _version(engine: Engine, path: Path) -> str | None:
    """The step the database is at; None for an empty one."""
    with reading(engine) as connection:
        tables = inspect(connection).get_table_names()
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise StoreError(f"{path} is a database, but not one of dlwb.", "Choose another workspace.")
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _upgrade(engine: Engine, version: str | None, path: Path) -> None:
    # Imported only here: a workspace that is up to date must open quickly.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise WorkspaceTooNew(
            f"The workspace {path.parent} was written by a newer dlwb (database step {version}, this one knows {HEAD}).",
            "Install the newer dlwb again, or choose another workspace.",
        )
    if version is not None:
        _back_up(engine, path)
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)


def _back_up(engine: Engine, path: Path) -> None:
    copy = path.with_name(f"{path.name}.before-{HEAD}")
    copy.unlink(missing_ok=True)
    with reading(engine) as connection:
        # Past SQLAlchemy, which would open a transaction first: a copy cannot be made inside one.
        connection.connection.cursor().execute("VACUUM INTO ?", (str(copy),))
