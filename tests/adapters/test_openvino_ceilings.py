"""The measured roofline. Figures depend on the machine, so only what holds on every one is checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.adapters.openvino import ceilings
from dlwb.adapters.openvino.ceilings import cache_edge, measure_ceilings
from dlwb.domain.errors import DeviceUnavailable

MIB = 2**20


@pytest.mark.parametrize(
    ("ladder", "edge"),
    [
        ([(2, 90.0), (4, 95.0), (8, 80.0), (16, 30.0), (32, 20.0), (256, 15.0)], 8),
        ([(2, 20.0), (4, 21.0), (8, 19.0), (256, 18.0)], 0),
        ([(2, 90.0), (4, 88.0), (8, 91.0), (256, 15.0)], 8),
        ([(2, 90.0), (256, 15.0)], 2),
    ],
)
def test_the_edge_of_the_cache_is_where_the_bandwidth_falls(ladder, edge):
    assert cache_edge([(size * MIB, gbs) for size, gbs in ladder]) == edge * MIB


@given(st.lists(st.floats(1, 1000), min_size=2, max_size=8))
def test_the_edge_is_a_step_of_the_ladder_and_never_its_end(bandwidths):
    ladder = [(2**i * MIB, gbs) for i, gbs in enumerate(bandwidths)]
    assert cache_edge(ladder) in {0, *(size for size, _ in ladder[:-1])}


@pytest.mark.openvino
def test_the_cpu_has_ceilings_in_every_precision_it_offers(monkeypatch):
    for name, small in (("_LARGEST_MIB", 8), ("_WINDOWS", 3), ("_TARGET_US", 500.0), ("_WIDTH", 14)):
        monkeypatch.setattr(ceilings, name, small)
    found = measure_ceilings("CPU")
    assert {"f32", "i8"} <= set(found.gflops) <= {"f32", "bf16", "f16", "i8"}
    assert all(gflops > 0 for gflops in found.gflops.values())
    assert found.bandwidth_gbs > 0
    assert found.cache_bandwidth_gbs >= found.bandwidth_gbs
    assert found.one_thread_gbs > 0
    assert found.one_thread_cache_gbs > 0
    assert found.threads >= 1
    assert found.seconds > 0


@pytest.mark.openvino
def test_a_device_that_is_not_there_is_an_error():
    with pytest.raises(DeviceUnavailable, match="XPU"):
        measure_ceilings("XPU")
