"""Drawn pictures are the same for the same seed, balanced, and labelled as drawn."""

import hashlib

import numpy as np
import pytest

from dlwb.calc.chance import Chance
from dlwb.calc.drawing import CLASSES, draw, noise


def test_the_same_seed_draws_the_same_pixels():
    one, two, other = (draw(64, 48, seed, 5) for seed in (1, 1, 2))
    assert np.array_equal(one.pixels, two.pixels)
    assert not np.array_equal(one.pixels, other.pixels)
    assert not np.array_equal(one.pixels, draw(64, 48, 1, 13).pixels)


def test_the_bits_never_change():
    """Fixed values: if they change, a generated dataset is another one on the next machine."""
    assert Chance(7, "shapes", 3).bytes(6).tolist() == [81, 117, 234, 221, 218, 203]
    digest = hashlib.sha256(noise(32, 32, 0, 0).tobytes()).hexdigest()
    assert digest[:16] == "1c4f2959c6e22e78"


def test_classes_take_turns():
    labels = [draw(32, 32, 0, number).label for number in range(16)]
    assert labels == [*range(len(CLASSES))] * 2


@pytest.mark.parametrize("number", range(16))
def test_shapes_are_there_apart_from_each_other_and_unlike_the_background(number):
    drawn = draw(96, 64, 3, number)
    assert drawn.pixels.shape == (64, 96, 3)
    assert 1 <= len(drawn.shapes) <= 3
    assert np.sum(drawn.shapes, axis=0).max() == 1
    background = drawn.pixels[~np.any(drawn.shapes, axis=0)].mean(axis=0)
    for shape in drawn.shapes:
        assert 20 < shape.sum() < shape.size / 2
        assert np.linalg.norm(drawn.pixels[shape].mean(axis=0) - background) > 45


def test_noise_has_every_value():
    pixels = noise(100, 100, 0, 0)
    counts = np.bincount(pixels.ravel(), minlength=256)
    assert counts.min() > 60
    assert counts.max() < 190


def test_numbers_are_spread_as_they_say():
    normal = Chance(0, "n").normal(20_001)
    assert len(normal) == 20_001
    assert abs(normal.mean()) < 0.03
    assert abs(normal.std() - 1) < 0.03
    uniform = Chance(0, "u").uniform(20_000)
    assert 0 <= uniform.min() < uniform.max() < 1
    assert abs(uniform.mean() - 0.5) < 0.01
    assert {Chance(0, i).whole(2, 4) for i in range(60)} == {2, 3, 4}
