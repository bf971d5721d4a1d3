"""Run lengths of masks as COCO writes them: counts of pixels column by column, off and on in turns, and their text.

The text packs each count, from the fourth on its difference to the one two before, into characters of 5 bits (pycocotools,
`rleToString` and `rleFrString`). Done here in plain Python, because texts of strangers are checked before native code sees
them, which believes every count.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_MOST_CHARACTERS = 10_000_000


def text_of(counts: Sequence[int]) -> str:
    """The text of counts."""
    characters = []
    for i, count in enumerate(counts):
        left = count - counts[i - 2] if i > 2 else count
        while True:
            bits, left = left & 0x1F, left >> 5
            last = left == (-1 if bits & 0x10 else 0)
            characters.append(chr((bits if last else bits | 0x20) + 48))
            if last:
                break
    return "".join(characters)


def counts_of(text: str) -> list[int]:
    """The counts of a text.

    Raises:
        ValueError: no text of counts, or one of them is negative.
    """
    if len(text) > _MOST_CHARACTERS:
        raise ValueError("the run lengths are too long")
    counts: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - 48
        if not 0 <= bits < 64:
            raise ValueError(f"'{character}' does not occur in run lengths")
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits & 0x20:
            if shift > 60:
                raise ValueError("a run length is too large")
            continue
        if bits & 0x10:
            value -= 1 << shift
        counts.append(value + counts[-2] if len(counts) > 2 else value)
        if counts[-1] < 0:
            raise ValueError("a run length is negative")
        value = shift = 0
    if shift:
        raise ValueError("the run lengths are cut short")
    return counts


def mask_of(text: str, size: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """The mask (height × width) of a text; `size` is (width, height).

    Raises:
        ValueError: no text of counts, or of a picture of another size.
    """
    width, height = size
    counts = counts_of(text)
    if sum(counts) != width * height:
        raise ValueError(f"the run lengths are of {sum(counts)} pixels, not of {width} × {height}")
    on = np.arange(len(counts)) % 2 == 1
    return np.repeat(on, counts).reshape(width, height).T
