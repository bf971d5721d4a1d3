"""Minimum and maximum activation memory, against hand-made graphs and two laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.constant_folding import constant_nodes
from dlwb.calc.memory import ActivationMemory, activation_memory, port_bytes
from dlwb.calc.shapes import UnknownSize
from dlwb.domain.graph import Graph, Node, Port
from dlwb.domain.model import DimRange


def node(name, kind, sources=(), elements=(1,), dtype="u8", bodies=()):
    """A node whose sources are names of nodes, and whose outputs have so many elements."""
    inputs = tuple(source if isinstance(source, tuple) else (source, 0) for source in sources)
    outputs = tuple(Port((count,), dtype) for count in elements)
    return Node(name, kind, (Port((1,), dtype),) * len(inputs), outputs, inputs, bodies=bodies)


def memory(*nodes) -> ActivationMemory:
    return activation_memory(Graph("g", nodes))


def test_a_chain_needs_two_tensors_at_a_time():
    result = memory(
        node("x", "Parameter", elements=[10]),
        node("a", "ReLU", ["x"], [20]),
        node("b", "ReLU", ["a"], [5]),
        node("c", "ReLU", ["b"], [7]),
        node("r", "Result", ["c"], [7]),
    )
    assert result == ActivationMemory(min_bytes=30, max_bytes=42)


def test_a_diamond_keeps_the_early_tensor_until_its_last_consumer():
    result = memory(
        node("x", "Parameter", elements=[10]),
        node("a", "ReLU", ["x"], [10]),
        node("b", "ReLU", ["a"], [30]),
        node("c", "ReLU", ["b"], [1]),
        node("d", "Add", ["a", "c"], [10]),
        node("r", "Result", ["d"], [10]),
    )
    # b runs with a and b (40); c with a, b and c (41)
    assert result == ActivationMemory(min_bytes=41, max_bytes=61)


def test_all_inputs_are_there_from_the_start_and_outputs_stay():
    result = memory(
        node("x", "Parameter", elements=[10]),
        node("a", "ReLU", ["x"], [4]),
        node("early", "Result", ["a"], [4]),
        node("y", "Parameter", elements=[100]),
        node("b", "ReLU", ["y"], [50]),
        node("r", "Result", ["b"], [50]),
    )
    assert result == ActivationMemory(min_bytes=100 + 50 + 4, max_bytes=164)


def test_an_output_nobody_reads_is_freed_at_once():
    result = memory(
        node("x", "Parameter", elements=[1]),
        node("pool", "MaxPool", ["x"], [10, 80]),
        node("a", "ReLU", [("pool", 0)], [10]),
        node("r", "Result", ["a"], [10]),
    )
    assert result == ActivationMemory(min_bytes=91, max_bytes=101)


def test_constants_and_what_follows_from_them_take_no_part():
    result = memory(
        node("x", "Parameter", elements=[10]),
        node("w", "Constant", elements=[1000]),
        node("f", "Convert", ["w"], [4000]),
        node("s", "ShapeOf", ["x"], [8]),
        node("a", "Add", ["x", "f"], [10]),
        node("b", "Reshape", ["a", "s"], [10]),
        node("r", "Result", ["b"], [10]),
    )
    assert result == ActivationMemory(min_bytes=20, max_bytes=30)


def test_a_body_adds_its_own_peak_while_it_runs():
    body = Graph(
        "body",
        (
            node("p", "Parameter", elements=[10]),
            node("q", "ReLU", ["p"], [200]),
            node("s", "ReLU", ["q"], [10]),
            node("t", "Result", ["s"], [10]),
        ),
    )
    result = memory(
        node("x", "Parameter", elements=[10]),
        node("loop", "Loop", ["x"], [10], bodies=(body,)),
        node("r", "Result", ["loop"], [10]),
    )
    assert result == ActivationMemory(min_bytes=20 + 210, max_bytes=20 + 210)


def test_tensors_without_a_known_size_are_counted_as_such():
    free = Node("a", "NonZero", (Port((4,), "f32"),), (Port((1, DimRange()), "i64"),), (("x", 0),))
    bounded = Node("b", "Gather", (Port((4,), "f32"),), (Port((DimRange(0, 6),), "f32"),), (("x", 0),))
    result = memory(node("x", "Parameter", elements=[4], dtype="f32"), free, bounded)
    assert result == ActivationMemory(min_bytes=16 + 24, max_bytes=16 + 24, unknown=1)


@pytest.mark.parametrize(
    ("shape", "dtype", "size"),
    [((2, 3), "f32", 24), ((), "f16", 2), ((3,), "u4", 2), ((9,), "u1", 2), ((2, 0), "f32", 0), ((5,), "string", 0)],
)
def test_bytes_of_a_tensor(shape, dtype, size):
    assert port_bytes(Port(shape, dtype)) == size


def test_unknown_rank_has_no_size():
    with pytest.raises(UnknownSize):
        port_bytes(Port(None, "f32"))


@st.composite
def graphs(draw):
    """Random graphs in topological order: inputs, constants and operations of one or two outputs."""
    nodes: list[Node] = [node("n0", "Parameter", elements=[draw(st.integers(0, 50))])]
    for index in range(1, draw(st.integers(2, 14))):
        kind = draw(st.sampled_from(("Op", "Op", "Op", "Op", "Parameter", "Constant")))
        sizes = draw(st.lists(st.integers(0, 50), min_size=1, max_size=2 if kind == "Op" else 1))
        sources = []
        if kind == "Op":
            for _ in range(draw(st.integers(1, 3))):
                source = draw(st.sampled_from(nodes))
                sources.append((source.name, draw(st.integers(0, len(source.outputs) - 1))))
        nodes.append(node(f"n{index}", kind, sources, sizes))
    last = draw(st.sampled_from(nodes))
    return Graph("g", (*nodes, node("r", "Result", [last.name])))


@given(graphs())
def test_the_minimum_lies_between_any_live_set_and_everything(graph):
    result = activation_memory(graph)
    known = constant_nodes(graph)
    assert result.min_bytes <= result.max_bytes
    by_name = {n.name: n for n in graph.nodes}
    for n in graph.nodes:
        if n.name in known or n.type == "Result":
            continue
        needed = {(n.name, i) for i in range(len(n.outputs))} | {s for s in n.input_nodes if s[0] not in known}
        assert result.min_bytes >= sum(port_bytes(by_name[name].outputs[i]) for name, i in needed)


@given(graphs())
def test_the_minimum_is_the_peak_of_a_plain_simulation(graph):
    """The same definition, written the slow way: at each step, every tensor made and still needed."""
    known = constant_nodes(graph)
    running = [n for n in graph.nodes if n.name not in known]
    peak = 0
    for now, current in enumerate(running):
        live = set()
        for made, maker in enumerate(running):
            for index, _ in enumerate(maker.outputs):
                uses = [at for at, user in enumerate(running) if (maker.name, index) in user.input_nodes]
                forever = any(running[at].type == "Result" for at in uses)
                born = 0 if maker.type == "Parameter" else made
                if maker.type != "Result" and born <= now and (forever or now <= max(uses, default=made)):
                    live.add((maker.name, index))
        by_name = {n.name: n for n in running}
        peak = max(peak, sum(port_bytes(by_name[name].outputs[i]) for name, i in live))
        assert current.name in by_name
    assert activation_memory(graph).min_bytes == peak
