"""Recorded numbers in the type that an input takes: digits of floats may go, nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.input_fit import cast

INTEGERS = ["int8", "uint8", "int32", "int64"]


@given(st.lists(st.integers(-(2**40), 2**40), min_size=1), st.sampled_from([*INTEGERS, "float32", "float64"]))
def test_integers_keep_their_value_or_are_refused(values, name):
    array = np.array(values, dtype=np.int64)
    try:
        kept = cast(array, np.dtype(name))
    except ValueError:
        return
    assert [int(value) for value in kept] == values


@pytest.mark.parametrize(
    ("values", "name"), [([1.0], "int32"), ([1j], "float32"), ([True], "bool"), ([2.5], "float16")]
)
def test_floats_become_no_integers(values, name):
    array = np.array(values)
    if np.can_cast(array.dtype, name, "same_kind"):
        assert cast(array, np.dtype(name)).dtype == name
    else:
        with pytest.raises(ValueError, match=str(array.dtype)):
            cast(array, np.dtype(name))


def test_a_float_that_would_become_infinite_is_refused_and_infinity_is_not():
    with pytest.raises(ValueError, match="numbers that do not fit float16"):
        cast(np.array([1e6]), np.dtype("float16"))
    odd = cast(np.array([np.inf, -np.inf, np.nan]), np.dtype("float16"))
    assert np.array_equal(odd, np.array([np.inf, -np.inf, np.nan], np.float16), equal_nan=True)
