"""Reading real models into the domain's graph."""

import numpy as np
import openvino as ov
import pytest
from openvino import opset15
from openvino import opset16 as op

from dlwb.adapters.openvino.constants import constant_facts
from dlwb.adapters.openvino.graph import read_graph
from dlwb.adapters.openvino.shapes import reshape
from dlwb.domain.graph import ConstantFacts, Graph, Node
from dlwb.domain.model import DimRange
from dlwb.protocol import from_json, to_json

pytestmark = pytest.mark.openvino


def small_model() -> ov.Model:
    x = op.parameter([-1, 3, 8, 8], np.float32, name="x")
    conv = op.convolution(x, np.ones((4, 3, 3, 3), np.float32), [2, 2], [1, 1], [1, 1], [1, 1], name="conv")
    soft = op.softmax(op.relu(conv, name="relu"), 1, name="soft")
    model = ov.Model([op.result(soft, name="out")], [x], "small")
    model.inputs[0].set_names({"pixels", "image"})
    model.outputs[0].set_names({"scores"})
    return model


def nodes_of(graph: Graph) -> dict[str, Node]:
    assert len({node.name for node in graph.nodes}) == len(graph.nodes)
    return {node.name: node for node in graph.nodes}


def test_a_model_comes_over_whole():
    graph = read_graph(small_model())
    nodes = nodes_of(graph)
    assert (graph.name, graph.opset) == ("small", "opset8")
    assert nodes["conv"].attributes["strides"] == (2, 2)
    assert nodes["conv"].attributes["auto_pad"] == "explicit"
    assert nodes["conv"].inputs[0].shape == (DimRange(), 3, 8, 8)
    assert nodes["conv"].outputs[0].shape == (DimRange(), 4, 4, 4)
    assert nodes["conv"].input_nodes[0] == ("x", 0)
    assert (nodes["relu"].type, nodes["soft"].type) == ("ReLU", "SoftMax")
    assert nodes["x"].attributes["names"] == ("image", "pixels")
    assert nodes["out"].attributes["names"] == ("scores",)
    weights = nodes[nodes["conv"].input_nodes[1][0]]
    assert weights.constant == ConstantFacts(elements=108, zeros=0, bytes=432)
    assert weights.outputs[0].dtype == "f32"


def test_types_are_those_of_the_file(tmp_path):
    ov.save_model(small_model(), tmp_path / "m.xml")
    text = (tmp_path / "m.xml").read_text()
    for node in read_graph(small_model()).nodes:
        assert f'type="{"Const" if node.type == "Constant" else node.type}"' in text


def test_producers_come_before_consumers():
    seen = set()
    for node in read_graph(small_model()).nodes:
        assert all(producer in seen for producer, _ in node.input_nodes)
        seen.add(node.name)


def test_inputs_come_first_in_the_order_of_the_signature():
    first, second = (op.parameter([4], np.float32, name=name) for name in "ab")
    graph = read_graph(ov.Model([op.result(op.subtract(op.relu(second), first))], [first, second], "m"))
    assert [node.name for node in graph.nodes][:2] == ["a", "b"]


def test_the_same_model_gives_the_same_graph_and_survives_json():
    first, second = read_graph(small_model()), read_graph(small_model())
    assert [node.type for node in first.nodes] == [node.type for node in second.nodes]
    assert from_json(Graph, to_json(first)) == first


def test_numbers_that_json_does_not_have_become_text():
    x = op.parameter([4], np.float32, name="x")
    clamp = op.clamp(x, 0.0, float("inf"), name="clamp")
    graph = read_graph(ov.Model([op.result(clamp)], [x], "m"))
    assert nodes_of(graph)["clamp"].attributes == {"min": 0.0, "max": "inf"}
    assert from_json(Graph, to_json(graph)) == graph


def test_a_graph_that_was_stored_with_null_for_infinity_is_read():
    node = Node("clamp", "Clamp", (), (), attributes={"min": 0.0, "max": float("inf")})
    stored = to_json(Graph("old", (node,)))
    assert '"max":null' in stored
    assert from_json(Graph, stored).nodes[0].attributes == {"min": 0.0, "max": None}


def test_names_that_occur_twice_are_told_apart():
    x = op.parameter([2], np.float32, name="same")
    y = op.relu(op.relu(op.relu(x, name="same"), name="same#2"), name="same")
    graph = read_graph(ov.Model([op.result(y, name="out")], [x], "m"))
    assert [node.name for node in graph.nodes] == ["same", "same#3", "same#2", "same#4", "out"]
    assert [node.input_nodes for node in graph.nodes][1:4] == [
        (("same", 0),),
        (("same#3", 0),),
        (("same#2", 0),),
    ]


def test_dynamic_shapes_become_ranges_and_unknown_rank_none():
    model = small_model()
    reshape(model, {"image": (DimRange(1, 8), 3, 8, 8)})
    assert nodes_of(read_graph(model))["soft"].outputs[0].shape == (DimRange(1, 8), 4, 4, 4)
    free = op.parameter(ov.PartialShape.dynamic(), np.float32, name="free")
    graph = read_graph(ov.Model([op.result(op.relu(free))], [free], "m"))
    assert graph.nodes[1].outputs[0].shape is None


