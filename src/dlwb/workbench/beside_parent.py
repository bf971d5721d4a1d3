"""A version beside its parent: what the newest runs of both say, and what nobody has measured yet."""

from collections.abc import Callable, Mapping

from dlwb.adapters.stores.sql import SqlStore
from dlwb.calc.batch import with_batch_one
from dlwb.calc.quantization.recipe_words import recipe_words
from dlwb.calc.quantization.version_words import about_speeds, in_a_sentence
from dlwb.documents import (
    AccuracyComparisonDocument,
    ExecutedDocument,
    ExplanationDocument,
    MissingDocument,
    ModelDocument,
    SpeedDocument,
    TheoryDocument,
    VersionDocument,
)
from dlwb.domain.comparison import PairedComparison
from dlwb.domain.errors import DlwbError, NotFound
from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.model import Model, Quantized, Shape
from dlwb.domain.outcomes import QuantizeOutcome
from dlwb.domain.run import Run, RunState
from dlwb.domain.specs import AccuracySpec, CompareSpec
from dlwb.ports import RunFilter
from dlwb.workbench.evaluations import AccuracyShelf

_DONE = (RunState.SUCCEEDED,)
_ENOUGH = 50


class BesideParent:
    """Looks up what is known of a version and its parent. `analysis` is the theory of a model at given shapes."""

    def __init__(
        self,
        store: SqlStore,
        evaluations: AccuracyShelf,
        analysis: Callable[[Model, Mapping[str, Shape]], ModelAnalysis],
    ) -> None:
        self._store = store
        self._evaluations = evaluations
        self._analysis = analysis

    def __call__(self, version: Model, parent: Model, explanation: ExplanationDocument | None) -> VersionDocument:
        """The document; `explanation` says why the version is no faster, where somebody looked."""
        accuracy = self._accuracy(version, parent)
        speed = self._speed(version, parent)
        executed = [self._executed(model) for model in (parent, version)]
        sizes = [model.file("model.bin").size for model in (parent, version)]
        change = accuracy.result.changes[0] if accuracy is not None and accuracy.result.changes else None
        return VersionDocument(
            verdict=in_a_sentence(speed.throughput if speed else None, change, sizes[0], sizes[1]),
            model=ModelDocument.of(version),
            parent=ModelDocument.of(parent),
            made=recipe_words(version.recipe),
            accuracy=accuracy,
            parent_bytes=sizes[0],
            model_bytes=sizes[1],
            speed=speed,
            parent_theory=self._theory(parent),
            model_theory=self._theory(version),
            parent_executed=executed[0],
            model_executed=executed[1],
            explanation=explanation,
            speeds=about_speeds(
                speed.throughput if speed else None, explanation.explanation.speedup if explanation else None
            ),
            missing=tuple(_missing(version, parent, accuracy, speed, executed, explanation)),
        )

    # --- accuracy ---------------------------------------------------------------------------------

    def _accuracy(self, version: Model, parent: Model) -> AccuracyComparisonDocument | None:
        """The newest run of the version that has one of the parent beside it, asked for in the same way."""
        before = self._accuracy_runs(parent)
        for run in self._accuracy_runs(version):
            partner = next((other for other in before if _asked_alike(other, run)), None)
            if partner is None:
                continue
            try:
                pair = self._store.find_run(partner.id), self._store.find_run(run.id)
                return self._evaluations.compare(*pair)
            except DlwbError:
                # Its records were cleared away, or its dataset was removed: an older pair may do.
                continue
        return None

    def _accuracy_runs(self, model: Model) -> tuple[Run, ...]:
        wanted = RunFilter(
            kinds=("accuracy",), states=_DONE, models=(model.id,), limit=_ENOUGH, outcomes=False, own=True
        )
        return tuple(
            run
            for run in self._store.runs(wanted)
            if isinstance(run.spec, AccuracySpec) and run.spec.parent is None and not run.spec.preview
        )

    # --- speed ------------------------------------------------------------------------------------

    def _speed(self, version: Model, parent: Model) -> SpeedDocument | None:
        """The newest of: a comparison of the two, and what the quantization that made the version measured."""
        found = [one for one in (self._compared(version, parent), self._quantized(version)) if one is not None]
        return max(found, key=lambda one: one.created, default=None)

    def _compared(self, version: Model, parent: Model) -> SpeedDocument | None:
        wanted = RunFilter(kinds=("compare",), states=_DONE, models=(parent.id,), limit=_ENOUGH, own=True)
        for run in self._store.runs(wanted):
            assert isinstance(run.spec, CompareSpec)
            first, *others = run.spec.subjects
            for place, one in enumerate(others, 1):
                if one.model == version.id and one.config == first.config:
                    return _speed(run, run.comparison, place)
        return None

    def _quantized(self, version: Model) -> SpeedDocument | None:
        if not isinstance(version.recipe, Quantized):
            return None
        try:
            run = self._store.find_run(version.recipe.run)
        except NotFound:
            return None  # the run was removed; what it made stays
        outcome = run.outcome
        if isinstance(outcome, QuantizeOutcome) and outcome.model == version.id and outcome.comparison is not None:
            return _speed(run, outcome.comparison, 1)
        return None

    # --- numbers ----------------------------------------------------------------------------------

    def _theory(self, model: Model) -> TheoryDocument | None:
        try:
            found = self._analysis(model, with_batch_one(model.inputs) or {})
        except DlwbError:
            return None  # its inputs are open, and nobody has said how large they are
        return TheoryDocument(
            gflop=found.gflop,
            giop=found.giop,
            parameters=found.parameters,
            weights_bytes=found.weights_bytes,
            weights_bytes_by_precision=found.weights_bytes_by_precision,
        )

    def _executed(self, model: Model) -> ExecutedDocument | None:
        wanted = RunFilter(kinds=("profile",), states=_DONE, models=(model.id,), limit=1, own=True)
        runs = self._store.runs(wanted)
        return ExecutedDocument(run=runs[0].id, by_precision=runs[0].profile.by_precision) if runs else None


