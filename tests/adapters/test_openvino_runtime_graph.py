"""Layers of compiled models, as the engine tells them."""

import numpy as np
import openvino as ov
import pytest
from builders.layered_models import attention, residual
from openvino import opset13 as op

from dlwb.adapters.openvino.graph import read_graph
from dlwb.adapters.openvino.runtime_graph import raw_layers
from dlwb.calc.analysis import analyse
from dlwb.calc.graph_match import match, resolve_origins
from dlwb.domain.measurement import LayerStatus, RawLayer

pytestmark = pytest.mark.openvino


def layers_of(
    model: ov.Model, device: str = "CPU", *, counters: bool = True, inferences: int = 5, precision: str = "f32"
) -> dict[str, RawLayer]:
    core = ov.Core()
    properties = {"PERF_COUNT": counters, "PERFORMANCE_HINT": "LATENCY"}
    if device == "CPU":
        properties["INFERENCE_PRECISION_HINT"] = precision
    compiled = core.compile_model(model, device, properties)
    request = compiled.create_infer_request()
    for _ in range(inferences):
        request.infer()
    layers = raw_layers(compiled, request)
    assert len({layer.name for layer in layers}) == len(layers)
    return {layer.name: layer for layer in layers}


def test_fused_operations_are_the_origins_of_their_layer():
    layer = layers_of(residual())["conv1"]
    assert (layer.type, layer.status) == ("Convolution", LayerStatus.EXECUTED)
    assert layer.origin == ("conv1", "conv1/bias", "conv1/relu")
    assert (layer.precision, layer.output_precision) == ("f32", "f32")
    assert layer.kernel.lower().endswith("f32")
    assert layer.output_shape == (1, 32, 32, 32)
    assert layer.time_us[0] > 0
    assert layer.cpu_us == layer.time_us


def test_the_order_is_numeric():
    orders = [layer.order for layer in layers_of(residual()).values()]
    assert orders == sorted(orders)
    assert orders[-1] >= 10  # as text, 10 would come before 2


def test_what_depends_on_constants_only_is_left_out():
    layers = layers_of(residual(quantized=True))
    assert not {layer.type for layer in layers.values()} & {"Const"}
    for layer in layers.values():
        assert layer.inputs or layer.type == "Input", layer.name
        assert set(layer.inputs) <= set(layers)


def test_a_layer_whose_name_begins_like_a_subgraph_keeps_its_time():
    x = op.parameter([1, 64, 64, 64], np.float32, name="x")
    weights = np.ones((64, 64, 3, 3), np.float32)
    conv = op.convolution(x, weights, [1, 1], [1, 1], [1, 1], [1, 1], name="subgraph_head")
    layer = layers_of(ov.Model([op.result(conv)], [x], "m"))["subgraph_head"]
    assert layer.status is LayerStatus.EXECUTED
    assert layer.time_us[0] > 0


def test_inserted_conversions_have_no_origin():
    inserted = [layer for layer in layers_of(residual(quantized=True)).values() if layer.type == "Reorder"]
    assert inserted
    assert all(layer.origin == () for layer in inserted)


def test_eight_bit_layers_are_told_apart_whatever_the_kernel_is_called():
    layers = layers_of(residual(quantized=True))
    assert layers["conv2"].precision in ("u8", "i8")
    assert layers["conv2"].kernel.lower().endswith("i8")
    assert layers["prob"].precision == "f32"


def test_a_branch_has_no_precision_of_its_own():
    data = op.parameter([1, 8], np.float32, name="data")
    inner = [op.parameter([1, 8], np.float32, name=side) for side in ("yes", "no")]
    bodies = [ov.Model([op.relu(inner[0])], [inner[0]], "then"), ov.Model([op.sin(inner[1])], [inner[1]], "else")]
    which = op.parameter([], np.bool_, name="which")
    branch = op.if_op(which)
    branch.set_then_body(bodies[0])
    branch.set_else_body(bodies[1])
    branch.set_input(data.output(0), inner[0], inner[1])
    result = branch.set_output(bodies[0].results[0], bodies[1].results[0])
    layers = layers_of(ov.Model([op.result(result)], [which, data], "m"))
    assert [layer.precision for layer in layers.values() if layer.type == "If"] == ["unknown"]


def test_bytes_are_those_of_the_tensors_at_run_time():
    layers = layers_of(residual())
    picture, weights, bias, features = 3 * 32 * 32 * 4, 32 * 3 * 9 * 4, 32 * 4, 32 * 32 * 32 * 4
    assert layers["conv1"].bytes_read == picture + weights + bias
    assert layers["conv1"].bytes_written == features
    assert layers["sum"].bytes_read == 2 * features
    quantized = layers_of(residual(quantized=True))["conv1"]
    assert quantized.bytes_written == features // 4
    assert quantized.bytes_read == (picture + weights) // 4 + bias


