"""Operations go back to floating point in any company: what is back is as it was, and everything else is in 8 bits."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import nncf
import numpy as np
import openvino as ov
import pytest
from builders import quantizable_models as build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nncf.common.factory import build_graph
from nncf.quantization.algorithms.accuracy_control.openvino_backend import OVAccuracyControlAlgoBackend
from nncf.quantization.algorithms.accuracy_control.ranker import Ranker

from dlwb.adapters.nncf.quantizer import NncfQuantizer, read_network
from dlwb.domain.quantization import QuantizationOptions
from dlwb.protocol import ModelFiles

pytestmark = pytest.mark.openvino

# A smaller network may hold its weights in 16 bits, each followed by a conversion.
SUBJECTS = [*((name, False) for name in build.NETWORKS), ("residual", True), ("attention", True)]


@cache
def quantized(name, compressed):
    """The network in floating point, and the same in 8 bits; made once, since putting back must leave no trace."""
    folder = Path(mkdtemp(prefix="dlwb-quantized-"))
    model = build.network(name)
    ov.save_model(model, folder / "m.xml", compress_to_fp16=compressed)
    files = ModelFiles(str(folder / "m.xml"), str(folder / "m.bin"))
    data = build.inputs(model)
    made = NncfQuantizer().quantize(files, lambda: data, len(data), QuantizationOptions(), lambda fraction, words: None)
    return read_network(files), made


def outputs(model, data):
    compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return [np.array(value) for value in compiled(data).values()]


def by_name(model):
    return {node.get_friendly_name(): node for node in model.get_ops()}


def feeders(node):
    return [node.input_value(index).get_node() for index in range(node.get_input_size())]


def same_as_before(node, before, stops):
    """Whether all that an operation reads is what it read before, back to the operations that may be in 8 bits."""
    assert node.get_friendly_name() == before.get_friendly_name()
    assert node.get_type_name() == before.get_type_name()
    if node.get_type_name() == "Constant":
        assert np.array_equal(node.data, before.data)
        return
    for ours, theirs in zip(feeders(node), feeders(before), strict=True):
        # An operation that is in 8 bits has a corrected bias, which is its own affair.
        if theirs.get_friendly_name() not in stops and theirs.get_type_name() not in ("Add", "Parameter"):
            same_as_before(ours, theirs, stops)
        assert ours.get_friendly_name() == theirs.get_friendly_name()


def same_bias(node, before):
    """Whether the constant that is added to what an operation makes, if one is, is what it was."""
    for port in before.output(0).get_target_inputs():
        if port.get_node().get_type_name() == "Add":
            names = [port.get_node().get_friendly_name() for port in node.output(0).get_target_inputs()]
            if port.get_node().get_friendly_name() not in names:
                continue  # its result is rounded before the sum, which is another group's affair
            [ours] = [p.get_node() for p in node.output(0).get_target_inputs()]
            other = 1 - port.get_index()
            if feeders(port.get_node())[other].get_type_name() in ("Constant", "Convert"):
                same_as_before(feeders(ours)[other], feeders(port.get_node())[other], ())


def kinds_read(node, depth=6):
    """The types of operations, and of constants, that an operation reads at a small distance."""
    found = set()
    for one in feeders(node) if depth else ():
        kind = one.get_type_name()
        found.add(str(one.get_element_type().get_type_name()) if kind == "Constant" else kind)
        if kind in (
            "Constant",
            "Convert",
            "Subtract",
            "Multiply",
            "Reshape",
            "Transpose",
            "MaxPool",
            "Concat",
            "Squeeze",
        ):
            found |= kinds_read(one, depth - 1)
    return found


@pytest.mark.parametrize(("name", "compressed"), SUBJECTS)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_groups_can_be_in_floating_point(name, compressed, data, tmp_path):
    exact, made = quantized(name, compressed)
    kept = data.draw(st.sets(st.integers(0, len(made.groups) - 1)))
    files = made.write(kept, tmp_path)
    written = by_name(ov.Core().read_model(files.xml))
    before = by_name(exact)
    stops = {operation for group in made.groups for operation in group.operations}
    for index, group in enumerate(made.groups):
        for operation in group.operations:
            if index in kept:
                same_as_before(written[operation], before[operation], stops)
                same_bias(written[operation], before[operation])
            else:
                assert kinds_read(written[operation]) & {"FakeQuantize", "i8", "u8"}
    noise = [
        np.abs(a - b).max() for a, b in zip(outputs(files.xml, one(exact)), outputs(exact, one(exact)), strict=True)
    ]
    assert np.isfinite(noise).all()
    assert (max(noise) == 0) == (len(kept) == len(made.groups))


def one(model):
    return build.inputs(model, 1)[0]


@pytest.mark.parametrize(("name", "compressed"), SUBJECTS)
def test_with_all_back_it_gives_the_same_numbers_to_the_last_bit(name, compressed, tmp_path):
    exact, made = quantized(name, compressed)
    files = made.write(range(len(made.groups)), tmp_path)
    data = one(exact)
    for ours, theirs in zip(outputs(files.xml, data), outputs(exact, data), strict=True):
        assert np.array_equal(ours, theirs)


# NNCF does not look through the reshaping of weights in `grouped`, and leaves them to the engine to round.
@pytest.mark.parametrize("name", [name for name in build.NETWORKS if name != "grouped"])
def test_weights_are_stored_in_8_bits_and_nothing_else_doubles_them(name, tmp_path):
    exact, made = quantized(name, False)
    written = ov.Core().read_model(made.write((), tmp_path).xml)
    for operation in written.get_ops():
        if operation.get_type_name() == "FakeQuantize":
            assert operation.input_value(0).get_node().get_type_name() not in ("Constant", "Convert")
    whole = sum(operation.data.nbytes for operation in exact.get_ops() if operation.get_type_name() == "Constant")
    small = sum(operation.data.nbytes for operation in written.get_ops() if operation.get_type_name() == "Constant")
    assert small < 0.6 * whole


@pytest.mark.parametrize("name", build.NETWORKS)
def test_taps_show_the_same_tensors_of_both(name, tmp_path):
    exact, made = quantized(name, False)
    tapped = made.tapped(tmp_path)
    data = one(exact)
    compiled = {}
    for files in (tapped.exact, tapped.rounded):
        model = ov.Core().compile_model(files.xml, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        compiled[files] = {port.get_any_name(): np.array(value) for port, value in model(data).items()}
    ours, theirs = compiled[tapped.exact], compiled[tapped.rounded]
    assert {name: value.shape for name, value in ours.items()} == {name: value.shape for name, value in theirs.items()}
    for group, inputs, results in zip(made.groups, tapped.inputs, tapped.outputs, strict=True):
        assert inputs
        assert len(results) == len(group.operations)
        assert all(np.abs(ours[name] - theirs[name]).max() > 0 for name in results)
    for tensor in data:
        if tensor in ours:
            assert np.array_equal(ours[tensor], data[tensor])


def test_a_convolution_is_tapped_with_its_bias(tmp_path):
    """The noise of a layer is what is left after the correction of its bias."""
    made = quantized("residual", False)[1]
    tapped = made.tapped(tmp_path)
    model = ov.Core().read_model(tapped.exact.xml)
    makers = {port.get_any_name(): port.get_node().input_value(0).get_node() for port in model.outputs}
    first = [makers[name].get_friendly_name() for name in tapped.outputs[0]]
    assert made.groups[0].operations == ("conv1",)
    assert first == ["conv1/bias"]


def test_operations_that_share_a_quantizer_go_back_together():
    def groups(name):
        return [set(group.operations) for group in quantized(name, False)[1].groups]

    assert {"conv2", "sum"} in groups("residual")
    assert {"left", "right", "side"} in groups("branches")
    assert {"after"} in groups("branches")
    assert {"query", "key", "value"} in groups("fused_attention")
    assert {"first", "second", "sum"} in groups("shared_weights")


def test_smoothing_goes_back_with_the_operations_that_it_was_for(tmp_path):
    """SmoothQuant scales activations down and weights up; taking back one without the other would spoil the network."""
    exact, made = quantized("attention", False)
    assert any(
        "smooth" in node.get_friendly_name() for node in ov.Core().read_model(made.write((), tmp_path).xml).get_ops()
    )
    data = one(exact)
    reference = outputs(exact, data)[0]

    def noise(kept):
        ours = outputs(made.write(kept, tmp_path).xml, data)[0]
        return float(((ours - reference) ** 2).sum() / (reference**2).sum())

    assert noise(()) < 1e-2
    for group in range(len(made.groups)):
        assert noise((group,)) < 2 * noise(())


@pytest.mark.parametrize("name", ["residual", "attention", "branches", "grouped", "fused_attention"])
def test_groups_are_those_that_nncf_would_put_back(name):
    """Its own search for them is not public, so we have ours; a new version may see things differently."""
    exact, made = quantized(name, False)
    data = build.inputs(exact)
    parameters = nncf.AdvancedQuantizationParameters(backend_params={"compress_weights": False})
    kind = None if made.network is None else nncf.ModelType.TRANSFORMER
    preset = nncf.QuantizationPreset.PERFORMANCE
    wide = nncf.quantize(
        exact.clone(), nncf.Dataset(data), preset=preset, model_type=kind, advanced_parameters=parameters
    )
    groups = Ranker(1, None, OVAccuracyControlAlgoBackend, None).find_groups_of_quantizers_to_rank(build_graph(wide))
    theirs = {frozenset(operation.node_name for operation in group.operations) for group in groups}
    assert {frozenset(group.operations) for group in made.groups} == theirs
