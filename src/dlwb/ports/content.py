"""Files by their content, and models recognised by it."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dlwb.domain.model import FileRef, ModelFormat


class Artifacts(Protocol):
    """Files by the hash of their content. Immutable once added."""

    def add(self, path: Path, name: str) -> FileRef:
        """Store the content of `path` as the file `name`; the file itself is left alone.

        Adding the same content twice stores it once. Raises DiskFull.
        """

    def take(self, path: Path, name: str) -> FileRef:
        """The same, but the file itself goes into the store, so that a full disk has room for it; `path` is gone then."""

    def path(self, sha256: str) -> Path:
        """Where the content lies. Raises NotFound."""

    def remove(self, sha256: str) -> None:
        """Delete content that nobody uses any more; no error if it is gone."""

    def changing(self) -> AbstractContextManager[None]:
        """Held while files are added together with the model that uses them, or removed with it.

        One holder at a time, across processes: otherwise removing one model could take away content that the import of
        another counts on. Waits for its turn.
        """

    def keep_only(self, used: Collection[str]) -> None:
        """Delete all content but that with these hashes; to be called while `changing` is held."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A model found by content: `files` are all that belong to it, `entry` the one to open.

    Paths are relative to the folder that was looked at; `reason` says what gave it away.
    """

    format: ModelFormat
    entry: str
    files: tuple[str, ...]
    reason: str


class ModelSource(Protocol):
    """Recognises one model format by content, never by the file's ending."""

    @property
    def format(self) -> ModelFormat:
        """The format it recognises."""

    def match(self, folder: Path, entry: str) -> Recognised | None:
        """The model that starts at the file `entry` (relative to `folder`) with all files that belong to it.

        None: the content is something else.

        Raises:
            UnreadableModel: it is that format, but a file is missing, damaged or unsafe (says which).
        """
