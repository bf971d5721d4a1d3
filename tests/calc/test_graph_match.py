"""Which operation runs in which layer."""

from dataclasses import replace

from dlwb.calc.graph_match import computes, match, resolve_origins
from dlwb.domain.graph import Graph, Node, Port
from dlwb.domain.measurement import LayerStatus, RawLayer

PORT = Port((1, 8), "f32")


def node(name: str, kind: str, *inputs: str) -> Node:
    return Node(name, kind, (PORT,) * len(inputs), (PORT,), tuple((source, 0) for source in inputs))


def layer(name: str, kind: str, order: int, origin: tuple[str, ...], *inputs: str) -> RawLayer:
    return RawLayer(
        name=name,
        type=kind,
        kernel="jit",
        precision="f32",
        output_precision="f32",
        output_layout="ab",
        order=order,
        status=LayerStatus.EXECUTED,
        time_us=(1.0,),
        cpu_us=(1.0,),
        output_shape=(1, 8),
        origin=origin,
        inputs=inputs,
    )


def graph(*nodes: Node) -> Graph:
    return Graph("m", nodes)


CLASSIFIER = graph(
    node("data", "Parameter"),
    node("matrix", "Constant"),
    node("bias", "Constant"),
    node("fc", "MatMul", "data", "matrix"),
    node("add", "Add", "fc", "bias"),
    node("act", "ReLU", "add"),
    node("prob", "SoftMax", "act"),
    node("out", "Result", "prob"),
)


def resolved(layers: list[RawLayer], model: Graph) -> dict[str, RawLayer]:
    return {found.name: found for found in resolve_origins(layers, model)}


def test_a_product_that_was_merged_under_the_name_of_its_bias_is_found():
    layers = [
        layer("data", "Input", 0, ("data",)),
        layer("add", "FullyConnected", 1, ("add",), "data"),
        layer("prob", "Softmax", 2, ("prob",), "add"),
        layer("out", "Output", 3, ("out",), "prob"),
    ]
    found = resolved(layers, CLASSIFIER)
    assert found["add"].origin == ("fc", "add", "act")  # in the model's order
    assert found["prob"].origin == ("prob",)


def test_names_that_the_engine_made_up_are_dropped():
    layers = [
        layer("data", "Input", 0, ("data",)),
        layer("add", "FullyConnected", 1, ("Multiply_17", "fc", "add", "act"), "data"),
        layer("prob", "Softmax", 2, ("prob",), "add"),
    ]
    assert resolved(layers, CLASSIFIER)["add"].origin == ("fc", "add", "act")


CHAIN = graph(
    node("data", "Parameter"),
    node("first", "Convolution", "data"),
    node("turn", "Transpose", "first"),
    node("grow", "Interpolate", "turn"),
    node("back", "Transpose", "grow"),
    node("last", "Convolution", "back"),
    node("out", "Result", "last"),
)


def test_renamed_layers_between_the_same_neighbours_get_the_operations_of_their_type():
    layers = [
        layer("data", "Input", 0, ("data",)),
        layer("first", "Convolution", 1, ("first",), "data"),
        layer("T1", "Transpose", 2, ("T1",), "first"),
        layer("I", "Interpolate", 3, ("I",), "T1"),
        layer("T2", "Transpose", 4, ("T2",), "I"),
        layer("last", "Convolution", 5, ("last",), "T2"),
    ]
    found = resolved(layers, CHAIN)
    assert [found[name].origin for name in ("T1", "I", "T2")] == [("turn",), ("grow",), ("back",)]


def test_operations_that_vanished_go_to_the_layer_above():
    layers = [
        layer("data", "Input", 0, ("data",)),
        layer("first", "Convolution", 1, ("first",), "data"),
        layer("I", "Interpolate", 3, ("I",), "first"),
        layer("last", "Convolution", 5, ("last",), "I"),
    ]
    found = resolved(layers, CHAIN)
    assert found["I"].origin == ("grow", "back")
    assert found["first"].origin == ("first", "turn")
    assert found["last"].origin == ("last",)


