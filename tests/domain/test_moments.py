"""Moments as people write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.domain.errors import InvalidOptions
from dlwb.domain.moments import as_recorded, is_recorded, parse_moment, parse_span

NOW = datetime(2030, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "end", "recorded"),
    [
        ("2030-02-28", False, "2030-02-28T00:00:00.000000+00:00"),
        ("2030-02-28", True, "2030-03-01T00:00:00.000000+00:00"),
        ("2030-02-28T10:30", False, "2030-02-28T10:30:00.000000+00:00"),
        ("2030-02-28T10:30", True, "2030-02-28T10:30:00.000000+00:00"),
        ("2030-02-28T10:30:00+02:00", False, "2030-02-28T08:30:00.000000+00:00"),
        ("2030-02-28T10:30:00Z", False, "2030-02-28T10:30:00.000000+00:00"),
        ("90m", False, "2030-03-01T10:30:00.000000+00:00"),
        ("12h", False, "2030-03-01T00:00:00.000000+00:00"),
        ("1d", False, "2030-02-28T12:00:00.000000+00:00"),
        ("2w", False, "2030-02-15T12:00:00.000000+00:00"),
    ],
)
def test_moments_are_understood(text, end, recorded):
    assert parse_moment("--since", text, NOW, end=end) == recorded


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2030-02-30", "9999-12-31", "999999w", "7", "-1d", "7 d", "2030-13-01T00:00", "٣d\n"]
)
def test_what_is_no_moment_is_refused_by_name(text):
    with pytest.raises(InvalidOptions) as refused:
        parse_moment("--until", text, NOW, end=True)
    assert refused.value.problems[0].option == "--until"


@given(st.datetimes(min_value=datetime(1000, 1, 2), max_value=datetime(9999, 12, 30)), st.integers(-12, 12))
def test_recorded_moments_sort_as_text_like_in_time(moment, hours):
    here = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    text = as_recorded(here)
    assert is_recorded(text)
    assert datetime.fromisoformat(text) == here
    assert text < as_recorded(here + timedelta(microseconds=1))


@pytest.mark.parametrize(
    "text", ["", "2030-01-01", "2030-01-01T00:00:00+00:00", "2030-01-01T01:00:00.000000+01:00", "not a time"]
)
def test_only_the_recorded_form_is_recorded(text):
    assert not is_recorded(text)


def test_a_span_has_something_in_it():
    assert parse_span("2030-02-28", "2030-02-28", NOW) == (
        "2030-02-28T00:00:00.000000+00:00",
        "2030-03-01T00:00:00.000000+00:00",
    )
    assert parse_span("", None, NOW) == (None, None)
    for since, until in (("1h", "2h"), ("2030-03-02", "2030-03-01"), ("2030-03-02T10:00", "2030-03-02T10:00")):
        with pytest.raises(
            InvalidOptions, match=f"--until: '{until}' is not after '{since}', so nothing lies between them."
        ):
            parse_span(since, until, NOW, ("--since", "--until"))


def test_both_ends_of_a_span_are_told_at_once():
    with pytest.raises(InvalidOptions) as told:
        parse_span("soon", "late", NOW)
    assert [problem.option for problem in told.value.problems] == ["since", "until"]
