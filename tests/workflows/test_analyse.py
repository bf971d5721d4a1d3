"""The analysis of a stored model: from the stored graph where that answers, in a worker where it does not."""

from dataclasses import replace
from pathlib import Path

import pytest

from dlwb.domain.errors import InvalidOptions, WorkerCrashed
from dlwb.domain.graph import Graph, Node, Port
from dlwb.domain.model import (
    GRAPH_JSON,
    IR_BIN,
    IR_XML,
    Converted,
    DimRange,
    FileRef,
    ImportOptions,
    Model,
    ModelFormat,
    Preprocessing,
    TensorSpec,
)
from dlwb.protocol import ReadGraphAnswer, ReadGraphTask, Request, to_json
from dlwb.workflows.analyse import AnalyseModel
from dlwb.workflows.query import Query


def relu_graph(*shape) -> Graph:
    port = Port(shape, "f32")
    return Graph(
        "g",
        (
            Node("image", "Parameter", (), (port,)),
            Node("relu", "ReLU", (port,), (port,), (("image", 0),)),
            Node("out", "Result", (port,), (port,), (("relu", 0),)),
        ),
    )


def model_with(*shape, layout=None, id="m1") -> Model:
    return Model(
        id=id,
        name="model",
        format=ModelFormat.ONNX,
        task=None,
        inputs=(TensorSpec("image", shape, "f32", layout),),
        outputs=(),
        preprocessing=Preprocessing(),
        precision="f32",
        recipe=Converted(ModelFormat.ONNX, "0", "test", ImportOptions()),
        files=tuple(FileRef(name, name, 1) for name in (IR_XML, IR_BIN, GRAPH_JSON)),
        created="2026-01-01T00:00:00Z",
    )


class StoredFiles:
    """Artifacts whose content addresses are plain names in a folder."""

    def __init__(self, folder: Path, graph: Graph) -> None:
        self.folder = folder
        self.reads = 0
        (folder / GRAPH_JSON).write_text(to_json(graph))

    def path(self, sha256: str) -> Path:
        self.reads += sha256 == GRAPH_JSON
        return self.folder / sha256


class GraphWorker:
    """A launcher whose worker answers with the graph at the shapes it was asked for."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.failure: Exception | None = None

    def run(self, request, *, log, on_start, on_message):
        self.requests.append(request)
        if self.failure:
            raise self.failure
        (Path(request.output) / GRAPH_JSON).write_text(to_json(relu_graph(*request.task.shapes["image"])))
        log.write_text("read")
        on_message(None)
        return ReadGraphAnswer()


@pytest.fixture
def stored(tmp_path):
    return StoredFiles(tmp_path, relu_graph(1, 3, 8, 8))


@pytest.fixture
def worker():
    return GraphWorker()


@pytest.fixture
def analyse(stored, worker, tmp_path):
    return AnalyseModel(stored, Query(worker, "fake", tmp_path / "tmp"))


def test_own_shapes_need_no_worker(analyse, worker):
    model = model_with(1, 3, 8, 8)
    for shapes in ({}, {"image": (1, 3, 8, 8)}, {"": (1, 3, 8, 8)}):
        analysis = analyse(model, shapes)
        assert (analysis.model, analysis.layers[0].flop) == ("m1", 192)
    assert worker.requests == []


def test_a_graph_with_a_number_that_json_does_not_have_is_analysed(analyse, stored):
    graph = relu_graph(1, 3, 8, 8)
    relu = replace(graph.nodes[1], attributes={"max": float("inf")})
    (stored.folder / GRAPH_JSON).write_text(to_json(replace(graph, nodes=(graph.nodes[0], relu, graph.nodes[2]))))
    assert analyse(model_with(1, 3, 8, 8), {}).layers[0].flop == 192


def test_other_shapes_are_worked_out_in_a_worker(analyse, worker, tmp_path):
    analysis = analyse(model_with(1, 3, 8, 8), {"image": (2, 3, 16, 16)})
    assert analysis.layers[0].flop == 2 * 3 * 256
    assert analysis.input_shapes == {"image": (2, 3, 16, 16)}
    (request,) = worker.requests
    assert request.engine == "fake"
    assert isinstance(request.task, ReadGraphTask)
    assert request.task.shapes == {"image": (2, 3, 16, 16)}
    assert request.task.files.xml == str(tmp_path / IR_XML)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_answers_are_remembered_by_model_and_shapes(analyse, worker, stored):
    one, other = model_with(1, 3, 8, 8), model_with(1, 3, 8, 8, id="m2")
    assert analyse(one, {"image": (2, 3, 8, 8)}) is analyse(one, {"": (2, 3, 8, 8)})
    assert len(worker.requests) == 1
    assert analyse(one, {}) is analyse(one, {})
    assert stored.reads == 1
    assert analyse(other, {}).model == "m2"
    assert analyse(other, {"image": (2, 3, 8, 8)}).model == "m2"
    assert len(worker.requests) == 2


def test_only_the_newest_answers_are_remembered(analyse, worker):
    model = model_with(1, 3, 8, 8)
    for size in (*range(20, 60), 59, 20):
        analyse(model, {"image": (1, 3, size, size)})
    assert [request.task.shapes["image"][2] for request in worker.requests] == [*range(20, 60), 20]


def test_open_dimensions_are_refused_before_any_worker_starts(analyse, worker):
    with pytest.raises(InvalidOptions, match="input 'image' has no fixed shape") as caught:
        analyse(model_with(DimRange(), 3, 8, 8), {"image": (DimRange(1, 4), 3, 8, 8)})
    assert "image=1,3,8,8" in caught.value.hint
    assert worker.requests == []


def test_a_dynamic_model_without_shapes_says_what_to_give(worker, tmp_path):
    stored = StoredFiles(tmp_path, relu_graph(DimRange(), 3, 8, 8))
    with pytest.raises(InvalidOptions) as caught:
        AnalyseModel(stored, Query(worker, "fake", tmp_path))(model_with(DimRange(), 3, 8, 8), {})
    assert "image=1,3,8,8" in caught.value.hint


def test_the_empty_name_needs_a_single_input(analyse):
    model = model_with(1, 3, 8, 8)
    object.__setattr__(model, "inputs", (*model.inputs, TensorSpec("size", (1, 2), "f32")))
    with pytest.raises(InvalidOptions, match="say which input") as caught:
        analyse(model, {"": (1, 3, 8, 8)})
    assert "'image', 'size'" in caught.value.hint


def test_a_failing_worker_leaves_nothing_behind(analyse, worker, tmp_path):
    worker.failure = WorkerCrashed("The worker died.")
    with pytest.raises(WorkerCrashed):
        analyse(model_with(1, 3, 8, 8), {"image": (2, 3, 8, 8)})
    assert list((tmp_path / "tmp").iterdir()) == []
    worker.failure = None
    assert analyse(model_with(1, 3, 8, 8), {"image": (2, 3, 8, 8)}).layers[0].flop == 384