def test_bodies_and_iterations():
    step = op.parameter([1, 4], np.float32, name="step")
    body = ov.Model([op.relu(step, name="inside")], [step], "body")
    node = op.tensor_iterator()
    node.set_body(body)
    x = op.parameter([5, 4], np.float32, name="x")
    node.set_sliced_input(step, x.output(0), 0, 1, 1, -1, 0)
    out = node.get_concatenated_slices(body.results[0].output(0), 0, 1, 1, -1, 0)
    graph = read_graph(ov.Model([op.result(out)], [x], "m"))
    iterator = next(node for node in graph.nodes if node.type == "TensorIterator")
    assert iterator.attributes["num_iterations"] == 5
    assert [node.type for node in iterator.bodies[0].nodes] == ["Parameter", "ReLU", "Result"]
    assert from_json(Graph, to_json(graph)) == graph


def test_both_branches_of_an_if():
    first, second = (op.parameter([4], np.float32, name=name) for name in "ab")
    then, other = ov.Model([op.relu(first)], [first], "t"), ov.Model([op.exp(second)], [second], "e")
    condition, x = op.parameter([], np.bool_, name="c"), op.parameter([4], np.float32, name="x")
    node = op.if_op(condition)
    node.set_then_body(then)
    node.set_else_body(other)
    node.set_input(x.output(0), first, second)
    out = node.set_output(then.results[0], other.results[0])
    graph = read_graph(ov.Model([op.result(out)], [condition, x], "m"))
    bodies = next(node for node in graph.nodes if node.type == "If").bodies
    assert [body.nodes[1].type for body in bodies] == ["ReLU", "Exp"]


def test_text_has_a_type_and_no_zeros():
    text = op.parameter([2], ov.Type.string, name="text")
    parts = opset15.string_tensor_unpack(text)
    graph = read_graph(ov.Model([op.result(parts.output(2))], [text], "m"))
    assert graph.nodes[0].outputs[0].dtype == "string"
    constant = ov.op.Constant(ov.Tensor(np.array(["a", "bcdé"])))
    assert constant_facts(constant) == ConstantFacts(elements=2, zeros=0, bytes=6)


def test_small_integer_constants_keep_their_values():
    x = op.parameter([2, 6], np.float32, name="x")
    y = op.reshape(x, op.constant(np.array([3, -1], np.int64), name="shape"), False)
    y = op.add(y, op.constant(np.array([7.0], np.float32), name="bias"))
    index = op.constant(np.zeros(17, np.int64), name="index")
    y = op.gather(y, index, op.constant(np.array(0, np.int32), name="axis"))
    nodes = nodes_of(read_graph(ov.Model([op.result(y)], [x], "m")))
    assert nodes["shape"].attributes == {"value": (3, -1)}
    assert nodes["axis"].attributes == {"value": (0,)}
    assert nodes["bias"].attributes == nodes["index"].attributes == {}


VALUES = np.array([[0, 1, 0, 1, 1], [0, 0, 0, 1, 0], [1, 0, 1, 0, 1]])


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        *(("u1", 2), ("u2", 4), ("u3", 6), ("u4", 8), ("i4", 8), ("u6", 12), ("u8", 15), ("i8", 15)),
        *(("i16", 30), ("i32", 60), ("i64", 120), ("f16", 30), ("bf16", 30), ("f32", 60), ("f64", 120)),
        *(("boolean", 15), ("f8e4m3", 15), ("f8e5m2", 15), ("f4e2m1", 8)),
    ],
)
def test_zeros_of_every_element_type(kind, size):
    constant = op.constant(VALUES, dtype=getattr(ov.Type, kind))
    assert constant_facts(constant) == ConstantFacts(elements=15, zeros=8, bytes=size)


def test_a_constant_without_elements():
    assert constant_facts(op.constant(np.zeros((0, 4), np.float32))) == ConstantFacts(0, 0, 0)


@pytest.mark.parametrize(("kind", "lowest"), [("u8", 0), ("i8", -2), ("u4", 0), ("i4", -2)])
def test_counting_in_pieces_changes_nothing(kind, lowest, monkeypatch):
    generator = np.random.default_rng(1)
    values = generator.integers(lowest, lowest + 4, (7, 5, 3))
    points = generator.integers(lowest, lowest + 4, (7, 5, 1))
    constant = op.constant(values, dtype=getattr(ov.Type, kind))
    per_group = op.constant(points, dtype=getattr(ov.Type, kind))
    single = op.constant(np.array(lowest + 1), dtype=getattr(ov.Type, kind))
    for chunk in (2, 30, 64, 1 << 22):
        monkeypatch.setattr("dlwb.adapters.openvino.constants._CHUNK_ELEMENTS", chunk)
        assert constant_facts(constant).zeros == np.count_nonzero(values == 0)
        assert constant_facts(constant, per_group).zeros == np.count_nonzero(values == points)
        assert constant_facts(constant, single).zeros == np.count_nonzero(values == lowest + 1)
