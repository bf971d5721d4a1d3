"""Counters that are running means since a model was compiled."""


def window_mean(count_before: int, mean_before: float, count: int, mean: float) -> float:
    """The mean over inferences `count_before + 1` … `count`, from two running means since the start.

    It is (k·m_k − j·m_j) / (k − j) for j inferences before the window and k at its end. An error of e in both means
    (whole microseconds: e < 1) becomes up to e·k / (k − j), so windows are best long, and early. Rounding can make
    the difference negative; no layer takes less than no time.
    """
    total = count * mean - count_before * mean_before
    return max(0.0, total / (count - count_before))
