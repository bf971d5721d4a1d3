"""The datasets of a workspace in a dictionary."""

import threading

from dlwb.domain.dataset import Dataset
from dlwb.domain.errors import Ambiguous, not_there, unknown
from dlwb.domain.names import SHORTEST_BEGINNING


class MemoryDatasets:
    """The part of the store that knows datasets."""

    _lock: threading.RLock
    _datasets: dict[str, Dataset]
    _revision: int

    def add_dataset(self, dataset: Dataset) -> bool:
        """See `ports.Store`."""
        with self._lock:
            if dataset.id in self._datasets:
                return False
            self._datasets[dataset.id] = dataset
            self._revision += 1
            return True

    def replace_dataset(self, dataset: Dataset) -> None:
        """See `ports.Store`."""
        with self._lock:
            if dataset.id not in self._datasets:
                raise unknown("dataset", dataset.id)
            self._datasets[dataset.id] = dataset
            self._revision += 1

    def find_dataset(self, text: str) -> Dataset:
        """See `ports.Store`."""
        with self._lock:
            if text in self._datasets:
                return self._datasets[text]
            named = [dataset for dataset in self.datasets() if dataset.name == text]
            if named:
                return named[0]
            long_enough = len(text) >= SHORTEST_BEGINNING
            found = [dataset for id, dataset in self._datasets.items() if long_enough and id.startswith(text)]
        if not found:
            raise not_there("dataset", text)
        if len(found) > 1:
            raise Ambiguous(f"Several datasets begin with '{text}'.", "Give more of the id.")
        return found[0]

    def dataset_id(self, text: str) -> str:
        """See `ports.Store`."""
        return self.find_dataset(text).id

    def datasets(self) -> tuple[Dataset, ...]:
        """See `ports.Store`."""
        with self._lock:
            return tuple(sorted(self._datasets.values(), key=lambda one: (one.created, one.id), reverse=True))

    def dataset_names(self) -> dict[str, str]:
        """See `ports.Store`."""
        with self._lock:
            return {dataset.id: dataset.name for dataset in self._datasets.values()}

    def remove_dataset(self, id: str) -> tuple[str, ...]:
        """See `ports.Store`."""
        with self._lock:
            if id not in self._datasets:
                raise unknown("dataset", id)
            index = self._datasets.pop(id).index
            self._revision += 1
            return () if any(other.index == index for other in self._datasets.values()) else (index,)
