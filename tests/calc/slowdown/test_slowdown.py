"""Why a version is no faster, on profiles whose truth is known."""

from dataclasses import replace

import pytest
from builders.paired_profiles import CEILINGS, convolution, eight_bit, execution_profile, in_turns
from builders.profiled_layers import profiled
from hypothesis import given, settings
from hypothesis import strategies as st

from dlwb.calc.slowdown.explain import explain_slowdown
from dlwb.calc.slowdown.sides import Facts, Side
from dlwb.domain.explanation import Cause
from dlwb.domain.measurement import LayerStatus

GFLOP = 0.04  # 400 µs at 100 GFLOP/s, 100 µs at 400


def by_cause(found):
    return {cause.cause: cause for cause in found.causes}


def one_layer(version_layer, *, facts=None, latency_us=500.0, ceilings=CEILINGS, before=None):
    """A parent with one convolution of 400 µs and 50 µs outside, and a version that has `version_layer` instead."""
    parent = in_turns([before or convolution("conv", 400.0, 0, gflop=GFLOP)], 450.0, ceilings=ceilings)
    return explain_slowdown(parent, in_turns([version_layer], latency_us, ceilings=ceilings), facts or Facts())


def sums_up(found):
    """Causes and rest are the gap, limits what the ideal is short of the hope; to the last digit."""
    gap = sum(cause.time_us.value for cause in found.causes) + found.rest_us.value
    assert gap == pytest.approx(found.gap_us.value, abs=1e-6)
    assert found.version_us.value == pytest.approx(found.ideal_us + found.gap_us.value)
    if found.limits:
        limits = sum(limit.time_us.value for limit in found.limits)
        assert limits == pytest.approx(found.ideal_us - found.hoped_us, abs=1e-6)
    return True


def test_an_ideal_version_has_nothing_to_explain():
    found = one_layer(eight_bit("conv", 100.0, 0, gflop=GFLOP), latency_us=150.0)
    assert found.ideal_us == pytest.approx(150.0)
    assert found.gap_us.value == pytest.approx(0.0, abs=1e-9)
    assert found.speedup.value == pytest.approx(3.0)
    assert "as fast as it can be" in found.verdict
    outside = next(limit for limit in found.limits if limit.cause is Cause.OUTSIDE)
    assert outside.time_us.value == pytest.approx(50.0 * 3 / 4)
    assert sums_up(found)


@pytest.mark.parametrize(
    ("layer", "facts", "cause"),
    [
        (eight_bit("conv", 300.0, 0, gflop=GFLOP), Facts(), Cause.EFFICIENCY),
        (eight_bit("conv", 300.0, 0, gflop=GFLOP, bound="memory"), Facts(), Cause.BYTES),
        (eight_bit("conv", 410.0, 0, gflop=GFLOP), Facts(), Cause.SLOWER),
        (eight_bit("conv", 300.0, 0, gflop=GFLOP, kernel="brgconv_avx512_dw_I8"), Facts(), Cause.DEPTHWISE),
        (eight_bit("conv", 300.0, 0, gflop=GFLOP, kernel="ref_any_I8"), Facts(), Cause.REFERENCE_KERNEL),
        (convolution("conv", 400.0, 0, gflop=GFLOP), Facts(), Cause.NOT_QUANTIZED),
        (convolution("conv", 400.0, 0, gflop=GFLOP), Facts(integer=frozenset({"conv"})), Cause.FELL_BACK),
        (convolution("conv", 400.0, 0, gflop=GFLOP), Facts(kept=frozenset({"conv"})), Cause.KEPT_FLOAT),
        (convolution("conv", 400.0, 0, gflop=GFLOP), Facts(ignored=frozenset({"conv"})), Cause.KEPT_FLOAT),
        (
            convolution("conv", 400.0, 0, gflop=GFLOP),
            Facts(ignored_types=frozenset({"Convolution"}), types={"conv": "Convolution"}),
            Cause.KEPT_FLOAT,
        ),
    ],
    ids=[
        *(
            "efficiency",
            "memory",
            "slower",
            "depthwise",
            "reference",
            "not quantized",
            "fell back",
            "kept",
            "ignored",
            "ignored type",
        ),
    ],
)
def test_one_layer_has_one_cause(layer, facts, cause):
    found = one_layer(layer, facts=facts, latency_us=layer.time_us.value + 50.0)
    assert found.causes[0].cause is cause
    assert found.causes[0].time_us.value == pytest.approx(layer.time_us.value - 100.0)
    assert found.causes[0].share == pytest.approx(1.0)
    if cause is Cause.EFFICIENCY:
        assert found.causes[0].layers[0].reason == "reaches 33 % of the 8-bit ceiling"
    assert [one.name for one in found.causes[0].layers] == ["conv"]
    assert found.covered == pytest.approx(1.0)
    assert sums_up(found)


