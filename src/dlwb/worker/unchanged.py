"""Files of a dataset that are still those that were verified when it was imported."""

from collections.abc import Callable
from pathlib import Path

from dlwb.domain.errors import InputError

_AGAIN = "Import the dataset again."


def unchanged(folder: Path, name: str, is_it: Callable[[int, int], bool]) -> Path:
    """Where a picture or mask lies.

    Args:
        folder: of the dataset.
        name: of the file, relative to the folder.
        is_it: whether a file of this size and date is the one that was verified, see `Sample.is_file`.

    Raises:
        InputError: it is gone, or has been changed since.
    """
    path = folder / name
    try:
        now = path.stat()
    except OSError as error:
        raise InputError(f"'{name}' is no longer there: {error.strerror}.", _AGAIN) from error
    if not is_it(now.st_size, now.st_mtime_ns):
        raise InputError(f"'{name}' has been changed since it was imported.", _AGAIN)
    return path
