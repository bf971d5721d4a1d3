"""`ports.Store` on a database: SQLite in the workspace, shared by all processes that use it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from dlwb.adapters.stores import run_queries
from dlwb.adapters.stores.database import open_engine, reading, writing
from dlwb.adapters.stores.imported import refuse_different, with_searches
from dlwb.adapters.stores.migrate import migrate
from dlwb.adapters.stores.rows import beginning_with, count_write, one, the_one
from dlwb.adapters.stores.run_rows import (
    add_outcome,
    annotation_columns,
    decode,
    encode,
    outcome_row,
    run_columns,
    to_run,
)
from dlwb.adapters.stores.sql_datasets import SqlDatasets, index_hashes
from dlwb.adapters.stores.tables import model_files, models, outcomes, revision, runs, settings
from dlwb.adapters.stores.unreadable import Unreadable
from dlwb.domain.annotation import Annotation
from dlwb.domain.errors import InputError, StoreError, unknown
from dlwb.domain.model import FileRef, Model
from dlwb.domain.run import Run, RunState
from dlwb.domain.trend import Series
from dlwb.ports import ModelFigures, RunChoices, RunFilter

DATABASE = "dlwb.db"
_FINISHED = tuple(state for state in RunState if state.is_finished)


class SqlStore(SqlDatasets):
    """Models, datasets and runs in a SQLite file of the workspace; safe for several threads and several processes."""

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
        self._unreadable = Unreadable()
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
            if one(connection, select(models.c.id).where(models.c.id == model.id)) is not None:
                return False
            connection.execute(
                insert(models).values(id=model.id, name=model.name, created=model.created, document=_document(model))
            )
            connection.execute(
                insert(model_files),
                [{"model": model.id, "name": f.name, "sha256": f.sha256, "size": f.size} for f in model.files],
            )
            count_write(connection)
        return True

    def find_model(self, text: str) -> Model:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return _model(_find_model(connection, text))

    def model_id(self, text: str) -> str:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return str(_find_model(connection, text).id)

    def models(self) -> tuple[Model, ...]:
        """See `ports.Store`."""
        query = select(models.c.id, models.c.document).order_by(models.c.created.desc(), models.c.id.desc())
        with reading(self._engine) as connection:
            return self._unreadable.left_out("model", connection.execute(query), _model)

    def model_names(self) -> dict[str, str]:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return {row.id: row.name for row in connection.execute(select(models.c.id, models.c.name))}

    def rename_model(self, id: str, name: str) -> Model:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            row = one(connection, select(models.c.id, models.c.document).where(models.c.id == id))
            if row is None:
                raise unknown("model", id)
            model = replace(_model(row), name=name)
            connection.execute(update(models).where(models.c.id == id).values(name=name, document=_document(model)))
            count_write(connection)
        return model

    def replace_model(self, model: Model) -> None:
        """See `ports.Store`."""
        change = update(models).where(models.c.id == model.id).values(name=model.name, document=_document(model))
        with writing(self._engine) as connection:
            if connection.execute(change).rowcount == 0:
                raise unknown("model", model.id)
            count_write(connection)

    def remove_model(self, id: str) -> tuple[FileRef, ...]:
        """See `ports.Store`."""
        others = select(model_files.c.sha256).where(model_files.c.model != id)
        orphans = select(model_files).where(model_files.c.model == id, model_files.c.sha256.not_in(others))
        busy = run_queries.whole(outcome=False).where(runs.c.model == id, runs.c.state.not_in(_FINISHED))
        with writing(self._engine) as connection:
            for run in connection.execute(busy):
                if not _is_lost(run):
                    raise InputError(f"Run {run.id} of the model is not finished.", "Wait for it or cancel it first.")
            by_hash = {row.sha256: FileRef(row.name, row.sha256, row.size) for row in connection.execute(orphans)}
            connection.execute(delete(runs).where(runs.c.model == id))
            if connection.execute(delete(models).where(models.c.id == id)).rowcount == 0:
                raise unknown("model", id)
            count_write(connection)
        return tuple(by_hash.values())

    def file_hashes(self) -> frozenset[str]:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            of_models = connection.execute(select(model_files.c.sha256).distinct()).scalars()
            return frozenset(of_models) | index_hashes(connection)

    # --- runs -------------------------------------------------------------------------------------

    def add_run(self, run: Run) -> None:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            connection.execute(insert(runs).values(id=run.id, **_new_run(run)))
            add_outcome(connection, run)
            count_write(connection)

    def add_runs(self, new: Sequence[Run]) -> frozenset[str]:
        """See `ports.Store`."""
        by_id = {run.id: run for run in new}
        while True:
            with reading(self._engine) as connection:
                known = {run.id: run for run in run_queries.some(connection, list(by_id))}
            refuse_different(by_id, known)
            # Encoded before the database is locked: a run that measures meanwhile cannot wait long for its progress.
            added = [run for id, run in by_id.items() if id not in known]
            new_rows = [{"id": run.id, **_new_run(run)} for run in added]
            results = [outcome_row(run) for run in added if run.outcome is not None]
            completed = [(run.id, run_columns(run)) for run in with_searches(by_id, known)]
            if not added and not completed:
                return frozenset()
            with writing(self._engine) as connection:
                if run_queries.states(connection, list(by_id)).keys() != known.keys():
                    continue  # another process added or removed some of them meanwhile
                for id, columns in completed:
                    connection.execute(update(runs).where(runs.c.id == id).values(**columns))
                for table, rows in ((runs, new_rows), (outcomes, results)):
                    if rows:
                        connection.execute(insert(table), rows)
                count_write(connection)
            return frozenset(run.id for run in added)

    def find_run(self, text: str) -> Run:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return to_run(_find_run(connection, run_queries.whole(outcome=True), text))

    def run_id(self, text: str) -> str:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return str(_find_run(connection, select(runs.c.id), text).id)

    def runs(self, filter: RunFilter) -> tuple[Run, ...]:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return self._unreadable.left_out("run", run_queries.page(connection, filter), to_run)

    def count_runs(self, filter: RunFilter) -> int:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return run_queries.count(connection, filter)

    def figures(self) -> dict[str, ModelFigures]:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return run_queries.figures(connection)

    def model_of_runs(self, text: str) -> tuple[str, str]:
        """See `ports.Store`."""
        newest = select(runs.c.model, runs.c.model_name).order_by(runs.c.created.desc(), runs.c.id.desc())
        with reading(self._engine) as connection:
            for exact in (runs.c.model == text, runs.c.model_name == text):
                row = one(connection, newest.where(exact, runs.c.model.is_not(None)))
                if row is not None:
                    return row.model, row.model_name
            grouped = select(runs.c.model, func.max(runs.c.model_name).label("model_name")).group_by(runs.c.model)
            found = beginning_with(connection, grouped, runs.c.model, text)
            row = the_one(found, "model", text)
            return row.model, row.model_name

    def run_choices(self) -> RunChoices:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return run_queries.choices(connection)

    def trend(self, model: str, limit: int) -> tuple[Series, ...]:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return run_queries.trend(connection, model, limit, self._unreadable)

    def update_run(self, run: Run) -> bool:
        """See `ports.Store`."""
        unfinished = update(runs).where(runs.c.id == run.id, runs.c.state.not_in(_FINISHED))
        with writing(self._engine) as connection:
            if connection.execute(unfinished.values(**run_columns(run))).rowcount == 0:
                return False
            add_outcome(connection, run)
            count_write(connection)
        return True

    def annotate_run(self, id: str, annotation: Annotation) -> None:
        """See `ports.Store`."""
        change = update(runs).where(runs.c.id == id).values(**annotation_columns(annotation))
        with writing(self._engine) as connection:
            if connection.execute(change).rowcount == 0:
                raise unknown("run", id)
            count_write(connection)

    def known_runs(self, ids: Collection[str]) -> frozenset[str]:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return frozenset(run_queries.states(connection, list(ids)))

    def remove_runs(self, ids: Collection[str]) -> tuple[str, ...]:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            states = run_queries.states(connection, list(ids))
            for id in ids:
                if id not in states:
                    raise unknown("run", id)
                if states[id].is_finished:
                    continue
                row = one(connection, run_queries.whole(outcome=False).where(runs.c.id == id))
                if row is not None and not _is_lost(row):
                    raise InputError(f"Run {id} is not finished.", "Cancel it first.")
            removed = run_queries.remove(connection, list(ids))
            count_write(connection)
        return removed

    def unfinished(self) -> tuple[Run, ...]:
        """See `ports.Store`."""
        states = [state for state in RunState if not state.is_finished]
        query = run_queries.whole(outcome=False).where(runs.c.state.in_(states)).order_by(runs.c.created, runs.c.id)
        with reading(self._engine) as connection:
            return self._unreadable.left_out("run", connection.execute(query), to_run)

    def request_cancel(self, id: str) -> None:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            connection.execute(update(runs).where(runs.c.id == id).values(cancel_requested=True))
            count_write(connection)

    def cancel_requested(self, id: str) -> bool:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            row = one(connection, select(runs.c.cancel_requested).where(runs.c.id == id))
        return row is not None and bool(row.cancel_requested)

    # --- the rest ---------------------------------------------------------------------------------

    def setting(self, key: str) -> str | None:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            row = one(connection, select(settings.c.value).where(settings.c.key == key))
        return None if row is None else str(row.value)

    def set_setting(self, key: str, value: str) -> None:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            if connection.execute(update(settings).where(settings.c.key == key).values(value=value)).rowcount == 0:
                connection.execute(insert(settings).values(key=key, value=value))
            count_write(connection)

    def revision(self) -> int:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return int(connection.execute(select(revision.c.value)).scalar_one())


# --- rows and documents ---------------------------------------------------------------------------


def _new_run(run: Run) -> dict[str, Any]:
    return {"cancel_requested": False, **run_columns(run), **annotation_columns(run.annotation)}


def _model(row: Row[Any]) -> Model:
    model: Model = decode(Model, row.document, f"Model {row.id}")
    return model


def _document(model: Model) -> str:
    return encode(Model, model, f"Model '{model.name}'")


def _is_lost(row: Row[Any]) -> bool:
    """Whether nobody can carry the run any more, for nobody can read it; then nothing has to be waited for."""
    try:
        to_run(row)
    except StoreError:
        return True
    return False


# --- queries --------------------------------------------------------------------------------------


def _find_model(connection: Connection, text: str) -> Row[Any]:
    documents = select(models.c.id, models.c.document)
    for exact in (models.c.id == text, models.c.name == text):
        row = one(connection, documents.where(exact).order_by(models.c.created.desc(), models.c.id.desc()))
        if row is not None:
            return row
    found = beginning_with(connection, documents, models.c.id, text)
    return the_one(found, "model", text)


def _find_run(connection: Connection, query: Select[Any], text: str) -> Row[Any]:
    row = one(connection, query.where(runs.c.id == text))
    return the_one(beginning_with(connection, query, runs.c.id, text), "run", text) if row is None else row
