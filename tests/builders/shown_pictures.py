"""Pictures whose answer is known: plain ones, as bright as the fake network's class wants, and squares of one colour."""

from pathlib import Path

import numpy as np
from builders.datasets import text
from PIL import Image

CLASSES = 10


def plain(path: Path, label: int, size: tuple[int, int] = (40, 30)) -> Path:
    """A picture that the fake network takes for that class when it sees its pixels as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    value = round((label + 0.5) * 256 / CLASSES)
    Image.fromarray(np.full((size[1], size[0], 3), value, np.uint8)).save(path)
    return path


def classified(folder: Path, shown: list[int], said: list[int]) -> Path:
    """A dataset in which picture i looks like class `shown[i]` and is labelled `said[i]`."""
    for i, label in enumerate(shown):
        plain(folder / f"p{i:03}.png", label, (40 + i, 30))
    text(folder / "val.txt", *(f"p{i:03}.png {label}" for i, label in enumerate(said)))
    return folder
