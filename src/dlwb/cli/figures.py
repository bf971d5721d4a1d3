"""Figures as people read them: units, thousands, intervals; and names as they were given."""

from rich.markup import escape

from dlwb.calc.figure_words import TOO_NOISY, amount, is_hidden, per_cent, ratio_figures
from dlwb.domain.comparison import Word
from dlwb.domain.measurement import Estimate
from dlwb.domain.model import DimRange, Shape

_SIZES = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def name(text: str) -> str:
    """A name that a person or a file gave, for output with markup: `net[v2]` stays so, and no character steers the
    terminal.
    """
    return escape("".join(c if c.isprintable() else "�" for c in text))


def number(value: float) -> str:
    """Four significant digits, thousands with commas."""
    return amount(value)


def estimate(value: Estimate, unit: str) -> str:
    """`168.3 fps (166.9 – 169.9)`: the value and its 95 % interval."""
    return f"{number(value.value)} {unit} [dim]({number(value.low)} – {number(value.high)})[/dim]"


def _ratio(value: Estimate) -> str:
    """`1.80 × (1.75 – 1.86)`: a ratio and its 95 % interval, as sentences round it."""
    middle, low, high = ratio_figures(value)
    return f"{middle} × [dim]({low} – {high})[/dim]"


def word(found: Word) -> str:
    """The answer of a comparison as people say it: `can't tell`."""
    return "can't tell" if found == Word.CANT_TELL else found.replace("_", " ")


def answer(ratio: Estimate, found: Word, tolerance: float = 0.0, *, with_interval: bool = True) -> str:
    """A ratio and what it means: `1.80 × (1.75 – 1.86) faster`; no figures where noise hides them."""
    if is_hidden(ratio, found, tolerance):
        return f"{word(found)}: {TOO_NOISY}" if with_interval else word(found)
    times = _ratio(ratio) if with_interval else f"{ratio_figures(ratio)[0]} ×"
    return f"{times} {word(found)}"


def size(value: float | None) -> str:
    """Bytes in decimal units, `25.6 MB`; a dash when unknown."""
    if value is None:
        return "–"
    for factor, unit in _SIZES:
        if value >= factor:
            return f"{value / factor:.3g} {unit}"
    return f"{value:.0f} B"


def percent(share: float | None) -> str:
    """A fraction 0..1 as per cent; a dash when unknown."""
    return "–" if share is None else per_cent(share, 1)


def moment(text: str) -> str:
    """A time as runs record it, to the second: `2026-03-01 12:30:05 UTC`."""
    return f"{text[:19].replace('T', ' ')} UTC"


def day(text: str) -> str:
    """The day (UTC) of a time as runs record it: `2026-03-01`."""
    return text[:10]


def milliseconds(value: float) -> str:
    """A time in milliseconds, or in seconds from one second on."""
    return f"{value / 1000:.2f} s" if value >= 1000 else f"{number(value)} ms"


def shape(value: Shape | None) -> str:
    """`1 × 3 × 224 × 224`; `?` for any size, `1..8` for a range."""
    if value is None:
        return "unknown rank"
    return " × ".join(_dim(d) for d in value) or "scalar"


def _dim(dim: int | DimRange) -> str:
    if isinstance(dim, int):
        return str(dim)
    if dim.high is None:
        return "?" if dim.low <= 1 else f"{dim.low}.."
    return f"{dim.low}..{dim.high}"
