"""Copies differ as asked for and in nothing else, and labels follow the picture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.augmentation import Shown, changed, flipped
from dlwb.calc.masks import decode, encode
from dlwb.domain.dataset import Box
from dlwb.domain.made_data import Changes

HEIGHT, WIDTH = 20, 30


def shown():
    rng = np.random.default_rng(0)
    outline = np.zeros((HEIGHT, WIDTH), bool)
    outline[5:10, 2:12] = True
    box = Box(1, 2, 5, 12, 10, polygons=((2, 5, 12, 5, 12, 10),), rle=encode(outline), area=50.0)
    mask = np.where(outline, 2, 0).astype(np.uint8)
    return Shown(rng.integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8), (box,), mask)


def copy_of(changes, seed=0, number=0, copy=0):
    return changed(shown(), changes, seed, number, copy, ignore=255)


def test_a_mirror_turns_picture_boxes_outlines_and_mask():
    new = flipped(shown())
    (box,) = new.boxes
    assert np.array_equal(new.pixels, shown().pixels[:, ::-1])
    assert (box.x0, box.y0, box.x1, box.y1, box.area) == (18, 5, 28, 10, 50.0)
    assert box.polygons == ((28, 5, 18, 5, 18, 10),)
    outline = decode(box.rle, (WIDTH, HEIGHT))
    assert np.array_equal(np.where(outline, 2, 0), new.mask)
    rows, columns = np.nonzero(outline)
    assert (columns.min(), columns.max() + 1, rows.min(), rows.max() + 1) == (box.x0, box.x1, box.y0, box.y1)


def test_a_mirror_of_a_mirror_is_the_picture():
    twice, once = flipped(flipped(shown())), shown()
    assert np.array_equal(twice.pixels, once.pixels)
    assert np.array_equal(twice.mask, once.mask)
    assert twice.boxes == once.boxes


def test_half_of_the_copies_are_mirrored():
    turned = sum(
        not np.array_equal(copy_of(Changes(flip=True), copy=copy).pixels, shown().pixels) for copy in range(200)
    )
    assert 70 < turned < 130


def test_noise_has_the_deviation_asked_for():
    grey = Shown(np.full((200, 200, 3), 128, np.uint8))
    new = changed(grey, Changes(noise=0.1), 0, 0, 0, ignore=255)
    assert abs(new.pixels.astype(float).std() - 25.5) < 0.5
    assert abs(new.pixels.astype(float).mean() - 128) < 0.5


@given(st.floats(0.01, 0.9), st.integers(0, 20))
def test_as_much_is_erased_as_asked_for(share, copy):
    light = Shown(np.full((100, 150, 3), 200, np.uint8), mask=np.ones((100, 150), np.uint8))
    new = changed(light, Changes(erase=share), 0, 0, copy, ignore=255)
    gone = new.pixels[..., 0] == 128
    assert abs(gone.mean() - share) < 0.02
    assert np.array_equal(new.mask == 255, gone)


def test_colours_change_within_the_bound_and_labels_do_not():
    flat = Shown(np.full((9, 9, 3), 100, np.uint8))
    values = [int(changed(flat, Changes(colour=0.2), 0, 0, copy, ignore=255).pixels[0, 0, 0]) for copy in range(100)]
    assert 80 <= min(values) < 90
    assert 110 < max(values) <= 120
    assert copy_of(Changes(colour=0.2)).boxes == shown().boxes


@pytest.mark.parametrize("changes", [Changes(True, 0.1, 0.2, 0.3), Changes(noise=0.1)])
def test_the_same_seed_makes_the_same_copy(changes):
    assert np.array_equal(copy_of(changes).pixels, copy_of(changes).pixels)
    for other in ({"seed": 1}, {"number": 1}, {"copy": 1}):
        assert not np.array_equal(copy_of(changes).pixels, copy_of(changes, **other).pixels)


def test_changes_are_drawn_independently():
    """What one change does to a copy is the same with and without the others."""
    for copy in range(10):
        alone = copy_of(Changes(erase=0.2), copy=copy)
        with_noise = copy_of(Changes(erase=0.2, noise=0.05), copy=copy)
        assert np.array_equal(alone.mask, with_noise.mask)
        mirrored = np.array_equal(copy_of(Changes(flip=True), copy=copy).mask, flipped(shown()).mask)
        both = copy_of(Changes(flip=True, colour=0.3), copy=copy)
        assert np.array_equal(both.mask, flipped(shown()).mask) == mirrored
