"""Lists and ranges of numbers, as `dlwb sweep --batch 1,2,4-16x2` takes them."""

import re
from collections.abc import Iterator

from dlwb.cli.form import UsageError
from dlwb.domain.errors import InvalidOptions, OptionProblem

# More values on one axis than anybody can measure; a longer range is a slip of the finger, and must not fill the memory.
MOST_VALUES = 10_000
# Python refuses to read numbers that are much longer; all that anybody measures are far shorter.
_LONGEST = 40
_RANGE = re.compile(rf"(\d{{1,{_LONGEST}}})-(\d{{1,{_LONGEST}}})(?:([x+])(\d{{1,{_LONGEST}}}))?")


def parse_ranges(text: str, option: str) -> tuple[int, ...]:
    """`1,2,4-16x2` → (1, 2, 4, 8, 16): numbers, ranges (`1-4`), ranges by a factor (`x2`) or in steps (`+4`).

    Each value once, in the order given.

    Raises:
        UsageError: a part is none of these. InvalidOptions: there are more values than can be measured.
    """
    values: dict[int, None] = {}
    for part in text.split(","):
        for value in _values(part.strip(), option):
            values[value] = None
            if len(values) > MOST_VALUES:
                raise InvalidOptions((OptionProblem(option, f"'{text}' has more than {MOST_VALUES:,} values."),))
    return tuple(values)


def parse_words(text: str, option: str) -> tuple[str, ...]:
    """`f32,bf16` → ("f32", "bf16"). Raises UsageError for a list without a word."""
    words = tuple(word for word in (part.strip() for part in text.split(",")) if word)
    if not words:
        raise UsageError((OptionProblem(option, f"'{text}' names nothing."),), "Leave the option out, or give a list.")
    return words


def _values(part: str, option: str) -> Iterator[int]:
    if part.isascii() and part.isdigit() and len(part) <= _LONGEST:
        yield int(part)
        return
    found = _RANGE.fullmatch(part)
    if found is None:
        raise _no_range(part, option)
    low, high = int(found[1]), int(found[2])
    how, by = found[3] or "+", int(found[4] or 1)
    if low > high or by < 1 or (how == "x" and (by < 2 or low < 1)):
        raise _no_range(part, option)
    while low <= high:
        yield low
        low = low * by if how == "x" else low + by


def _no_range(part: str, option: str) -> UsageError:
    shown = part if len(part) <= 2 * _LONGEST else f"{part[:_LONGEST]}…"
    problem = OptionProblem(option, f"'{shown}' is neither a number nor a range.")
    return UsageError((problem,), "Write 1,2,4 or 1-4 or 4-16x2 (4, 8, 16) or 4-16+4 (4, 8, 12, 16).")
