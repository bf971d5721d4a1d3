"""Versions of models, as the SDK offers them: what was made of what, a version beside its parent, and why it is no faster."""

from collections.abc import Callable, Mapping

from dlwb.adapters.stores.sql import SqlStore
from dlwb.calc.quantization.recipe_words import recipe_words
from dlwb.calc.slowdown.explain import explain_slowdown
from dlwb.calc.slowdown.sides import Side
from dlwb.documents import (
    ExplanationDocument,
    ModelDocument,
    VersionDocument,
    VersionEntryDocument,
    VersionListDocument,
)
from dlwb.domain.errors import InputError, NotFound
from dlwb.domain.explanation import Explanation
from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import Model, Shape
from dlwb.domain.run import Run, RunState
from dlwb.domain.specs import FEWEST_INFERENCES, ExplainSpec, ProfileSpec
from dlwb.domain.target import Device
from dlwb.ports import RunFilter
from dlwb.workbench.beside_parent import BesideParent
from dlwb.workbench.evaluations import AccuracyShelf, exact
from dlwb.workbench.executing import execute_now
from dlwb.workflows.executor import Executor
from dlwb.workflows.explain import facts_of
from dlwb.workflows.profile import check_profile
from dlwb.workflows.queue import OnChange, RunQueue
from dlwb.workflows.relatives import Relative, check_related

_DONE = (RunState.SUCCEEDED,)
_ENOUGH = 50


class VersionShelf:
    """Versions and what is known of them.

    `devices` asks for the known devices, `completed` fills in what a configuration leaves to the model (its batch),
    `analysis` is the theory of a model at given shapes.
    """

    def __init__(
        self,
        store: SqlStore,
        queue: RunQueue,
        executor: Executor,
        *,
        devices: Callable[[], tuple[Device, ...]],
        completed: Callable[[Model, InferenceConfig], InferenceConfig],
        analysis: Callable[[Model, Mapping[str, Shape]], ModelAnalysis],
        evaluations: AccuracyShelf,
    ) -> None:
        self._beside_parent = BesideParent(store, evaluations, analysis)
        self._store = store
        self._queue = queue
        self._executor = executor
        self._devices = devices
        self._completed = completed
        self._analysis = analysis

    # --- what was made of what --------------------------------------------------------------------

    def of(self, model: Model) -> VersionListDocument:
        """A model and all that was made from it, and from those, the oldest first."""
        children: dict[str, list[Model]] = {}
        for one in reversed(self._store.models()):
            if one.parent is not None:
                children.setdefault(one.parent, []).append(one)
        found: list[VersionEntryDocument] = []
        pending = [(model, 0)]
        while pending:
            one, depth = pending.pop(0)
            found.append(VersionEntryDocument(model=ModelDocument.of(one), made=recipe_words(one.recipe), depth=depth))
            pending += [(child, depth + 1) for child in children.get(one.id, ())]
        return VersionListDocument(versions=tuple(found))

    def parent(self, version: Model, against: str | None = None) -> Model:
        """What a version was made from, or the model it is held `against`.

        Raises:
            InputError: it was imported, so it has no parent. NotFound, Ambiguous.
        """
        if against is not None:
            return self._store.find_model(against)
        if version.parent is None:
            raise InputError(
                f"'{version.name}' was imported, so it has no parent.",
                "Name the model to hold it against.",
                terminal="dlwb explain MODEL --against OTHER",
            )
        return self._store.find_model(version.parent)

    def against_parent(self, version: Model) -> VersionDocument:
        """A version beside its parent, from the newest runs of both.

        Raises:
            InputError: it was imported, so it has no parent. NotFound: the parent was removed.
        """
        return self._beside_parent(version, self.parent(version), self.newest_explanation(version))

    # --- why it is no faster ----------------------------------------------------------------------

    def explain_spec(
        self, version: Model, against: str | None, config: InferenceConfig, inferences: int = FEWEST_INFERENCES
    ) -> ExplainSpec:
        """What to remember of an explanation; where nobody chose a precision, floating point is f32.

        Raises:
            InputError: the version has no parent, or they are different networks. InvalidOptions, NotFound, Ambiguous.
        """
        parent = self.parent(version, against)
        if parent.id == version.id:
            raise InputError(
                f"'{version.name}' is held against itself.",
                "Name another model to hold it against.",
                terminal="--against MODEL",
            )
        check_related(self._store, [Relative.of_model(parent), Relative.of_model(version)])
        devices = self._devices()
        config = exact(self._completed(version, config), devices)
        check_profile(config, inferences, devices, version.inputs)
        return ExplainSpec(version.id, parent.id, config, inferences)

    def explain(self, spec: ExplainSpec, on_change: OnChange | None = None) -> Run:
        """Profile both in turns here, and return the run finished; `explanation(run)` has the answer."""
        return execute_now(self._queue, spec, self._store.find_model(spec.version).name, on_change)

    def submit(self, spec: ExplainSpec) -> Run:
        """Leave it to the background."""
        return self._executor.submit(spec, self._store.find_model(spec.version).name)

    def explanation(self, run: Run) -> ExplanationDocument:
        """The answer of a finished run. Raises the run's own error, or InputError for another kind of run."""
        found, spec = run.explained, run.spec
        assert isinstance(spec, ExplainSpec)
        return self._document(run.id, spec, run.created, (found.parent, found.version), found.explanation)

    def newest_explanation(self, version: Model, against: str | None = None) -> ExplanationDocument | None:
        """The newest answer for a version, else one from profiles of both in one configuration; None: there are none."""
        parent = self.parent(version, against)
        for run in self._store.runs(RunFilter(kinds=("explain",), states=_DONE, models=(version.id,), limit=_ENOUGH)):
            if isinstance(run.spec, ExplainSpec) and run.spec.parent == parent.id:
                return self.explanation(run)
        return self._from_profiles(version, parent)

    def _from_profiles(self, version: Model, parent: Model) -> ExplanationDocument | None:
        mine, theirs = (self._profiles(model) for model in (version, parent))
        for config, run in mine.items():
            other = theirs.get(config)
            if other is None:
                continue
            first, second = (self._store.find_run(one.id) for one in (other, run))
            facts = facts_of(version, self._analysis(version, second.profile.effective.shapes))
            explanation = explain_slowdown(Side(first.profile), Side(second.profile), facts)
            assert isinstance(run.spec, ProfileSpec)
            spec = ExplainSpec(version.id, parent.id, run.spec.config, run.spec.inferences)
            return self._document(None, spec, run.created, (first.id, second.id), explanation)
        return None

    def _profiles(self, model: Model) -> dict[str, Run]:
        """The newest profile in each configuration, the newest first."""
        found: dict[str, Run] = {}
        wanted = RunFilter(
            kinds=("profile",), states=_DONE, models=(model.id,), limit=_ENOUGH, outcomes=False, own=True
        )
        for run in self._store.runs(wanted):
            assert isinstance(run.spec, ProfileSpec)
            found.setdefault(repr(run.spec.config), run)
        return found

    def _document(
        self, run: str | None, spec: ExplainSpec, created: str, profiles: tuple[str, str], explanation: Explanation
    ) -> ExplanationDocument:
        return ExplanationDocument(
            run=run,
            version=spec.version,
            version_name=self._name(spec.version),
            parent=spec.parent,
            parent_name=self._name(spec.parent),
            created=created,
            config=spec.config,
            parent_profile=profiles[0],
            version_profile=profiles[1],
            explanation=explanation,
        )

    def _name(self, id: str) -> str:
        try:
            return self._store.find_model(id).name
        except NotFound:
            return id