def test_narrower_instructions_than_the_parent_used():
    before = convolution("conv", 400.0, 0, gflop=GFLOP, kernel="brgconv_avx512_f32")
    found = one_layer(eight_bit("conv", 200.0, 0, gflop=GFLOP, kernel="jit_avx2_I8"), latency_us=250.0, before=before)
    assert found.causes[0].cause is Cause.NARROW_KERNEL
    same = one_layer(eight_bit("conv", 200.0, 0, gflop=GFLOP, kernel="jit_avx512_I8"), latency_us=250.0, before=before)
    assert same.causes[0].cause is Cause.EFFICIENCY


def test_conversions_are_what_the_version_has_more():
    conv = eight_bit("conv", 100.0, 2, gflop=GFLOP)
    quantizer = profiled(
        "conv/fq_input_0", 30.0, 0, type="Subgraph", origin=("conv/fq_input_0",), output_precision="u8"
    )
    reorder = profiled("r", 20.0, 1, type="Reorder", precision="u8", origin=(), consumer="conv")
    dead = profiled("never", 0.0, 3, status=LayerStatus.OPTIMIZED_OUT)
    parent = in_turns([convolution("conv", 400.0, 0, gflop=GFLOP)], 450.0)
    found = explain_slowdown(parent, in_turns([quantizer, reorder, conv, dead], 200.0))
    assert by_cause(found)[Cause.CONVERSIONS].time_us.value == pytest.approx(50.0)
    assert found.gap_us.value == pytest.approx(50.0)
    assert sums_up(found)


def test_a_device_without_eight_bit_arithmetic_is_a_limit_not_a_cause():
    slow = replace(CEILINGS, gflops={"f32": 100.0, "i8": 110.0})
    found = one_layer(eight_bit("conv", 400 / 1.1, 0, gflop=GFLOP), latency_us=400 / 1.1 + 50, ceilings=slow)
    assert found.arithmetic_ratio == pytest.approx(1.1)
    assert found.limits[0].cause is Cause.DEVICE
    assert abs(found.gap_us.value) < 1e-6
    none = replace(CEILINGS, gflops={"f32": 100.0})
    without = one_layer(eight_bit("conv", 400.0, 0, gflop=GFLOP), latency_us=450.0, ceilings=none)
    assert without.arithmetic_ratio is None
    assert without.limits[0].cause is Cause.DEVICE
    assert any("no 8-bit arithmetic" in note for note in without.notes)


def test_a_memory_bound_layer_can_only_save_bytes():
    # 8 MB at 10 GB/s are 800 µs, 2 MB are 200; its arithmetic would be 100 → 25 µs.
    before = convolution("conv", 800.0, 0, gflop=0.01, moved=8_000_000)
    parent = in_turns([before], 800.0)
    found = explain_slowdown(parent, in_turns([eight_bit("conv", 200.0, 0, gflop=0.01)], 200.0))
    assert found.ideal_us == pytest.approx(200.0)
    assert abs(found.gap_us.value) < 1e-6
    assert {limit.cause for limit in found.limits if abs(limit.time_us.value) > 1} <= {Cause.MEMORY}


def test_layers_that_cannot_be_quantized_limit_the_ideal():
    soft = profiled("soft", 200.0, 1, type="Softmax")
    parent = in_turns([convolution("conv", 400.0, 0, gflop=GFLOP), soft], 600.0)
    found = explain_slowdown(parent, in_turns([eight_bit("conv", 100.0, 0, gflop=GFLOP), soft], 300.0))
    assert found.ideal_us == pytest.approx(300.0)
    assert next(one for one in found.limits if one.cause is Cause.NOT_QUANTIZABLE).time_us.value == pytest.approx(150.0)


def test_an_unchanged_layer_that_slows_down():
    soft = profiled("soft", 200.0, 1, type="Softmax")
    slower = replace(soft, time_us=replace(soft.time_us, value=260.0))
    parent = in_turns([convolution("conv", 400.0, 0, gflop=GFLOP), soft], 600.0)
    found = explain_slowdown(parent, in_turns([eight_bit("conv", 100.0, 0, gflop=GFLOP), slower], 360.0))
    assert by_cause(found)[Cause.FLOAT_SLOWER].time_us.value == pytest.approx(60.0)


def test_noise_of_an_unchanged_layer_is_nobodys():
    def soft(order):
        return profiled("soft", 200.0, order, type="Softmax")

    parent = execution_profile([convolution("conv", 400.0, 0, gflop=GFLOP), soft(1)], 600.0)
    noisy = replace(soft(1), time_us=replace(soft(1).time_us, value=202.0, low=190.0, high=214.0))
    version = execution_profile([eight_bit("conv", 300.0, 0, gflop=GFLOP), noisy], 502.0)
    found = explain_slowdown(Side(parent), Side(version))
    assert Cause.FLOAT_SLOWER not in by_cause(found)
    assert found.rest_us.value == pytest.approx(2.0)
    assert found.covered == pytest.approx(200 / 202)
    assert not found.paired
    assert any("apart" in note for note in found.notes)
    assert sums_up(found)


