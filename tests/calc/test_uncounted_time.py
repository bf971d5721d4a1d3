"""How much of the executed time the theory does not count."""

import pytest
from builders.profiled_layers import profiled

from dlwb.calc.uncounted_time import uncounted_shares
from dlwb.domain.graph import LayerCost, ModelAnalysis, UncountedType


def cost(name, kind, counted=False):
    return LayerCost(name, kind, 0.0, 0.0, 0.0, 0, 0, 0, 0, 0, (1, 8), counted)


def analysis(*costs):
    uncounted = tuple(UncountedType(kind, 1) for kind in dict.fromkeys(c.type for c in costs if not c.counted))
    return ModelAnalysis("m", 0, 0, 0, 0, 0, {}, 0, 0, 0.0, None, {}, uncounted, costs, {}, 1)


def test_time_is_found_by_operation_whatever_the_engine_calls_the_layer():
    found = analysis(cost("loop", "Loop"), cost("fft", "DFT"), cost("other", "DFT"), cost("conv", "Convolution", True))
    layers = (
        profiled("loop", 10.0, 0, type="TensorIterator", share=0.5),
        profiled("fft", 10.0, 1, type="DFT", share=0.2),
        profiled("merged", 10.0, 2, type="Subgraph", share=0.1, origin=("conv", "other")),
        profiled("conv", 10.0, 3, share=0.2),
    )
    assert uncounted_shares(found, layers) == {"Loop": 0.5, "DFT": pytest.approx(0.3)}


def test_only_the_uncounted_operations_of_a_type_count():
    found = analysis(cost("one", "Loop"), cost("two", "Loop", counted=True))
    layers = (profiled("one", 10.0, 0, share=0.1), profiled("two", 10.0, 1, share=0.9))
    assert uncounted_shares(found, layers) == {"Loop": 0.1}


def test_a_type_that_no_layer_holds_has_no_share():
    assert uncounted_shares(analysis(cost("inside", "DFT")), (profiled("loop", 10.0, 0),)) == {}