def _asked_alike(one: Run, other: Run) -> bool:
    """Whether two accuracy runs are of the same pictures in the same configuration."""
    assert isinstance(one.spec, AccuracySpec)
    assert isinstance(other.spec, AccuracySpec)
    a, b = one.spec, other.spec
    return (a.dataset, a.subset, a.config, a.task) == (b.dataset, b.subset, b.config, b.task)


def _speed(run: Run, comparison: PairedComparison, place: int) -> SpeedDocument:
    """The subject at a place, against the parent, which is the first."""
    parent, version = comparison.subjects[0], comparison.subjects[place]
    throughput, latency = version.deltas
    return SpeedDocument(
        run=run.id,
        created=run.created,
        config=version.subject.config,
        pairs=comparison.pairs,
        parent_fps=parent.throughput_fps,
        version_fps=version.throughput_fps,
        parent_ms=parent.latency_ms,
        version_ms=version.latency_ms,
        throughput=throughput,
        latency=latency,
    )


def _missing(  # noqa: PLR0917 - each part of the view
    version: Model,
    parent: Model,
    accuracy: AccuracyComparisonDocument | None,
    speed: SpeedDocument | None,
    executed: list[ExecutedDocument | None],
    explanation: ExplanationDocument | None,
) -> list[MissingDocument]:
    found = []
    if accuracy is None:
        words = f"dlwb accuracy {parent.id} --dataset D && dlwb accuracy {version.id} --dataset D"
        found.append(MissingDocument(what="accuracy", command=words))
    if speed is None:
        found.append(MissingDocument(what="speed", command=f"dlwb compare {parent.id} {version.id} --interleave"))
    if explanation is None or None in executed:
        what = "explanation" if explanation is None else "executed"
        found.append(MissingDocument(what=what, command=f"dlwb explain {version.id}"))
    return found
