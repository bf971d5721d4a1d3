"""The roofline: two ceilings, and where a layer stands under them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.roofline import attainable, bandwidth, ceiling_precision, chart, for_threads, place, ridge_point, roofs
from dlwb.domain.target import Ceilings

CEILINGS = Ceilings(
    "CPU",
    {"f32": 100.0, "i8": 400.0},
    bandwidth_gbs=10.0,
    cache_bandwidth_gbs=40.0,
    seconds=1.0,
    cache_bytes=1_000_000,
    threads=8,
    one_thread_gbs=4.0,
    one_thread_cache_gbs=5.0,
)
positive = st.floats(1e-3, 1e9)


def test_a_layer_that_reaches_the_peak_is_bound_by_compute():
    # 2 GFLOP in 20 ms are 100 GFLOP/s; 10 MB from memory would take 1 ms.
    stand = place(2e9, 1e7, 20_000.0, "f32", CEILINGS)
    assert stand.gflops == pytest.approx(100.0)
    assert stand.intensity == pytest.approx(200.0)
    assert stand.fraction == pytest.approx(1.0)
    assert stand.bound == "compute"


def test_a_layer_that_only_moves_data_is_held_against_the_bandwidth():
    stand = place(0, 2e7, 4_000.0, "f32", CEILINGS)  # 2 ms at 10 GB/s
    assert stand.gflops is None
    assert stand.intensity == 0.0
    assert stand.fraction == pytest.approx(0.5)
    assert stand.bound == "memory"


def test_a_working_set_that_fits_the_cache_is_fed_by_the_cache():
    assert bandwidth(CEILINGS, 1_000_000) == 40.0
    assert bandwidth(CEILINGS, 1_000_001) == 10.0
    assert place(0, 1e6, 50.0, "f32", CEILINGS).fraction == pytest.approx(0.5)


def test_eight_bit_layers_are_held_against_the_eight_bit_ceiling():
    assert ceiling_precision("u8") == ceiling_precision("I8") == "i8"
    assert place(4e9, 1e6, 20_000.0, "u8", CEILINGS).fraction == pytest.approx(0.5)


def test_what_cannot_be_told_is_left_open():
    assert place(1e9, 1e6, 100.0, "f64", CEILINGS).fraction is None
    assert place(1e9, 1e6, 100.0, "f32", None).fraction is None
    assert place(1e9, 1e6, 100.0, "f32", None).gflops == pytest.approx(10_000.0)
    assert place(0, 0, 100.0, "f32", CEILINGS).bound is None
    assert place(1e9, 1e6, 0.0, "f32", CEILINGS).fraction is None
    assert place(1e9, 0, 100.0, "f32", CEILINGS).intensity is None


@given(positive, positive, positive)
def test_the_fraction_is_achieved_over_attainable(operations, moved, time_us):
    stand = place(operations, moved, time_us, "f32", CEILINGS)
    best = attainable(100.0, bandwidth(CEILINGS, moved), stand.intensity)
    assert stand.fraction == pytest.approx(stand.gflops / best, rel=1e-9)
    left_of_ridge = stand.intensity < ridge_point(100.0, bandwidth(CEILINGS, moved))
    assert (stand.bound == "memory") == left_of_ridge or math.isclose(
        stand.intensity, ridge_point(100.0, bandwidth(CEILINGS, moved))
    )


@given(st.integers(1, 8))
def test_fewer_threads_never_have_more(threads):
    part = for_threads(CEILINGS, threads)
    assert part.gflops["f32"] == pytest.approx(100.0 * threads / 8)
    assert part.bandwidth_gbs == min(10.0, 4.0 * threads)
    assert part.cache_bandwidth_gbs == min(40.0, 5.0 * threads)


def test_ceilings_stay_as_they_are_where_threads_are_unknown():
    assert for_threads(CEILINGS, None) is CEILINGS
    assert for_threads(CEILINGS, 16) is CEILINGS
    device = Ceilings("GPU", {"f16": 10.0}, 1.0, 1.0, 0.1)
    assert for_threads(device, 1) is device


def test_the_roofs_of_the_chart_are_highest_first_with_their_ridges():
    assert [(roof.precision, roof.ridge) for roof in roofs(CEILINGS)] == [("i8", 40.0), ("f32", 10.0)]
    assert chart((), None).roofs == ()
    assert chart((), CEILINGS).bandwidth_gbs == 10.0
