"""`ports.Store` on a database: SQLite in the workspace, shared by all processes that use it."""

import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, func, insert, select, update

from dlwb.adapters.stores.database import open_engine, reading, writing
from dlwb.adapters.stores.migrate import migrate
from dlwb.adapters.stores.tables import model_files, models, outcomes, revision, runs, settings
from dlwb.domain.errors import Ambiguous, InputError, NotFound, StoreError, WorkerProtocolError
from dlwb.domain.model import FileRef, Model
from dlwb.domain.outcomes import BenchmarkOutcome, RunOutcome
from dlwb.domain.run import Run, RunState
from dlwb.ports import ModelFigures, RunFilter
from dlwb.protocol import OutcomeDocument, from_json, to_json

DATABASE = "dlwb.db"
SHORTEST_BEGINNING = 4
_CODEC = "json+zlib/1"
_LAST_CHARACTER = "\U0010ffff"
_FINISHED = tuple(state for state in RunState if state.is_finished)


class SqlStore:
    """Models and runs in a SQLite file of the workspace; safe for several threads and several processes."""

    def __init__(self, folder: Path) -> None:
        """Open the database of the workspace `folder`, making or upgrading it as needed.

        Raises:
            WorkspaceTooNew: a newer dlwb wrote it. StoreError: it cannot be opened. DiskFull.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"The workspace {folder} cannot be made: {error.strerror}.", "Choose another (--workspace DIR)."
            ) from error
        path = folder / DATABASE
        self._engine = open_engine(path)
        try:
            migrate(self._engine, path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # --- models -----------------------------------------------------------------------------------

    def add_model(self, model: Model) -> bool:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            if _one(connection, select(models.c.id).where(models.c.id == model.id)) is not None:
                return False
            connection.execute(
                insert(models).values(id=model.id, name=model.name, created=model.created, document=to_json(model))
            )
            connection.execute(
                insert(model_files),
                [{"model": model.id, "name": f.name, "sha256": f.sha256, "size": f.size} for f in model.files],
            )
            _count_write(connection)
        return True

    def find_model(self, text: str) -> Model:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return _model(_find_model(connection, text))

    def models(self) -> tuple[Model, ...]:
        """See `ports.Store`."""
        query = select(models.c.document).order_by(models.c.created.desc(), models.c.id.desc())
        with reading(self._engine) as connection:
            return tuple(_model(row) for row in connection.execute(query))

    def rename_model(self, id: str, name: str) -> Model:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            row = _one(connection, select(models.c.document).where(models.c.id == id))
            if row is None:
                raise NotFound(f"There is no model {id}.")
            model = replace(_model(row), name=name)
            connection.execute(update(models).where(models.c.id == id).values(name=name, document=to_json(model)))
            _count_write(connection)
        return model

    def remove_model(self, id: str) -> tuple[FileRef, ...]:
        """See `ports.Store`."""
        others = select(model_files.c.sha256).where(model_files.c.model != id)
        orphans = select(model_files).where(model_files.c.model == id, model_files.c.sha256.not_in(others))
        busy = select(runs.c.id).where(runs.c.model == id, runs.c.state.not_in(_FINISHED))
        with writing(self._engine) as connection:
            if (run := _one(connection, busy)) is not None:
                raise InputError(f"Run {run.id} of the model is not finished.", "Wait for it or cancel it first.")
            by_hash = {row.sha256: FileRef(row.name, row.sha256, row.size) for row in connection.execute(orphans)}
            connection.execute(delete(runs).where(runs.c.model == id))
            if connection.execute(delete(models).where(models.c.id == id)).rowcount == 0:
                raise NotFound(f"There is no model {id}.")
            _count_write(connection)
        return tuple(by_hash.values())

    def file_hashes(self) -> frozenset[str]:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return frozenset(connection.execute(select(model_files.c.sha256).distinct()).scalars())

    # --- runs -------------------------------------------------------------------------------------

    def add_run(self, run: Run) -> None:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            connection.execute(insert(runs).values(id=run.id, cancel_requested=False, **_columns(run)))
            _add_outcome(connection, run)
            _count_write(connection)

    def find_run(self, text: str) -> Run:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            row = _one(connection, _with_outcome().where(runs.c.id == text))
            if row is None:
                found = _beginning_with(connection, _with_outcome(), runs, text)
                row = _the_one(found, "run", text, "`dlwb run list` shows all runs.")
            return _run(row)

    def runs(self, filter: RunFilter) -> tuple[Run, ...]:
        """See `ports.Store`."""
        query = _with_outcome() if filter.outcomes else select(runs.c.document)
        query = (
            query.where(*_conditions(filter))
            .order_by(runs.c.created.desc(), runs.c.id.desc())
            .limit(filter.limit)
            .offset(filter.offset)
        )
        with reading(self._engine) as connection:
            return tuple(_run(row) for row in connection.execute(query))

    def count_runs(self, filter: RunFilter) -> int:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            query = select(func.count()).select_from(runs).where(*_conditions(filter))
            return connection.execute(query).scalar_one()

    def figures(self) -> dict[str, ModelFigures]:
        """See `ports.Store`."""
        query = (
            select(
                runs.c.model,
                func.count().filter(runs.c.parent.is_(None)),
                func.max(runs.c.created),
                func.max(runs.c.throughput_fps),
                func.min(runs.c.latency_ms),
            )
            .where(runs.c.model.is_not(None), runs.c.kind != "import")
            .group_by(runs.c.model)
        )
        with reading(self._engine) as connection:
            return {model: ModelFigures(*figures) for model, *figures in connection.execute(query)}

    def update_run(self, run: Run) -> bool:
        """See `ports.Store`."""
        unfinished = update(runs).where(runs.c.id == run.id, runs.c.state.not_in(_FINISHED))
        with writing(self._engine) as connection:
            if connection.execute(unfinished.values(**_columns(run))).rowcount == 0:
                return False
            _add_outcome(connection, run)
            _count_write(connection)
        return True

    def remove_run(self, id: str) -> None:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            row = _one(connection, select(runs.c.state).where(runs.c.id == id))
            if row is None:
                raise NotFound(f"There is no run {id}.")
            if not RunState(row.state).is_finished:
                raise InputError(f"Run {id} is not finished.", "Cancel it first.")
            connection.execute(delete(runs).where((runs.c.id == id) | (runs.c.parent == id)))
            _count_write(connection)

    def unfinished(self) -> tuple[Run, ...]:
        """See `ports.Store`."""
        states = [state for state in RunState if not state.is_finished]
        query = select(runs.c.document).where(runs.c.state.in_(states)).order_by(runs.c.created, runs.c.id)
        with reading(self._engine) as connection:
            return tuple(_run(row) for row in connection.execute(query))

    def request_cancel(self, id: str) -> None:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            connection.execute(update(runs).where(runs.c.id == id).values(cancel_requested=True))
            _count_write(connection)

    def cancel_requested(self, id: str) -> bool:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            row = _one(connection, select(runs.c.cancel_requested).where(runs.c.id == id))
        return row is not None and bool(row.cancel_requested)

    # --- the rest ---------------------------------------------------------------------------------

    def setting(self, key: str) -> str | None:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            row = _one(connection, select(settings.c.value).where(settings.c.key == key))
        return None if row is None else str(row.value)

    def set_setting(self, key: str, value: str) -> None:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            if connection.execute(update(settings).where(settings.c.key == key).values(value=value)).rowcount == 0:
                connection.execute(insert(settings).values(key=key, value=value))
            _count_write(connection)

    def revision(self) -> int:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return int(connection.execute(select(revision.c.value)).scalar_one())


# --- rows and documents ---------------------------------------------------------------------------


def _columns(run: Run) -> dict[str, Any]:
    measured = run.outcome.measurement if isinstance(run.outcome, BenchmarkOutcome) else None
    return {
        "kind": run.spec.kind,
        "state": run.state,
        "model": run.model,
        "parent": run.parent,
        "created": run.created,
        "throughput_fps": measured.throughput_fps.value if measured else None,
        "latency_ms": measured.latency_ms.p50.value if measured else None,
        "document": to_json(replace(run, outcome=None)),
    }


def _add_outcome(connection: Connection, run: Run) -> None:
    """Store the outcome; one that could not be read back is refused now, while its run can still fail with that."""
    if run.outcome is not None:
        document = to_json(run.outcome).encode()
        _decode(OutcomeDocument, document)
        connection.execute(insert(outcomes).values(run=run.id, codec=_CODEC, data=zlib.compress(document)))


def _with_outcome() -> Select[Any]:
    return select(runs.c.document, outcomes.c.codec, outcomes.c.data).select_from(runs.outerjoin(outcomes))


def _run(row: Row[Any]) -> Run:
    """The run of a row with `document`, and `codec` and `data` where results are wanted."""
    run: Run = _decode(Run, row.document)
    data = getattr(row, "data", None)
    if data is None:
        return run
    if row.codec != _CODEC:
        raise StoreError(f"The result of run {run.id} is stored as {row.codec}.", "A newer dlwb can read it.")
    outcome: RunOutcome = _decode(OutcomeDocument, zlib.decompress(data))
    return replace(run, outcome=outcome)


def _model(row: Row[Any]) -> Model:
    model: Model = _decode(Model, row.document)
    return model


def _decode(kind: Any, document: str | bytes) -> Any:
    try:
        return from_json(kind, document)
    except WorkerProtocolError as error:
        raise StoreError(f"The workspace holds something this dlwb cannot read: {error.message}") from error


# --- queries --------------------------------------------------------------------------------------


def _count_write(connection: Connection) -> None:
    connection.execute(update(revision).values(value=revision.c.value + 1))


def _one(connection: Connection, query: Select[Any]) -> Row[Any] | None:
    return connection.execute(query.limit(1)).first()


def _conditions(filter: RunFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filter.kinds:
        conditions.append(runs.c.kind.in_(filter.kinds))
    if filter.states:
        conditions.append(runs.c.state.in_(filter.states))
    if filter.model is not None:
        conditions.append(runs.c.model == filter.model)
    if filter.parents:
        conditions.append(runs.c.parent.in_(filter.parents))
    if filter.top_level:
        conditions.append(runs.c.parent.is_(None))
    return conditions


def _find_model(connection: Connection, text: str) -> Row[Any]:
    documents = select(models.c.document)
    for exact in (models.c.id == text, models.c.name == text):
        row = _one(connection, documents.where(exact).order_by(models.c.created.desc(), models.c.id.desc()))
        if row is not None:
            return row
    found = _beginning_with(connection, documents, models, text)
    return _the_one(found, "model", text, "`dlwb model list` shows all models.")


def _beginning_with(connection: Connection, query: Select[Any], table: Table, text: str) -> list[Row[Any]]:
    if len(text) < SHORTEST_BEGINNING:
        return []
    # A range, where LIKE would read the whole table.
    return list(connection.execute(query.where(table.c.id >= text, table.c.id < text + _LAST_CHARACTER).limit(2)))


def _the_one(found: list[Row[Any]], what: str, text: str, hint: str) -> Row[Any]:
    if not found:
        raise NotFound(f"There is no {what} '{text}'.", hint)
    if len(found) > 1:
        raise Ambiguous(f"Several {what}s begin with '{text}'.", "Give more of the id.")
    return found[0]
