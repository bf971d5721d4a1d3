"""The datasets of a workspace in its database: a document each, and beside it the columns that are searched."""

from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from dlwb.adapters.stores.database import reading, writing
from dlwb.adapters.stores.rows import beginning_with, count_write, one, the_one
from dlwb.adapters.stores.run_rows import decode, encode
from dlwb.adapters.stores.tables import datasets
from dlwb.adapters.stores.unreadable import Unreadable
from dlwb.domain.dataset import Dataset
from dlwb.domain.errors import unknown


class SqlDatasets:
    """The part of the store that knows datasets."""

    _engine: Engine
    _unreadable: Unreadable

    def add_dataset(self, dataset: Dataset) -> bool:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            if one(connection, select(datasets.c.id).where(datasets.c.id == dataset.id)) is not None:
                return False
            connection.execute(insert(datasets).values(id=dataset.id, **_columns(dataset)))
            count_write(connection)
        return True

    def replace_dataset(self, dataset: Dataset) -> None:
        """See `ports.Store`."""
        change = update(datasets).where(datasets.c.id == dataset.id).values(**_columns(dataset))
        with writing(self._engine) as connection:
            if connection.execute(change).rowcount == 0:
                raise unknown("dataset", dataset.id)
            count_write(connection)

    def find_dataset(self, text: str) -> Dataset:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return _dataset(_find_dataset(connection, text))

    def dataset_id(self, text: str) -> str:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return str(_find_dataset(connection, text).id)

    def datasets(self) -> tuple[Dataset, ...]:
        """See `ports.Store`."""
        query = select(datasets.c.id, datasets.c.document).order_by(datasets.c.created.desc(), datasets.c.id.desc())
        with reading(self._engine) as connection:
            return self._unreadable.left_out("dataset", connection.execute(query), _dataset)

    def dataset_names(self) -> dict[str, str]:
        """See `ports.Store`."""
        with reading(self._engine) as connection:
            return {row.id: row.name for row in connection.execute(select(datasets.c.id, datasets.c.name))}

    def remove_dataset(self, id: str) -> tuple[str, ...]:
        """See `ports.Store`."""
        with writing(self._engine) as connection:
            row = one(connection, select(datasets.c.index).where(datasets.c.id == id))
            if row is None:
                raise unknown("dataset", id)
            connection.execute(delete(datasets).where(datasets.c.id == id))
            used = one(connection, select(datasets.c.id).where(datasets.c.index == row.index)) is not None
            count_write(connection)
        return () if used else (str(row.index),)


def index_hashes(connection: Connection) -> frozenset[str]:
    """Hashes of the stored lists of samples."""
    return frozenset(connection.execute(select(datasets.c.index)).scalars())


def _find_dataset(connection: Connection, text: str) -> Row[Any]:
    documents = select(datasets.c.id, datasets.c.document)
    newest = documents.order_by(datasets.c.created.desc(), datasets.c.id.desc())
    for exact in (datasets.c.id == text, datasets.c.name == text):
        if (row := one(connection, newest.where(exact))) is not None:
            return row
    return the_one(beginning_with(connection, documents, datasets.c.id, text), "dataset", text)


def _columns(dataset: Dataset) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "created": dataset.created,
        "index": dataset.index,
        "document": encode(Dataset, dataset, f"Dataset {dataset.id}"),
    }


def _dataset(row: Row[Any]) -> Dataset:
    dataset: Dataset = decode(Dataset, row.document, f"Dataset {row.id}")
    return dataset
