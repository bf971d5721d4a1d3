"""Executed layers joined with their theory."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.layers import explain
from dlwb.domain.graph import LayerCost, ModelAnalysis
from dlwb.domain.inference import EffectiveConfig, InferenceConfig
from dlwb.domain.measurement import ExecutionProfile, LayerStatus, RawLayer, RawProfile
from dlwb.domain.target import Ceilings, Environment

ENVIRONMENT = Environment("h", "cpu", 2, 2, 2.0, False, None, None, 2**33, "os", "k", "3.11", False, False, None, 0.0)
CEILINGS = Ceilings("CPU", {"f32": 100.0, "i8": 400.0}, 10.0, 40.0, 1.0, cache_bytes=2**20, threads=2)


def cost(name: str, kind: str, flop: float, iop: float = 0.0, weights: int = 0) -> LayerCost:
    return LayerCost(name, kind, flop, flop / 2, iop, weights // 4, weights, 0, 1000 + weights, 2000, (1, 8), True)


def analysis(*costs: LayerCost) -> ModelAnalysis:
    return ModelAnalysis("m", 0, 0, 0, 0, 0, {}, 0, 0, 0.0, None, {}, (), costs, {}, 1)


def layer(name: str, *times: float, **fields) -> RawLayer:
    known = {
        "name": name,
        "type": "Convolution",
        "kernel": "jit_f32",
        "precision": "f32",
        "output_precision": "f32",
        "output_layout": "acdb",
        "order": 0,
        "status": LayerStatus.EXECUTED,
        "time_us": times,
        "cpu_us": times,
        "output_shape": (1, 8),
        "origin": (name,),
        "bytes_read": 600_000,
        "bytes_written": 400_000,
    }
    return RawLayer(**(known | fields))


def effective(threads: int | None = 2) -> EffectiveConfig:
    return EffectiveConfig("CPU", ("CPU",), 1, 1, 1, threads, "f32", 1, {})


def explained(
    layers: tuple[RawLayer, ...],
    costs: tuple[LayerCost, ...] = (),
    *,
    profiled: tuple[float, ...] | None = None,
    timed: tuple[float, ...] | None = None,
    ceilings: Ceilings | None = CEILINGS,
    threads: int | None = 2,
) -> ExecutionProfile:
    windows = len(layers[0].time_us)
    profiled = profiled or (10.0,) * windows
    raw = RawProfile(effective(threads), layers, 36, profiled, timed or profiled)
    return explain(InferenceConfig(), raw, analysis(*costs), ceilings, ENVIRONMENT)


def by_name(profile: ExecutionProfile):
    return {layer.name: layer for layer in profile.layers}


def test_a_layer_gets_the_theory_of_everything_fused_into_it():
    conv = layer("conv", 990.0, 1000.0, 1010.0, origin=("conv", "bias", "relu"))
    found = explained(
        (conv,), (cost("conv", "Convolution", 40e6), cost("bias", "Add", 1e6), cost("relu", "ReLU", 1e6))
    ).layers[0]
    assert found.gflop == pytest.approx(0.042)
    assert found.gflops == pytest.approx(42.0)
    assert found.bytes_moved == 1_000_000
    assert found.intensity == pytest.approx(42.0)
    assert (found.bound, found.roofline) == ("compute", pytest.approx(0.42))
    assert found.time_us.low <= found.time_us.value == 1000.0 <= found.time_us.high
    assert found.time_us.low < found.time_us.high


def test_eight_bit_operations_count_as_work():
    found = explained((layer("conv", 100.0, precision="u8"),), (cost("conv", "Convolution", 0, 40e6),)).layers[0]
    assert found.gflops == pytest.approx(400.0)
    assert found.roofline == pytest.approx(1.0)


def test_an_operation_in_several_layers_counts_once():
    parts = (
        layer("a", 300.0, origin=("conv",)),
        layer("b", 100.0, origin=("conv",)),
        layer("c", 50.0, type="Subgraph", origin=("conv", "relu")),
    )
    found = by_name(explained(parts, (cost("conv", "Convolution", 8e6), cost("relu", "ReLU", 1e6))))
    assert [found[name].gflop for name in "abc"] == pytest.approx([0.006, 0.002, 0.001])


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8), st.data())
def test_theory_is_neither_lost_nor_made_up(times, data):
    names = [f"op{i}" for i in range(5)]
    origins = [tuple(data.draw(st.lists(st.sampled_from(names), unique=True))) for _ in times]
    layers = tuple(layer(f"l{i}", t, origin=origins[i]) for i, t in enumerate(times))
    costs = tuple(cost(name, "Convolution", 10.0**i) for i, name in enumerate(names))
    named = set(sum(origins, ()))
    expected = sum(c.flop for c in costs if c.name in named)
    assert sum(found.gflop for found in explained(layers, costs).layers) == pytest.approx(expected / 1e9)


@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=12), st.data())
def test_shares_are_parts_of_one_whole(times, data):
    kinds = data.draw(st.lists(st.sampled_from(["A", "B", "C"]), min_size=len(times), max_size=len(times)))
    layers = tuple(layer(f"l{i}", t, type=kinds[i]) for i, t in enumerate(times))
    profile = explained(layers)
    assert sum(found.share for found in profile.layers) == pytest.approx(1.0)
    for shares in (profile.by_type, profile.by_precision):
        assert sum(share.share for share in shares) == pytest.approx(1.0)
        assert sum(share.count for share in shares) == len(times)
        assert sum(share.time_us for share in shares) == pytest.approx(sum(times))
        assert [s.time_us for s in shares] == sorted((s.time_us for s in shares), reverse=True)


def test_layers_that_did_not_run_have_no_share():
    layers = (layer("conv", 10.0), layer("out", 0.0, type="Output", status=LayerStatus.NOT_RUN))
    profile = explained(layers)
    assert [found.share for found in profile.layers] == [1.0, 0.0]
    assert [share.name for share in profile.by_type] == ["Convolution"]


def test_the_probe_factor_compares_windows_that_lie_side_by_side():
    # The machine slows down by half on the way; side by side, the counters cost 2 % all the time.
    timed = (10.0, 10.0, 15.0, 15.0, 15.0)
    profile = explained((layer("conv", *([9000.0] * 5)),), profiled=tuple(t * 1.02 for t in timed), timed=timed)
    assert profile.probe_factor == pytest.approx(1.02)
    assert profile.latency_ms.value == 15.0


def test_the_unexplained_share_is_what_no_layer_has():
    layers = (layer("a", 4000.0, 6000.0, 8000.0), layer("b", 5000.0, 3000.0, 1000.0))
    assert explained(layers, profiled=(10.0, 10.0, 10.0)).unexplained_share == pytest.approx(0.1)
    assert explained(layers, profiled=(8.0, 8.0, 8.0)).unexplained_share == pytest.approx(-0.125)


def test_precision_transitions_are_the_layers_that_convert():
    layers = (
        layer("data", 0.0, type="Input", status=LayerStatus.NOT_RUN),
        layer("q", 7.0, type="Subgraph", inputs=("data",), output_precision="u8"),
        layer("turn", 5.0, type="Reorder", inputs=("q",), output_precision="u8", origin=()),
        layer("conv", 90.0, precision="u8", inputs=("turn",), output_precision="f32"),
        layer("back", 3.0, type="Reorder", inputs=("conv",), output_precision="u8", origin=()),
        layer("sum", 9.0, type="Eltwise", inputs=("back", "conv"), output_precision="f32"),
    )
    found = [(t.source, t.target, t.count, t.time_us) for t in explained(layers).transitions]
    assert found == [("f32", "u8", 2, 10.0)]


def test_operations_inside_others_are_counted_once():
    layers = (
        layer("conv", 90.0, origin=("conv", "bias", "relu")),
        layer("sum", 9.0, type="Eltwise", origin=("sum", "relu")),
        layer("reorder", 1.0, type="Reorder", origin=()),
    )
    costs = tuple(cost(name, "x", flop) for name, flop in (("conv", 100.0), ("bias", 1.0), ("relu", 1.0), ("sum", 2.0)))
    assert explained(layers, costs).fused_away == 2


def test_bytes_come_from_theory_where_the_engine_does_not_tell():
    conv = layer("conv", 10.0, origin=("conv", "bias"), bytes_read=None, bytes_written=None)
    found = explained((conv,), (cost("conv", "Convolution", 1e6, weights=400), cost("bias", "Add", 1e3, weights=80)))
    assert found.layers[0].bytes_moved == (1000 + 400) + 80 + 2000
    assert explained((replace(conv, origin=()),)).layers[0].bytes_moved == 0


def test_without_ceilings_there_is_no_roofline():
    found = explained((layer("conv", 100.0),), (cost("conv", "Convolution", 1e6),), ceilings=None)
    assert found.ceilings is None
    assert (found.layers[0].roofline, found.layers[0].bound) == (None, None)
    assert found.layers[0].gflops == pytest.approx(10.0)


def test_the_ceilings_are_those_of_the_profiled_threads():
    found = explained((layer("conv", 100.0),), (cost("conv", "Convolution", 5e6),), threads=1)
    assert found.ceilings is not None
    assert found.ceilings.gflops["f32"] == 50.0
    assert found.layers[0].roofline == pytest.approx(1.0)