def test_inserted_conversions_belong_to_the_next_layer_of_the_model():
    layers = [
        layer("data", "Input", 0, ("data",)),
        layer("reorder1", "Reorder", 1, (), "data"),
        layer("reorder2", "Reorder", 2, (), "reorder1"),
        layer("add", "FullyConnected", 3, ("fc", "add", "act"), "reorder2"),
        layer("made up", "Subgraph", 4, ("Transpose_4/DequantizationSubtract",), "add"),
        layer("prob", "Softmax", 5, ("prob",), "made up"),
    ]
    found = resolved(layers, CLASSIFIER)
    assert (found["reorder1"].consumer, found["reorder2"].consumer) == ("add", "add")
    assert (found["made up"].origin, found["made up"].consumer) == ((), "prob")
    assert found["add"].consumer is None


def test_constants_and_what_depends_on_them_alone_run_nowhere():
    weights = graph(
        node("data", "Parameter"),
        node("stored", "Constant"),
        node("widened", "Convert", "stored"),
        node("fc", "MatMul", "data", "widened"),
        node("out", "Result", "fc"),
    )
    layers = [layer("data", "Input", 0, ("data",)), layer("fc", "FullyConnected", 1, ("fc",), "data")]
    both = match(resolve_origins(layers, weights), weights)
    assert both.layers_of == {"data": ("data",), "stored": (), "widened": (), "fc": ("fc",), "out": ()}


def recurrent(name: str, *inputs: str, direction: str = "bidirectional") -> Node:
    return replace(node(name, "LSTMSequence", *inputs), attributes={"direction": direction})


def test_both_directions_of_a_recurrent_operation_have_its_name():
    model = graph(
        node("data", "Parameter"), recurrent("one", "data"), recurrent("two", "one"), node("out", "Result", "two")
    )
    layers = [layer("data", "Input", 0, ("data",))]
    for place, (name, above) in enumerate([("one", "data"), ("two", "one.0")]):
        for side in (1, 2):
            half = f"{name}_{side}"
            layers.append(layer(half, "RNNSeq", 10 * place + 2 * side, (half,), above))
            layers.append(layer(f"{half}_t", "Reshape", 10 * place + 2 * side + 1, (f"{half}_t",), half))
        halves = [f"{name}_{side}_t" for side in (1, 2)]
        layers.append(layer(f"{name}.0", "Concatenation", 10 * place + 9, (f"{name}.0",), *halves))
    layers.append(layer("out", "Output", 30, ("out",), "two.0"))
    found = resolved(layers, model)
    assert {name: found[name].origin for name in ("one_1", "one_2", "two_1", "two_2")} == {
        "one_1": ("one",),
        "one_2": ("one",),
        "two_1": ("two",),
        "two_2": ("two",),
    }


def test_a_recurrent_operation_of_one_direction_has_one_layer():
    model = graph(
        node("data", "Parameter"), recurrent("one", "data", direction="forward"), node("out", "Result", "one")
    )
    layers = [
        layer("data", "Input", 0, ("data",)),
        layer("a", "RNNSeq", 1, ("a",), "data"),
        layer("b", "RNNSeq", 2, ("b",), "data"),
        layer("out", "Output", 3, ("out",), "a", "b"),
    ]
    found = resolved(layers, model)
    assert (found["a"].origin, found["b"].origin) == (("one",), ())


def test_both_directions_agree_and_conversions_point_to_their_consumer():
    layers = [
        layer("data", "Input", 0, ("data",)),
        layer("reorder", "Reorder", 1, (), "data"),
        layer("part b", "FullyConnected", 3, ("fc", "add"), "part a"),
        layer("part a", "FullyConnected", 2, ("fc",), "reorder"),
        layer("prob", "Softmax", 4, ("act", "prob"), "part b"),
    ]
    both = match(resolve_origins(layers, CLASSIFIER), CLASSIFIER)
    assert both.layers_of["fc"] == ("part a", "part b")  # in execution order
    assert both.origins_of["part b"] == ("fc", "add")
    assert both.origins_of["reorder"] == ("fc",)
    for name, layers_of in both.layers_of.items():
        for executed in layers_of:
            assert name in both.origins_of[executed]


def test_layer_types_know_their_operations():
    assert computes("FullyConnected", "MatMul")
    assert computes("Convolution", "GroupConvolution")
    assert computes("Softmax", "SoftMax")
    assert computes("Reduce", "ReduceMean")
    assert not computes("Convolution", "MatMul")
    assert not computes("Eltwise", "MatMul")
