"""Finding and checking the files that belong to a model's entry file."""

import os
from pathlib import Path, PurePosixPath

from dlwb.domain.errors import UnreadableModel


def beside(folder: Path, entry: str, ending: str) -> str | None:
    """The file next to `entry` with the same stem and another ending, relative to `folder`; None if there is none.

    `a.b.xml` goes with `a.b.bin`, never with `a.bin`.
    """
    path = PurePosixPath(entry)
    candidate = path.with_suffix(ending) if path.suffix else path.with_name(path.name + ending)
    return str(candidate) if (folder / candidate).is_file() else None


def weights_of(folder: Path, name: str) -> str | None:
    """The file that `name` seems to hold the weights of, so that a hint can name it: `a.xml` for `a.bin`."""
    pairs = {".bin": ".xml", ".pdiparams": ".pdmodel", ".data": ".onnx", ".onnx_data": ".onnx"}
    model = pairs.get(PurePosixPath(name).suffix)
    return beside(folder, name, model) if model else None


def named(folder: Path, entry: str, location: str) -> str:
    """The file that a model calls `location`, seen from its entry, relative to `folder`.

    Raises:
        UnreadableModel: the name leads out of the model's folder, or there is no such file.
    """
    path = PurePosixPath(location.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise UnreadableModel(
            f"'{entry}' keeps weights in '{location}', which lies outside the model's folder.",
            "Save the model with its weights in the same folder, or inside the file.",
        )
    full = PurePosixPath(entry).parent / path
    if not (folder / full).is_file():
        raise UnreadableModel(
            f"'{entry}' keeps weights in '{location}', and that file is missing.",
            f"Put '{location}' next to '{PurePosixPath(entry).name}' and import again; "
            "for an upload, put all files in one zip.",
        )
    return str(full)


def under(folder: Path, start: str, most: int = 10_000) -> tuple[str, ...]:
    """All regular files below `folder/start`, relative to `folder`, sorted; links to folders are not followed."""
    found: list[str] = []
    for root, _, names in os.walk(folder / start):
        for name in names:
            path = Path(root) / name
            if path.is_file():
                found.append(path.relative_to(folder).as_posix())
            if len(found) > most:
                raise UnreadableModel(
                    f"'{start}' holds more than {most} files.", "Import a folder that holds one model."
                )
    return tuple(sorted(found))
