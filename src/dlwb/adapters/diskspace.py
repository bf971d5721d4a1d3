"""One place that turns "no space left" of the operating system into an error people can act on."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dlwb.domain.errors import DiskFull

_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def disk_full_is_named(place: Path) -> Iterator[None]:
    """Raise DiskFull, naming `place`, where the block ran out of disk space or quota."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise DiskFull(
            f"No space is left on the disk of '{place}'; what was stored before is unharmed.",
            "Free some space, or move the workspace (setting DLWB_WORKSPACE).",
            terminal="--workspace FOLDER",
        ) from error
