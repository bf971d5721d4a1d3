"""Files that the terminal writes for people: whole or not at all."""

import os
import secrets
from pathlib import Path

from dlwb.domain.errors import InputError


def write_whole(file: Path, content: bytes, option: str) -> None:
    """Write a file that is complete or not there; what was there before stays until then.

    Raises:
        InputError: it cannot be written; `option` is the flag that names another one.
    """
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            with part.open("xb") as writing:
                writing.write(content)
                os.fsync(writing.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.", f"Choose another file ({option}).") from error
