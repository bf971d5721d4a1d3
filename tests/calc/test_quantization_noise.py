"""Where noise comes from: in chains of layers whose noise is known."""

import numpy as np
import pytest

from dlwb.calc.quantization.noise import NoiseTally, refined, worth_trying

RNG = np.random.default_rng(0)


def noisy(values, share):
    """The values with noise of that share of their power."""
    power = np.mean(values**2, axis=(0, 2, 3), keepdims=True)
    return values + RNG.normal(0, 1, values.shape) * np.sqrt(share * power)


def test_the_layer_that_adds_noise_is_blamed_and_those_after_it_are_not():
    tally = NoiseTally()
    for _ in range(3):
        a = RNG.normal(0, 1, (1, 8, 16, 16))
        hurt = noisy(a, 0.2)
        tally.add({"a": a, "b": 2 * a, "c": 3 * a}, {"a": a, "b": 2 * hurt, "c": 3 * hurt})
    assert tally.added(("a",), ("b",)) == pytest.approx(0.2, rel=0.1)
    assert tally.added(("b",), ("c",)) == pytest.approx(0, abs=1e-12)


def test_small_channels_beside_a_large_one_count_as_much():
    exact = RNG.normal(0, 1, (1, 4, 16, 16)) * np.array([1000, 1, 1, 1]).reshape(1, 4, 1, 1)
    lost = exact.copy()
    lost[:, 1:] = 0
    tally = NoiseTally()
    tally.add({"y": exact}, {"y": lost})
    assert tally.noise("y") == pytest.approx(0.75)


def test_empty_channels_other_shapes_and_unknown_tensors_say_nothing():
    tally = NoiseTally()
    exact = np.concatenate([np.ones((1, 1, 2, 2)), np.zeros((1, 1, 2, 2))], axis=1)
    tally.add(
        {"y": exact, "n": np.arange(3)}, {"y": exact + np.array([0.1, 5.0]).reshape(1, 2, 1, 1), "n": np.arange(3) + 1}
    )
    tally.add({"y": exact}, {"y": exact[:, :1]})
    assert tally.noise("y") == pytest.approx(0.01)
    assert tally.noise("n") is None
    assert tally.added(("unknown",), ("y",)) == tally.noise("y")
    assert tally.added(("y",), ("unknown",)) == 0


def test_what_is_no_number_any_more_is_all_noise():
    exact = np.ones((1, 2, 2, 2))
    rounded = exact.copy()
    rounded[0, 0, 0, 0] = np.nan
    tally = NoiseTally()
    tally.add({"y": exact}, {"y": rounded})
    assert tally.noise("y") == pytest.approx(0.5)
    assert tally.added(("unknown",), ("y",)) == pytest.approx(0.5)


def test_the_noisiest_and_the_last_are_tried_and_the_rest_stays_behind():
    noise = [0.9, 0.0, 0.5, 0.001, 0.4, 0.2]
    assert worth_trying(noise) == list(range(6))
    many = [float(i % 7 == 0) for i in range(100)]
    assert worth_trying(many) == sorted({*range(0, 100, 7), *range(1, 6), *range(94, 100)})
    made = refined(noise, {0: 0.01, 2: 2.0, 4: 0.4, 5: 0.02})
    assert made[:3] == (0.01, 0.0, 2.0)
    assert made[3] == pytest.approx(min(0.001 * np.median([0.01 / 0.9, 4.0, 1.0, 0.1]), 0.01))
    assert refined([0.2, 0.1], {}) == (0.2, 0.1)
