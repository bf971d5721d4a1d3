"""Every rule of the advice: it speaks when its figure is there, and is silent when it is not."""

from dataclasses import replace

import pytest
from builders.measurements import a_headline, effective, environment

from dlwb.calc.advice import Evidence, findings
from dlwb.domain.advice import Limit
from dlwb.domain.inference import Hint, InferenceConfig, Mode
from dlwb.domain.measurement import (
    Estimate,
    ExecutionProfile,
    LayerProfile,
    LayerStatus,
    PrecisionTransition,
    Share,
    Verdict,
    VerdictStatus,
)
from dlwb.domain.target import Ceilings, Device

CPU = Device("CPU", "CPU", "CPU", True, precisions=("f32", "bf16"), streams=(1, 4))
CEILINGS = Ceilings("CPU", {"f32": 100.0, "bf16": 400.0}, 20.0, 80.0, 1.0)
CONFIG = InferenceConfig(hint=Hint.NONE, streams=4, batch=4)


def a_layer(name, share, *, bound=None, type="Convolution", roofline=None, precision="f32"):
    us = Estimate(1000 * share, 1000 * share, 1000 * share)
    return LayerProfile(
        name, type, "jit", precision, precision, "abcd", 0, LayerStatus.EXECUTED, us, 0.0, share,
        1.0, 1.0, 1000, 1.0, roofline, bound, None, (),
    )  # fmt: skip


def a_profile(*layers, unexplained=0.0, transitions=(), by_precision=()):
    return ExecutionProfile(
        CONFIG, effective(), 30, Estimate(1.0, 1.0, 1.0), Estimate(1.0, 1.0, 1.0), 1.0, unexplained, layers,
        (), by_precision, transitions, 0, CEILINGS, environment(),
    )  # fmt: skip


def evidence(profile=None, **changes):
    facts = {
        "config": CONFIG,
        "headline": a_headline(ms=10.0, effective=effective(streams=4, requests=4, batch=4, precision="bf16")),
        "device": CPU,
        "profile": profile,
        "ceilings": CEILINGS,
        "reshapable": True,
    }
    return Evidence(**(facts | changes))


def the(limit, found):
    return next((finding for finding in found if finding.limit is limit), None)


def with_effective(**changes):
    facts = {"streams": 4, "requests": 4, "batch": 4, "precision": "bf16"} | changes
    return a_headline(ms=10.0, effective=effective(**facts))


def test_a_model_that_uses_everything_gets_no_advice():
    even = [a_layer(f"l{i}", 0.2) for i in range(5)]
    assert findings(evidence()) == ()
    assert findings(evidence(a_profile(*even))) == ()


def test_compute_with_its_share_and_what_it_reaches():
    layers = [a_layer("a", 0.25, bound="compute", roofline=0.9), a_layer("b", 0.25, bound="compute", roofline=0.7)]
    layers += [a_layer("c", 0.25, bound="memory"), a_layer("d", 0.25)]
    found = the(Limit.COMPUTE, findings(evidence(a_profile(*layers), headline=with_effective(precision="f32"))))
    assert found.share == pytest.approx(0.5)
    assert "50 % of the layer time is in 2 layers" in found.evidence
    assert "80 % of the measured ceiling" in found.evidence
    assert [t.config.precision for t in found.trials] == ["bf16"]
    assert found.trials[0].caution == "may cost accuracy"
    assert found.layers == ("a", "b")


def test_room_below_the_ceiling_is_worth_a_larger_batch():
    layers = [a_layer(n, 0.25, bound="compute", roofline=0.2) for n in "abcd"]
    found = the(Limit.COMPUTE, findings(evidence(a_profile(*layers))))
    assert [t.config.batch for t in found.trials] == [16]
    assert the(Limit.COMPUTE, findings(evidence(a_profile(*layers), reshapable=False))).trials == ()


def test_memory_with_its_rate():
    layers = [a_layer(n, 0.25, bound="memory") for n in "abcd"]
    found = the(Limit.MEMORY, findings(evidence(a_profile(*layers))))
    assert "100 % of the layer time is in 4 layers that wait for memory" in found.evidence
    assert "0.004 GB/s" in found.evidence
    assert [t.config.batch for t in found.trials] == [2]


