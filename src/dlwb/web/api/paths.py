"""Paths on the server's disk, as a person types them."""

import errno
from pathlib import Path

from dlwb.domain.errors import NotFound


def server_path(text: str) -> Path:
    """An absolute path; `~` is the home of the server's user.

    Raises:
        NotFound: the text cannot be such a path.
    """
    hint = "Begin it with / or ~."
    if "\0" in text:
        raise NotFound("A path cannot hold a NUL character.", hint)
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        raise NotFound(f"'{text}' begins with the home of a user that is not there.", hint) from None
    if not path.is_absolute():
        raise NotFound(f"'{text}' is not an absolute path.", hint)
    try:
        path.lstat()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise NotFound(f"No path is as long as '{text[:40]}…'.", hint) from error
    return path
