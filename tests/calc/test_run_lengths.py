"""Run lengths and their text are the ones of pycocotools, and texts of strangers are refused, not believed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.run_lengths import counts_of, mask_of, text_of

counts = st.lists(st.integers(0, 1 << 40), max_size=30)


@given(counts)
def test_text_and_counts_are_the_same_thing(given_counts):
    assert counts_of(text_of(given_counts)) == given_counts


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=30))
def test_the_text_is_the_one_of_pycocotools(given_counts):
    mask = pytest.importorskip("pycocotools.mask")
    size = [1, sum(given_counts)]
    assert text_of(given_counts) == mask.frPyObjects({"size": size, "counts": given_counts}, *size)["counts"].decode()


@given(st.text(max_size=60))
def test_any_text_gives_counts_or_a_value_error(text):
    try:
        found = counts_of(text)
    except ValueError:
        return
    assert all(count >= 0 for count in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [("!", "does not occur"), ("P", "cut short"), ("O", "negative"), ("P" * 20, "too large"), ("é", "does not occur")],
)
def test_what_is_no_text_of_counts(text, words):
    with pytest.raises(ValueError, match=words):
        counts_of(text)


def test_masks_go_column_by_column():
    assert mask_of(text_of([1, 2, 3]), (3, 2)).tolist() == [[False, True, False], [True, False, False]]
    with pytest.raises(ValueError, match="of 6 pixels, not of 4 × 2"):
        mask_of(text_of([1, 2, 3]), (4, 2))


@given(st.integers(0, 2**32), st.integers(1, 20), st.integers(1, 20))
def test_masks_are_those_of_pycocotools(seed, width, height):
    module = pytest.importorskip("pycocotools.mask")
    mask = np.random.default_rng(seed).random((height, width)) < 0.4
    text = module.encode(np.asfortranarray(mask, dtype=np.uint8))["counts"].decode()
    assert np.array_equal(mask_of(text, (width, height)), mask)
