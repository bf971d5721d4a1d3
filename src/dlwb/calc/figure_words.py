"""How figures are written for people, each in one form. Without numpy, because documents stand on it."""

from decimal import Decimal

from dlwb.domain.comparison import Word
from dlwb.domain.measurement import Estimate

# Intervals of ratios that are narrower than this need one digit more to be seen.
_NARROW = 0.02
# Below it the zeros of a number are harder to count than an exponent is to read.
_TINY = 1e-6
# Where noise hides this factor, the figures of a comparison would only look as if they said something.
_HIDDEN = 10.0
TOO_NOISY = "the noise hides more than a factor of ten"


def number_words(value: float, form: str = ".4g") -> str:
    """A number by a format of Python, with a minus sign that is as wide as a plus; small ones without an exponent."""
    words = format(value, form)
    if "e-" in words and abs(value) >= _TINY:
        words = format(Decimal(words), "f")
    return words.replace("-", "−")


def amount(value: float) -> str:
    """Four significant digits, thousands with commas: `18,350`."""
    if value == 0:
        return "0"
    return number_words(value, ",.0f" if abs(value) >= 1000 else ".4g")


def counted(count: int, what: str, plural: str = "") -> str:
    """How many of something, in the singular or the plural: `1 picture`, `1,200 pictures`; without `plural` with an s."""
    return f"{count:,} {what if count == 1 else plural or f'{what}s'}"


def signed(value: float, form: str = ".2f") -> str:
    """A difference with its sign: `+0.40`, `−1.20`, `±0.00` for none at all."""
    return f"±{value:{form}}".replace("±-", "±") if value == 0 else number_words(value, f"+{form}")


def per_cent(share: float, digits: int = 0) -> str:
    """A fraction 0..1: `68 %`."""
    return f"{number_words(share * 100, f'.{digits}f')} %"


def ratio_figures(ratio: Estimate) -> tuple[str, str, str]:
    """A ratio and both ends of its interval, with as many digits as the interval needs to be seen: 1.80, 1.75, 1.86."""
    digits = 2 if ratio.high - ratio.low >= _NARROW else 3
    value, low, high = (f"{one:.{digits}f}" for one in (ratio.value, ratio.low, ratio.high))
    return value, low, high


def is_hidden(ratio: Estimate, word: Word | None = None, tolerance: float = 0.0) -> bool:
    """Whether noise hides more than a factor of ten, so that words have to stand for the figures of a ratio.

    Args:
        ratio: with its interval.
        word: the answer; None: there is none, and it is open when the interval holds 1.
        tolerance: d of METHODS §2.
    """
    is_open = ratio.low <= 1 <= ratio.high if word is None else word is Word.CANT_TELL
    # Not by a quotient, because the low end can be zero.
    return is_open and (ratio.high > _HIDDEN * ratio.low or 1 + tolerance > _HIDDEN)


def times_words(ratio: Estimate) -> str:
    """A ratio in a sentence: `1.80 times [1.75, 1.86]`."""
    value, low, high = ratio_figures(ratio)
    return f"{value} times [{low}, {high}]"
