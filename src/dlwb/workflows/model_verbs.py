"""The verbs that make or use a model: how a run becomes a task, and the worker's answer an outcome."""

from collections.abc import Callable, Mapping

from dlwb.domain.errors import RunCancelled
from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.model import IR_BIN, IR_XML, Model, Shape
from dlwb.domain.outcomes import BenchmarkOutcome, ImportOutcome, ProfileOutcome, RunOutcome
from dlwb.domain.run import Run
from dlwb.domain.specs import BenchmarkSpec, ImportSpec, ProfileSpec
from dlwb.domain.target import KnownCeilings
from dlwb.ports import Artifacts, Store
from dlwb.protocol import BenchmarkAnswer, ConvertAnswer, ModelFiles, ProfileAnswer
from dlwb.workflows.benchmark import benchmark_task, to_measurement
from dlwb.workflows.import_model import CONVERTED_FILES, convert_task, finish_import
from dlwb.workflows.profile import profile_task, to_profile
from dlwb.workflows.verb import Seat, unexpected


def model_files(model: Model, artifacts: Artifacts) -> ModelFiles:
    """Where the IR pair of a model lies. Raises NotFound when the workspace lost it."""
    return ModelFiles(
        xml=str(artifacts.path(model.file(IR_XML).sha256)), bin=str(artifacts.path(model.file(IR_BIN).sha256))
    )


class ImportVerb:
    """Staged source files become a model."""

    def __init__(self, store: Store, artifacts: Artifacts) -> None:
        self._store = store
        self._artifacts = artifacts

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Convert the staged files, then store the files and the model.

        A model that is there already, from an import beside this one, wins.

        Raises:
            RunCancelled: somebody cancelled the import meanwhile. DiskFull. In both cases nothing stays behind.
        """
        assert isinstance(run.spec, ImportSpec)
        answer, output = seat.ask(convert_task(run.spec)), seat.output
        if not isinstance(answer, ConvertAnswer):
            raise unexpected(answer)
        with self._artifacts.changing():
            added = False
            try:
                model = finish_import(run.spec, answer, output, self._artifacts, run.created)
                if self._store.cancel_requested(run.id):
                    raise RunCancelled(f"The {run.what} was cancelled.")
                added = self._store.add_model(model)
            finally:
                if not added:
                    self._artifacts.keep_only(self._store.file_hashes())
        for name in CONVERTED_FILES:
            (output / name).unlink(missing_ok=True)
        return ImportOutcome(model.id, existed=not added)


class BenchmarkVerb:
    """One configuration is measured."""

    def __init__(self, store: Store, artifacts: Artifacts) -> None:
        self._store = store
        self._artifacts = artifacts

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Measure the model's IR and derive the statistics."""
        assert isinstance(run.spec, BenchmarkSpec)
        files = model_files(self._store.find_model(run.spec.model), self._artifacts)
        answer = seat.ask(benchmark_task(run.spec, files))
        if not isinstance(answer, BenchmarkAnswer):
            raise unexpected(answer)
        return BenchmarkOutcome(to_measurement(run.spec, answer))


class ProfileVerb:
    """One configuration is looked at layer by layer.

    `analysis` gives the theory at the profiled shapes, `ceilings` the roofline of a device when it was measured
    on the host of the profile.
    """

    def __init__(
        self,
        store: Store,
        artifacts: Artifacts,
        analysis: Callable[[Model, Mapping[str, Shape]], ModelAnalysis],
        ceilings: KnownCeilings,
    ) -> None:
        self._store = store
        self._artifacts = artifacts
        self._analysis = analysis
        self._ceilings = ceilings

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Profile the model's IR, and join the layers with the theory and the roofline; `runtime.xml` stays."""
        assert isinstance(run.spec, ProfileSpec)
        model = self._store.find_model(run.spec.model)
        answer = seat.ask(profile_task(run.spec, model_files(model, self._artifacts)))
        if not isinstance(answer, ProfileAnswer):
            raise unexpected(answer)
        analysis = self._analysis(model, answer.raw.effective.shapes)
        ceilings = self._ceilings(run.spec.config.device, answer.environment)
        return ProfileOutcome(to_profile(run.spec, answer, analysis, ceilings))
