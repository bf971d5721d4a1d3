"""When a load has become steady (METHODS §1.3)."""

from collections.abc import Sequence

from dlwb.calc.stats import theil_sen

WINDOWS = 4
MOST_SPREAD = 1.05
# Four windows cannot show a trend with more confidence than this: they all rise, or all fall.
_TREND_LEVEL = 0.9


def is_steady(windows: Sequence[float]) -> bool:
    """Whether the last four windows differ by at most 5 % and show no trend.

    Args:
        windows: one figure per window, oldest first: throughput, or under offered load the median service time.
    """
    last = windows[-WINDOWS:]
    if len(last) < WINDOWS or min(last) <= 0:
        return False
    return max(last) / min(last) <= MOST_SPREAD and not theil_sen(last, _TREND_LEVEL).is_clear