def test_what_others_did_meanwhile_cancels():
    """Windows in which the machine was half as fast have no say in the values, and cancel in paired intervals."""
    factors = (1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0)
    parent = in_turns([convolution("conv", 400.0, 0, gflop=GFLOP)], 450.0, factors=factors)
    found = explain_slowdown(parent, in_turns([eight_bit("conv", 300.0, 0, gflop=GFLOP)], 350.0, factors=factors))
    assert found.causes[0].time_us.value == pytest.approx(200.0)
    assert found.speedup.low == pytest.approx(found.speedup.high)
    assert any("busy" in note for note in found.notes)


def test_a_ceiling_that_a_layer_exceeds_is_raised():
    """The f32 ceiling was measured on a busy machine: without raising it, 8 bits would promise eight times as much."""
    low = replace(CEILINGS, gflops={"f32": 50.0, "i8": 400.0})
    found = one_layer(eight_bit("conv", 100.0, 0, gflop=GFLOP), latency_us=150.0, ceilings=low)
    assert found.arithmetic_ratio == pytest.approx(4.0)


def test_without_ceilings_only_bytes_count():
    pool = profiled("pool", 100.0, 1, type="Pooling", bytes_moved=1000)
    small = profiled("pool", 25.0, 1, type="Pooling", precision="u8", bytes_moved=250)
    conv = convolution("conv", 400.0, 0, gflop=GFLOP)
    found = explain_slowdown(
        in_turns([conv, pool], 500.0, ceilings=None), in_turns([conv, small], 425.0, ceilings=None)
    )
    assert found.ideal_us == pytest.approx(425.0)
    assert any("measured the ceilings" in note for note in found.notes)


def test_a_version_that_was_changed_otherwise_is_held_against_its_parent():
    conv = convolution("conv", 400.0, 0, gflop=GFLOP)
    faster = convolution("conv", 300.0, 0, gflop=GFLOP)
    found = explain_slowdown(in_turns([conv], 450.0), in_turns([faster], 350.0), Facts(quantized=False))
    assert found.ideal_us == pytest.approx(450.0)
    assert found.hoped_speedup == pytest.approx(1.0)
    assert found.limits == ()
    assert sums_up(found)


def test_smaller_weights_alone_promise_no_speed():
    facts = Facts(quantized=False, weights_only=True)
    found = one_layer(convolution("conv", 400.0, 0, gflop=GFLOP), facts=facts, latency_us=450.0)
    assert found.ideal_speedup == pytest.approx(1.0)
    assert "Only the weights are smaller" in found.notes[0]
    assert sums_up(found)


def test_layers_that_hand_on_floats_follow_their_neighbours():
    pool = profiled("pool", 100.0, 1, type="Pooling", bytes_moved=1000)
    layers = [convolution("conv", 400.0, 0, gflop=GFLOP), pool]
    found = explain_slowdown(in_turns(layers, 500.0), in_turns(layers, 500.0))
    behind = by_cause(found)[Cause.NOT_QUANTIZED]
    assert behind.time_us.value == pytest.approx(300.0 + 75.0)
    assert {layer.name for layer in behind.layers} == {"conv", "pool"}


def test_a_slower_version_is_said_to_be_slower():
    found = one_layer(eight_bit("conv", 500.0, 0, gflop=GFLOP), latency_us=550.0)
    assert "slower than its parent" in found.verdict
    assert "layers slower in 8 bits" in found.verdict


TIMES = st.floats(0.5, 5000.0)
LAYERS = st.lists(
    st.tuples(
        st.sampled_from(["Convolution", "Pooling", "Softmax", "Reorder", "FullyConnected"]),
        TIMES,
        TIMES,
        st.sampled_from(["u8", "f32"]),
        st.sampled_from(["both", "parent", "version"]),
        st.floats(0.0, 1.0),
        st.integers(0, 10_000_000),
    ),
    min_size=1,
    max_size=8,
)


def _both(layers):
    before, after = [], []
    for number, (kind, old_us, new_us, precision, where, gflop, moved) in enumerate(layers):
        fields = {"type": kind, "gflop": gflop, "bytes_moved": moved}
        if where != "version":
            before.append(profiled(f"l{number}", old_us, number, **fields, gflops=gflop / old_us * 1e6))
        if where != "parent":
            after.append(
                profiled(f"l{number}", new_us, number, **fields, precision=precision, gflops=gflop / new_us * 1e6)
            )
    return before, after


