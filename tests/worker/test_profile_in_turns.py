"""Two networks profiled in turns on the real engine, and why the 8-bit one is no faster; on networks built in code."""

from dataclasses import replace

import pytest
from builders.layered_models import residual, saved
from builders.measurements import environment

from dlwb.calc.analysis import analyse
from dlwb.calc.layers import explain
from dlwb.calc.slowdown.explain import explain_slowdown
from dlwb.calc.slowdown.sides import Facts, Side
from dlwb.domain.explanation import Cause
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.target import Ceilings
from dlwb.plugins import load_engine
from dlwb.protocol import RUNTIME_GRAPH
from dlwb.worker.profile import WINDOWS, profile_in_turns

pytestmark = pytest.mark.openvino

CONFIG = InferenceConfig(device="CPU", precision="f32")
# Eight bits promise so much that no noise of the host makes a layer better than its ideal.
CEILINGS = Ceilings("CPU", {"f32": 50.0, "i8": 50_000.0}, 1e5, 1e5, 0.0)


@pytest.fixture(scope="module")
def sides(tmp_path_factory):
    """The profiles of a float network and of its 8-bit version, and the theory of each."""
    engine = load_engine("openvino")
    folders = [tmp_path_factory.mktemp(name) for name in ("float", "eight")]
    files = [saved(residual(quantized=q, width=64), f) for q, f in zip((False, True), folders, strict=True)]
    told = []
    raws = profile_in_turns(engine, [(f, CONFIG) for f in files], 30, folders, told.append)
    assert all((folder / RUNTIME_GRAPH).is_file() for folder in folders)
    assert told[-1].fraction == 1.0
    found = []
    for file, raw in zip(files, raws, strict=True):
        analysis = analyse(engine.read_graph(file, raw.effective.shapes), "m")
        profile = explain(CONFIG, raw, analysis, CEILINGS, environment())
        found.append((Side(profile, raw), analysis))
    return found


def facts(analysis):
    integer = frozenset(layer.name for layer in analysis.layers if layer.iop > 0)
    assert {"conv1", "conv2"} <= integer
    return Facts(integer=integer, types={layer.name: layer.type for layer in analysis.layers})


def test_windows_of_both_lie_beside_each_other(sides):
    (parent, _), (version, _) = sides
    assert parent.raw is not None
    assert version.raw is not None
    assert len(parent.raw.timed_latency_ms) == len(version.raw.timed_latency_ms) >= WINDOWS
    assert min(parent.raw.inferences, version.raw.inferences) >= 30


def test_causes_cover_the_gap(sides):
    (parent, _), (version, analysis) = sides
    found = explain_slowdown(parent, version, facts(analysis))
    assert found.paired
    assert sum(one.time_us.value for one in found.causes) + found.rest_us.value == pytest.approx(found.gap_us.value)
    lost = sum(max(0.0, one.time_us.value) for one in found.causes)
    assert abs(found.rest_us.value) <= 0.2 * lost
    if found.gap_us.value > 0:
        assert found.covered >= 0.8


def test_a_layer_that_was_not_quantized_is_named(sides):
    """The depthwise convolution of the network has no quantizer on its weights, so it stays in floating point."""
    (parent, _), (version, analysis) = sides
    found = explain_slowdown(parent, version, facts(analysis))
    by_cause = {one.cause: one for one in found.causes}
    named = {name for one in by_cause[Cause.NOT_QUANTIZED].layers for name in one.operations}
    assert "depthwise" in named
    quantizers = {name for one in by_cause[Cause.CONVERSIONS].layers for name in one.operations}
    assert "data/fq" in quantizers
    kept = explain_slowdown(parent, version, replace(facts(analysis), kept=frozenset({"depthwise"})))
    assert "depthwise" in {
        name
        for one in kept.causes
        if one.cause is Cause.KEPT_FLOAT
        for layer in one.layers
        for name in layer.operations
    }


def test_a_network_against_itself_has_no_gap_worth_a_word(sides):
    (parent, _), _ = sides
    found = explain_slowdown(parent, replace(parent), Facts(quantized=False))
    assert found.speedup.value == pytest.approx(1.0)
    assert abs(found.gap_us.value) < 1e-6