def test_a_gather_reads_only_what_it_hands_on():
    table = op.constant([[float(i)] * 64 for i in range(5000)], ov.Type.f32)
    index = op.parameter([1, 4], ov.Type.i32, name="index")
    model = ov.Model([op.gather(table, index, op.constant(0), name="gather")], [index], "lookup")
    layer = next(layer for layer in layers_of(model).values() if "gather" in layer.origin)
    assert layer.bytes_written == 4 * 64 * 4
    assert layer.bytes_read is not None
    assert layer.bytes_read < 2 * layer.bytes_written


def test_the_ends_of_the_graph_did_not_run():
    layers = layers_of(residual())
    assert layers["data"].status is LayerStatus.NOT_RUN
    assert layers["data"].origin == ("data",)
    assert [layer.status for layer in layers.values() if layer.type == "Output"] == [LayerStatus.NOT_RUN]


def test_without_counters_nothing_has_a_time():
    for layer in layers_of(residual(), counters=False).values():
        assert layer.time_us == (0.0,)
        assert layer.status is not LayerStatus.EXECUTED


def test_before_the_first_inference_nothing_has_run():
    assert {layer.status for layer in layers_of(residual(), inferences=0).values()} == {LayerStatus.NOT_RUN}


@pytest.mark.parametrize("device", ["AUTO", "HETERO:CPU", "MULTI:CPU", "BATCH:CPU"])
def test_devices_that_stand_for_others_tell_the_same_layers(device):
    layers = layers_of(residual(), device, inferences=3)
    assert layers["conv2"].status is LayerStatus.EXECUTED
    assert layers["conv2"].origin == ("conv2", "conv2/bias", "conv2/relu")


def test_an_open_shape_is_that_of_the_last_inference():
    data = op.parameter([-1, 8], ov.Type.f32, name="data")
    model = ov.Model([op.softmax(op.relu(data), 1, name="prob")], [data], "open")
    compiled = ov.Core().compile_model(model, "CPU", {"PERF_COUNT": True, "INFERENCE_PRECISION_HINT": "f32"})
    request = compiled.create_infer_request()
    found = []
    for _ in range(2):
        found.append(next(layer for layer in raw_layers(compiled, request) if "prob" in layer.origin))
        request.infer({0: np.ones((2, 8), np.float32)})
    before, after = found
    assert before.bytes_read is None
    assert not isinstance(before.output_shape[0], int)
    assert (after.bytes_read, after.output_shape) == (2 * 8 * 4, (2, 8))


@pytest.mark.parametrize("precision", ["f32", "bf16"])
@pytest.mark.parametrize("model", [attention(), residual(), residual(quantized=True)], ids=["attention", "f32", "u8"])
def test_every_operation_of_the_theory_is_found_in_a_layer(model, precision):
    layers = tuple(layers_of(model, precision=precision).values())
    graph = read_graph(model)
    both = match(resolve_origins(layers, graph), graph)
    lost = [cost.name for cost in analyse(graph, "m").layers if not both.layers_of[cost.name]]
    assert lost == []
    executed = [layer for layer in layers if layer.status is LayerStatus.EXECUTED]
    assert [layer.name for layer in executed if not both.origins_of[layer.name]] == []


def test_both_directions_of_a_recurrent_layer_have_its_cost():
    data = op.parameter([1, 5, 3], np.float32, name="data")
    state = op.constant(np.zeros((1, 2, 4), np.float32))
    shapes = [(2, 16, 3), (2, 16, 4), (2, 16)]
    weights = [op.constant(np.ones(shape, np.float32)) for shape in shapes]
    lengths = op.constant(np.array([5], np.int32))
    both = op.lstm_sequence(data, state, state, lengths, *weights, 4, "bidirectional")
    model = ov.Model([op.result(op.relu(both.output(0)))], [data], "m")
    graph = read_graph(model)
    resolved = resolve_origins(tuple(layers_of(model).values()), graph)
    (cost,) = [cost for cost in analyse(graph, "m").layers if cost.type == "LSTMSequence"]
    assert [layer.origin for layer in resolved if layer.type == "RNNSeq"] == [(cost.name,), (cost.name,)]


def test_a_dense_layer_has_its_product_and_its_bias():
    layers = tuple(layers_of(attention()).values())
    resolved = {layer.name: layer for layer in resolve_origins(layers, read_graph(attention()))}
    assert "project" in resolved["project/bias"].origin
    assert resolved["project/bias"].type == "FullyConnected"
