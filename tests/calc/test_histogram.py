"""The latency histogram: nothing is lost, and a latency is known to three digits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.histogram import BUCKETS, STEPS, Distribution, bucket_of, count, from_histogram, lower_edge, to_histogram
from dlwb.domain.measurement import Histogram

latencies = st.lists(st.floats(0.1, 1e9), min_size=1, max_size=200)


@given(st.floats(0.0625, 8e9))
def test_a_latency_lies_inside_its_bucket_and_the_bucket_is_narrow(us):
    index = bucket_of(us)
    low, high = float(lower_edge(index)), float(lower_edge(index + 1))
    assert low <= us < high
    assert (high - low) / us <= 1 / STEPS


def test_latencies_beyond_both_ends_are_kept_at_the_ends():
    assert bucket_of([0.0, 1e-9, 1e13]).tolist() == [0, 0, BUCKETS - 1]


@given(latencies)
def test_storing_a_histogram_loses_nothing(sample):
    counts = count(sample)
    stored = to_histogram(counts)
    assert sum(stored.counts) == len(sample)
    assert np.array_equal(from_histogram(stored), counts)
    assert list(stored.microseconds) == sorted(stored.microseconds)


@given(latencies, st.floats(0.0, 1.0))
def test_quantiles_agree_with_numpy_to_a_bucket(sample, share):
    exact = float(np.quantile(sample, share, method="inverted_cdf"))
    assert Distribution.of(to_histogram(count(sample))).quantile(share) == pytest.approx(exact, rel=1.01 / STEPS)


@given(latencies, st.floats(0.01, 0.99))
def test_counting_below_a_quantile_gives_its_share_back(sample, share):
    distribution = Distribution.of(to_histogram(count(sample)))
    assert distribution.at_or_below(distribution.quantile(share)) == pytest.approx(share * len(sample), abs=1e-3)


@given(latencies, st.floats(0.1, 1e9), st.floats(0.1, 1e9))
def test_more_latencies_are_below_a_larger_value(sample, one, other):
    distribution = Distribution.of(to_histogram(count(sample)))
    assert distribution.at_or_below(min(one, other)) <= distribution.at_or_below(max(one, other)) <= len(sample)


def test_an_empty_histogram_has_no_distribution():
    with pytest.raises(ValueError, match="empty"):
        Distribution.of(Histogram((), ()))
