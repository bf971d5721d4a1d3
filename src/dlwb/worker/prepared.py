"""Pictures that are shown to one candidate after another, decoded and preprocessed once."""

from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

_MOST_BYTES = 256 * 2**20


class Prepared(Generic[T]):
    """Prepared pictures by position, as many as fit in; the same preprocessing for all. Threads may share it."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._room = most_bytes
        self._kept: dict[int, T] = {}
        self._lock = Lock()

    def get(self, position: int) -> T | None:
        """The picture, if it was kept."""
        return self._kept.get(position)

    def keep(self, position: int, picture: T, size: int) -> None:
        """Keep a picture of so many bytes, if there is room."""
        with self._lock:
            if position not in self._kept and size <= self._room:
                self._room -= size
                self._kept[position] = picture
