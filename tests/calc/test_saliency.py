"""Masks and maps: laws of their arithmetic, and a score whose region is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.saliency import Veil, Weighing, cover, rise_mask, share_of, windows
from dlwb.domain.errors import InvalidOptions
from dlwb.domain.saliency import SaliencyMethod, SaliencyOptions, common_scale

sizes = st.tuples(st.integers(8, 60), st.integers(8, 60))
cells = st.integers(2, 8)


@given(sizes, cells, st.integers(0, 5), st.integers(0, 1000))
def test_a_mask_is_a_share_of_each_pixel_and_the_same_each_time(size, cells, seed, number):
    mask = rise_mask(size, cells, seed, number)
    assert mask.shape == size[::-1]
    assert mask.min() >= 0
    assert mask.max() <= 1 + 1e-12
    assert np.array_equal(mask, rise_mask(size, cells, seed, number))


def test_masks_of_other_numbers_and_seeds_are_others():
    masks = [rise_mask((24, 24), 4, seed, number) for seed in range(3) for number in range(3)]
    assert all(not np.array_equal(a, b) for i, a in enumerate(masks) for b in masks[i + 1 :])


def test_every_pixel_is_seen_as_often_as_any_other():
    mean = sum(rise_mask((20, 30), 4, 0, number) for number in range(4000)) / 4000
    # Standard error of a mean of shares: at most 0.5 / √4000 = 0.008.
    assert np.abs(mean - 0.5).max() < 5 * 0.008


@given(sizes, cells, st.floats(-5, 5))
def test_a_score_that_does_not_depend_on_the_picture_gives_the_same_value_everywhere(size, cells, score):
    found = Weighing(size)
    for number in range(40):
        found.add(rise_mask(size, cells, 0, number), score)
    assert np.allclose(found.mean(), score)


@given(sizes, cells, st.integers(0, 30))
def test_windows_leave_no_pixel_uncovered_and_stay_inside(size, cells, more):
    found = windows(size, cells, cells + more)
    seen = np.zeros(size[::-1])
    for left, top, right, bottom in found:
        assert 0 <= left < right <= size[0]
        assert 0 <= top < bottom <= size[1]
        seen += 1 - cover((left, top, right, bottom), size)
    assert seen.min() >= 1
    assert len(found) == (cells + more) ** 2


@given(st.sampled_from(["CHW", "HWC", "NCHW", "NHWC"]), st.floats(0, 1))
def test_a_veil_mixes_with_the_mean_of_the_picture_and_leaves_the_padding(layout, share):
    rng = np.random.default_rng(1)
    whole = rng.normal(size=(3, 12, 16)).astype(np.float32)
    axes = [letter for letter in layout if letter != "N"]
    tensor = whole.transpose(["CHW".index(letter) for letter in axes])
    veil = Veil(tensor, layout, (2, 3, 14, 9))
    assert veil.size == (12, 6)
    made = veil.seen_through(np.full((6, 12), share)).transpose([axes.index(letter) for letter in "CHW"])
    picture = whole[:, 3:9, 2:14]
    mean = picture.mean(axis=(1, 2), keepdims=True)
    assert np.allclose(made[:, 3:9, 2:14], mean + share * (picture - mean), atol=1e-5)
    outside = np.ones((12, 16), bool)
    outside[3:9, 2:14] = False
    assert np.array_equal(made[:, outside], whole[:, outside])


@given(st.integers(0, 500))
def test_a_veil_over_whole_numbers_rounds(number):
    tensor = np.random.default_rng(2).integers(0, 256, (3, 8, 8), dtype=np.uint8)
    mask = rise_mask((8, 8), 3, 0, number)
    made = Veil(tensor, "CHW", (0, 0, 8, 8)).seen_through(mask)
    mean = tensor.mean(axis=(1, 2), keepdims=True)
    assert made.dtype == np.uint8
    assert np.abs(made - (mean + mask * (tensor - mean))).max() <= 0.5 + 1e-9


REGION = (slice(4, 12), slice(20, 30))  # rows, columns of 32 × 32


def mean_of_region(tensor):
    return float(tensor[:, REGION[0], REGION[1]].mean())


def picture():
    made = np.random.default_rng(3).uniform(0, 0.2, (3, 32, 32))
    made[:, REGION[0], REGION[1]] += 0.8
    return made


def share_inside(found):
    above = share_of(found, float(np.median(found)), float(found.max()))
    return above[REGION].sum() / above.sum()


def test_rise_puts_the_map_where_the_score_comes_from():
    veil, found = Veil(picture(), "CHW", (0, 0, 32, 32)), Weighing((32, 32))
    for number in range(1500):
        mask = rise_mask((32, 32), 8, 0, number)
        found.add(mask, mean_of_region(veil.seen_through(mask)))
    peak = np.unravel_index(found.mean().argmax(), (32, 32))
    assert 4 <= peak[0] < 12
    assert 20 <= peak[1] < 30
    assert share_inside(found.mean()) > 0.4  # of a map over 1024 pixels; the region has 80 of them


def test_occlusion_finds_a_drop_in_the_region_and_none_far_from_it():
    veil, found = Veil(picture(), "CHW", (0, 0, 32, 32)), Weighing((32, 32))
    whole = mean_of_region(picture())
    for window in windows((32, 32), 8, 16):
        mask = cover(window, (32, 32))
        found.add(1 - mask, whole - mean_of_region(veil.seen_through(mask)))
    values = found.mean()
    assert values[REGION].min() > 0
    assert np.abs(values[20:, :12]).max() < 1e-12
    assert share_inside(values) > 0.6


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=9))
def test_shares_keep_the_order_and_fill_the_scale(values):
    given_values = np.array(values)
    shares = share_of(given_values, given_values.min(), given_values.max())
    assert ((shares >= 0) & (shares <= 1)).all()
    if given_values.min() == given_values.max():
        assert not shares.any()
        return
    assert np.all(np.diff(shares[np.argsort(given_values, kind="stable")]) >= 0)
    assert shares.max() == 1


def test_a_scale_for_two_maps_holds_both():
    assert common_scale([(0.2, 0.4), (-0.1, 0.3)]) == (-0.1, 0.4)


def test_all_wrong_numbers_come_at_once():
    with pytest.raises(InvalidOptions) as caught:
        SaliencyOptions(masks=1, cells=90, steps=0).checked()
    assert {problem.option for problem in caught.value.problems} == {"masks", "cells", "steps"}
    with pytest.raises(InvalidOptions, match="gaps"):
        SaliencyOptions(SaliencyMethod.OCCLUSION, cells=9, steps=5).checked()
    assert SaliencyOptions(SaliencyMethod.OCCLUSION, steps=9).checked().inferences == 81
