"""Lists and ranges of numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.cli.ranges import parse_ranges, parse_words
from dlwb.domain.errors import InvalidOptions


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3", (3,)),
        ("1,2,4-16x2", (1, 2, 4, 8, 16)),
        ("1-4", (1, 2, 3, 4)),
        ("4-16+4", (4, 8, 12, 16)),
        ("2-17x3", (2, 6)),
        ("4, 2 ,4,2-3", (4, 2, 3)),
        ("5-5", (5,)),
    ],
)
def test_what_people_write(text, values):
    assert parse_ranges(text, "--batch") == values


@pytest.mark.parametrize(
    "text",
    ["", "a", "1,,2", "4-1", "1-8x1", "0-8x2", "1-4+0", "-3", "1.5", "1-", "²", "1-8*2", "9" * 5000, f"1-{'9' * 5000}"],
)
def test_what_is_no_range_is_named(text):
    with pytest.raises(InvalidOptions, match=r"--batch: .*neither a number nor a range"):
        parse_ranges(text, "--batch")


def test_a_range_that_would_fill_the_memory_is_refused():
    with pytest.raises(InvalidOptions, match="more than 10,000 values"):
        parse_ranges("1-999999999999", "--batch")


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20, unique=True))
def test_a_written_list_comes_back(values):
    assert parse_ranges(",".join(map(str, values)), "--batch") == tuple(values)


def test_words():
    assert parse_words("f32, bf16,", "--precision") == ("f32", "bf16")