def test_reorders():
    layers = [a_layer("r", 0.2, type="Reorder"), *(a_layer(f"l{i}", 0.2) for i in range(4))]
    profile = a_profile(
        *layers,
        transitions=(PrecisionTransition("f32", "bf16", 3, 100.0),),
        by_precision=(Share("bf16", 800.0, 0.8, 4), Share("f32", 200.0, 0.2, 1)),
    )
    found = the(Limit.CONVERSIONS, findings(evidence(profile)))
    assert found.share == pytest.approx(0.2)
    assert "3 of them between precisions (bf16, f32)" in found.evidence
    assert [t.config.precision for t in found.trials] == ["f32"]
    assert (
        the(Limit.CONVERSIONS, findings(evidence(a_profile(*layers[1:], a_layer("r", 0.05, type="Reorder"))))) is None
    )


def test_one_layer():
    layers = [a_layer("big", 0.6, roofline=0.3), a_layer("a", 0.2), a_layer("b", 0.2)]
    found = findings(evidence(a_profile(*layers)))[0]
    assert found.limit is Limit.ONE_LAYER
    assert "'big' (Convolution, f32) alone takes 60 %" in found.evidence
    assert found.layers == ("big",)
    assert the(Limit.ONE_LAYER, findings(evidence(a_profile(*layers[:2])))) is None, "of two layers one is always large"


def test_time_outside_the_layers():
    found = the(Limit.OVERHEAD, findings(evidence(a_profile(unexplained=0.4))))
    assert found.share == 0.4
    assert [(t.config.batch, t.config.requests) for t in found.trials] == [(16, None), (4, 8)]


def test_streams_and_requests():
    few = the(Limit.STREAMS, findings(evidence(headline=with_effective(streams=1, requests=1))))
    assert "1 of 4 streams" in few.evidence
    assert (few.trials[0].config.streams, few.trials[0].config.hint) == (4, Hint.NONE)
    idle = the(Limit.STREAMS, findings(evidence(headline=with_effective(requests=2))))
    assert "Only 2 requests are in flight for 4 streams" in idle.evidence
    assert idle.trials[0].config.requests == 4
    sync = replace(with_effective(streams=1, requests=1), mode=Mode.SYNC)
    assert the(Limit.STREAMS, findings(evidence(headline=sync))) is None


def test_a_precision_that_is_not_used():
    found = the(Limit.PRECISION, findings(evidence(headline=with_effective(precision="f32"))))
    assert "4 times as fast on this machine (400 against 100 GFLOP/s measured)" in found.evidence
    assert found.trials[0].config.precision == "bf16"
    assert the(Limit.PRECISION, findings(evidence(headline=with_effective(precision="f32"), ceilings=None))) is None


def test_small_inferences_one_by_one():
    small = a_headline(ms=0.3, effective=effective(streams=4, requests=4, batch=1, precision="bf16"))
    assert the(Limit.BATCH, findings(evidence(headline=small))).trials[0].config.batch == 4
    assert the(Limit.BATCH, findings(evidence(headline=small, reshapable=False))) is None


def test_a_busy_machine_is_told():
    busy = replace(with_effective(), verdict=Verdict(VerdictStatus.CONTENDED, ("Others took half a core.",)))
    said = the(Limit.CONDITIONS, findings(evidence(headline=busy))).evidence
    assert said.startswith("Others took half a core. No undisturbed benchmark of this configuration is there")


def test_a_ceiling_that_was_measured_badly_is_told():
    layers = [a_layer(n, 0.25, bound="compute", roofline=3.5) for n in "abcd"]
    assert (
        "faster than the ceiling that was measured"
        in the(Limit.COMPUTE, findings(evidence(a_profile(*layers)))).evidence
    )


def test_doubt_comes_before_everything():
    busy = replace(with_effective(streams=1, requests=1), verdict=Verdict(VerdictStatus.CONTENDED, ("Busy.",)))
    layers = [a_layer("big", 0.6), a_layer("a", 0.2), a_layer("b", 0.2)]
    limits = [f.limit for f in findings(evidence(a_profile(*layers), headline=busy))]
    assert limits == [Limit.CONDITIONS, Limit.ONE_LAYER, Limit.STREAMS]


def test_the_largest_share_comes_first():
    layers = [a_layer("r", 0.35, type="Reorder"), a_layer("big", 0.45), a_layer("c", 0.2)]
    shares = [f.share for f in findings(evidence(a_profile(*layers, unexplained=0.2)))]
    assert shares == sorted(shares, reverse=True)
