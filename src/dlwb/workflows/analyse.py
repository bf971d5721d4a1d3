"""Theoretical analysis of a stored model, at its own input shapes or at others."""

from collections.abc import Mapping

from dlwb.calc.analysis import analyse
from dlwb.calc.batch import with_batch_one
from dlwb.calc.costs import RULES_VERSION
from dlwb.calc.shapes import dynamic_inputs, is_static, missing_shapes
from dlwb.domain.errors import DlwbError, InvalidOptions, OptionProblem
from dlwb.domain.graph import Graph, ModelAnalysis
from dlwb.domain.model import GRAPH_JSON, Model, Shape, TensorSpec
from dlwb.ports import Artifacts
from dlwb.protocol import ReadGraphTask, from_json
from dlwb.workflows.model_verbs import model_files
from dlwb.workflows.query import Query

StaticShapes = dict[str, tuple[int, ...]]

_REMEMBERED = 32


class AnalyseModel:
    """What a model costs in theory. Answers are remembered, because a page asks for the same one again and again."""

    def __init__(self, artifacts: Artifacts, query: Query) -> None:
        """`query` asks the engine for the graph at other shapes."""
        self._artifacts = artifacts
        self._query = query
        self._remembered: dict[tuple[str, tuple[tuple[str, tuple[int, ...]], ...], int], ModelAnalysis] = {}

    def __call__(self, model: Model, shapes: Mapping[str, Shape]) -> ModelAnalysis:
        """Analyse a model.

        The graph that was stored at import answers for the model's own shapes; other shapes are worked
        out by the engine, in a worker.

        Args:
            model: the model.
            shapes: shapes for inputs by name; inputs not named keep theirs. The empty name means "the
                only input".

        Raises:
            InvalidOptions: a shape does not fit or leaves a dimension open; all such inputs are named.
            WorkerError: the worker ended badly.
        """
        wanted = _static(_named(model.inputs, shapes))
        if (missing := missing_shapes(model.inputs, wanted, None)) is not None:
            raise missing
        changes = {name: shape for name, shape in wanted.items() if shape != _own_shape(model.inputs, name)}
        key = (model.id, tuple(sorted(changes.items())), RULES_VERSION)
        if key not in self._remembered:
            graph = self._reshaped(model, changes) if changes else self._stored(model)
            while len(self._remembered) >= _REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)), None)
            self._remembered[key] = analyse(graph, model.id)
        return self._remembered[key]

    def parameters(self, model: Model) -> int | None:
        """How many parameters a model has, None where it cannot be analysed as it is."""
        try:
            return self(model, with_batch_one(model.inputs) or {}).parameters
        except DlwbError:
            return None

    def _stored(self, model: Model) -> Graph:
        document = self._artifacts.path(model.file(GRAPH_JSON).sha256).read_bytes()
        return from_json(Graph, document)

    def _reshaped(self, model: Model, shapes: StaticShapes) -> Graph:
        with self._query(ReadGraphTask(model_files(model, self._artifacts), shapes)) as (_, output):
            return from_json(Graph, (output / GRAPH_JSON).read_bytes())


def _named(inputs: tuple[TensorSpec, ...], shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The shapes with the empty name replaced by that of the only input; names nobody knows stay as they are."""
    named = dict(shapes)
    if "" in named:
        if len(inputs) != 1:
            known = ", ".join(f"'{spec.name}'" for spec in inputs) or "none"
            raise InvalidOptions((OptionProblem("shapes", "say which input."),), f"The inputs are {known}.")
        named[inputs[0].name] = named.pop("")
    return named


def _static(shapes: Mapping[str, Shape]) -> StaticShapes:
    if not all(is_static(shape) for shape in shapes.values()):
        raise dynamic_inputs(shapes)
    return {name: tuple(dim for dim in shape if isinstance(dim, int)) for name, shape in shapes.items()}


def _own_shape(inputs: tuple[TensorSpec, ...], name: str) -> Shape | None:
    return next((spec.shape for spec in inputs if spec.name == name), None)
