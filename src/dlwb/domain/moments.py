"""Moments as people write them, and as runs record them: UTC, ISO 8601, with microseconds."""

import re
from datetime import UTC, date, datetime, timedelta

from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.problems import Problems

_AGO = re.compile(r"(\d{1,6})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def as_recorded(moment: datetime) -> str:
    """A moment as runs record it; what it sorts by as text, it sorts by in time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def is_recorded(text: str) -> bool:
    """Whether a text is a moment exactly as runs record it."""
    try:
        return as_recorded(datetime.fromisoformat(text)) == text
    except ValueError:
        return False


def parse_moment(option: str, text: str, now: datetime, *, end: bool = False) -> str:
    """`2026-07-01`, `2026-07-01T12:30`, or `7d` (seven days ago; also m, h, w), as runs record it.

    What names no time zone is UTC. A date is its first moment, with `end` the first moment after it.

    Raises:
        InvalidOptions: the text is none of these; `option` is named.
    """
    try:
        if ago := _AGO.fullmatch(text):
            return as_recorded(now - timedelta(**{_UNITS[ago[2]]: int(ago[1])}))
        if _DATE.fullmatch(text):
            day = date.fromisoformat(text) + timedelta(days=1 if end else 0)
            return as_recorded(datetime(day.year, day.month, day.day, tzinfo=UTC))
        moment = datetime.fromisoformat(text)
        return as_recorded(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        problem = OptionProblem(option, f"'{text}' is no moment.")
        hint = "Write a date (2026-07-01), a time (2026-07-01T12:30) or how long ago (12h, 7d, 4w)."
        raise InvalidOptions((problem,), hint) from None


def parse_span(
    since: str | None, until: str | None, now: datetime, names: tuple[str, str] = ("since", "until")
) -> tuple[str | None, str | None]:
    """The moments that a span of time begins and ends at, as runs record them; None: it has no such end.

    Args:
        since: see `parse_moment`; None or empty: there is no beginning.
        until: likewise; a date counts as a whole.
        now: what is so long ago is counted from.
        names: of the two options.

    Raises:
        InvalidOptions: a text is no moment, or nothing lies between the two; all problems at once.
    """
    wrong = Problems()
    first = last = None
    with wrong.collected():
        first = parse_moment(names[0], since, now) if since else None
    with wrong.collected():
        last = parse_moment(names[1], until, now, end=True) if until else None
    if first is not None and last is not None and first >= last:
        words = f"'{until}' is not after '{since}', so nothing lies between them."
        wrong.add([OptionProblem(names[1], words)])
    wrong.raise_any()
    return first, last
