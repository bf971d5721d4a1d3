"""When warming up is over."""

import numpy as np
import pytest

from dlwb.calc.warmup import is_steady


@pytest.mark.parametrize(
    ("windows", "steady"),
    [
        ([100, 101, 99, 100], True),
        ([100, 100, 100, 100], True),
        ([100, 101, 100], False),
        ([50, 80, 100, 101, 99, 100], True),
        ([100, 101, 99, 94], False),
        ([100, 101, 102, 103], False),
        ([103, 102, 101, 100], False),
        ([100, 101, 102, 103, 102], True),
        ([100, 0, 100, 100], False),
        ([], False),
    ],
)
def test_four_windows_in_a_row_within_five_per_cent_and_without_a_trend(windows, steady):
    assert is_steady(windows) is steady


def test_white_noise_of_one_per_cent_is_called_steady_soon():
    rng = np.random.default_rng(0)
    needed = []
    for _ in range(200):
        windows = list(rng.normal(100, 1, 40))
        needed.append(next(n for n in range(4, 40) if is_steady(windows[:n])))
    assert np.median(needed) == 4
    assert np.quantile(needed, 0.95) <= 6


def test_a_ramp_is_not_called_steady_before_its_end():
    ramp = [100 * (1 - 0.4 * 0.7**i) for i in range(20)]
    first = next(n for n in range(4, 20) if is_steady([*ramp[:n], *[]]) or n == 19)
    assert ramp[first - 4] > 97