@settings(max_examples=60)
@given(LAYERS, st.floats(0.0, 500.0), st.floats(0.0, 500.0), st.booleans(), st.booleans())
def test_causes_and_rest_are_the_gap_exactly(layers, outside, other_outside, paired, known):
    before, after = _both(layers)
    times = [
        sum(layer.time_us.value for layer in side) + more for side, more in ((before, outside), (after, other_outside))
    ]
    times = [time + 1.0 for time in times]
    ceilings = CEILINGS if known else None
    make = in_turns if paired else lambda layers, us, ceilings: Side(execution_profile(layers, us, ceilings=ceilings))
    found = explain_slowdown(make(before, times[0], ceilings=ceilings), make(after, times[1], ceilings=ceilings))
    assert sums_up(found)
    assert 0 <= found.covered <= 1
    assert found.ideal_us <= times[0] + 1e-6
    for cause in (*found.causes, *found.limits):
        assert cause.time_us.low <= cause.time_us.value <= cause.time_us.high
        if cause.layers:
            assert sum(layer.excess_us for layer in cause.layers) == pytest.approx(cause.time_us.value, abs=1e-6)


def test_a_gap_that_may_be_none_is_not_explained_away():
    """Of a busy machine, the order of causes means nothing, and the answer says so."""
    factors, others = (1.0, 3.0, 3.0, 3.0, 3.0), (3.0, 3.0, 3.0, 3.0, 1.0)
    parent = in_turns([convolution("conv", 400.0, 0, gflop=GFLOP)], 450.0, factors=factors)
    found = explain_slowdown(parent, in_turns([eight_bit("conv", 130.0, 0, gflop=GFLOP)], 180.0, factors=others))
    assert found.gap_us.low < 0 < found.gap_us.high
    assert "too busy" in found.verdict


def test_the_time_outside_is_named_where_it_costs_most():
    """Also of a busy machine, where what others took lands there: then that is said with it."""
    parent = in_turns([convolution("conv", 400.0, 0, gflop=GFLOP)], 450.0)
    quiet = explain_slowdown(parent, in_turns([eight_bit("conv", 200.0, 0, gflop=GFLOP)], 650.0))
    assert quiet.causes[0].cause is Cause.OVERHEAD
    assert "What costs most: time outside all layers (80 %), 8-bit kernels" in quiet.verdict

    factors = (1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0)
    parent = in_turns([convolution("conv", 400.0, 0, gflop=GFLOP)], 450.0, factors=factors)
    busy = explain_slowdown(parent, in_turns([eight_bit("conv", 200.0, 0, gflop=GFLOP)], 650.0, factors=factors))
    assert busy.causes[0].cause is Cause.OVERHEAD
    assert "What costs most: time outside all layers (80 %, with what others took of the busy machine)" in busy.verdict


def test_what_holds_the_ideal_back_is_named():
    soft = profiled("soft", 1200.0, 1, type="Softmax")
    parent = in_turns([convolution("conv", 400.0, 0, gflop=GFLOP), soft], 1600.0)
    found = explain_slowdown(parent, in_turns([eight_bit("conv", 100.0, 0, gflop=GFLOP), soft], 1300.0))
    assert (
        "not the 4.0 times that 8-bit arithmetic promises (held back by layers that cannot be in 8 bits ("
        in found.verdict
    )


def test_the_verdict_says_what_its_ratio_is_of():
    slower = one_layer(eight_bit("conv", 500.0, 0, gflop=GFLOP), latency_us=550.0)
    same = one_layer(convolution("conv", 400.0, 0, gflop=GFLOP), latency_us=450.0)
    faster = one_layer(eight_bit("conv", 100.0, 0, gflop=GFLOP), latency_us=150.0)
    assert all("one inference" in found.verdict for found in (slower, same, faster))


def test_what_is_faster_than_its_ideal_or_gone_is_a_gain():
    soft = profiled("soft", 20.0, 1, type="Softmax")
    pool = profiled("pool", 100.0, 2, type="Pooling", bytes_moved=1000)
    parent = in_turns([convolution("conv", 400.0, 0, gflop=GFLOP), soft, pool], 520.0)
    fast = profiled("pool", 10.0, 2, type="Pooling", precision="u8", bytes_moved=250)
    found = explain_slowdown(parent, in_turns([eight_bit("conv", 200.0, 0, gflop=GFLOP), fast], 210.0))
    gains = by_cause(found)[Cause.GAINS]
    assert gains.time_us.value == pytest.approx(-20.0 - 15.0)
    assert gains.share == pytest.approx(-0.35)
    assert {layer.name for layer in gains.layers} == {"soft", "pool"}
    assert found.gap_us.value == pytest.approx(100.0 - 35.0)
    assert sums_up(found)
