"""Whether the first class has number 0 or 1: labels do not say it, but the numbers that occur often do."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number of the first class, and what to tell about that choice, if anything."""

    first: int
    note: str = ""


def numbering_of(numbers: Collection[int], classes: int, file: str) -> Numbering:
    """The number that the first class has in labels.

    Args:
        numbers: as they stand in the labels, one for each picture.
        classes: how many the label map has; 0 without one.
        file: the file with the labels, for the note.
    """
    if not numbers or min(numbers) < 1:
        return Numbering(0)
    highest = max(numbers)
    if classes and highest == classes:
        return Numbering(1, f"Classes are counted from 1: '{file}' has the number {highest}, the label map {classes}.")
    if not classes and highest == 1000:
        return Numbering(1, f"Classes are counted from 1: '{file}' goes to 1000, as ImageNet does from 1.")
    counts = Counter(numbers)
    if len(counts) == highest > 1 and min(counts.values()) > 1:
        return Numbering(1, f"Classes are counted from 1: of 0 to {highest} only 0 does not occur in '{file}'.")
    return Numbering(
        0, f"No picture has class 0; if '{file}' counts classes from 1, import it with 1 as its first class."
    )
