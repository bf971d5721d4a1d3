"""The verbs that make or use a model: how a run becomes a task, and the worker's answer an outcome."""

from collections.abc import Callable, Mapping
from pathlib import Path

from dlwb.domain.errors import RunCancelled, WorkerProtocolError
from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.model import IR_BIN, IR_XML, Model, Shape
from dlwb.domain.run import (
    BenchmarkOutcome,
    BenchmarkSpec,
    ImportOutcome,
    ImportSpec,
    ProfileOutcome,
    ProfileSpec,
    Run,
    RunOutcome,
)
from dlwb.domain.target import Ceilings
from dlwb.ports import Artifacts, Store
from dlwb.protocol import Answer, BenchmarkAnswer, ConvertAnswer, ModelFiles, ProfileAnswer, Task
from dlwb.workflows.benchmark import benchmark_task, to_measurement
from dlwb.workflows.import_model import CONVERTED_FILES, convert_task, finish_import
from dlwb.workflows.profile import profile_task, to_profile


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

    def prepare(self, run: Run) -> Task:
        """Convert the staged files."""
        assert isinstance(run.spec, ImportSpec)
        return convert_task(run.spec)

    def complete(self, run: Run, answer: Answer, output: Path) -> RunOutcome:
        """Store the files and the model; one that is there already, from an import beside this one, wins.

        Raises:
            RunCancelled: somebody cancelled the import meanwhile. DiskFull. In both cases nothing stays behind.
        """
        assert isinstance(run.spec, ImportSpec)
        if not isinstance(answer, ConvertAnswer):
            raise _unexpected(answer)
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

    def prepare(self, run: Run) -> Task:
        """Measure the model's IR."""
        assert isinstance(run.spec, BenchmarkSpec)
        return benchmark_task(run.spec, model_files(self._store.find_model(run.spec.model), self._artifacts))

    def complete(self, run: Run, answer: Answer, output: Path) -> RunOutcome:  # noqa: ARG002 - no files are made
        """Derive the statistics."""
        assert isinstance(run.spec, BenchmarkSpec)
        if not isinstance(answer, BenchmarkAnswer):
            raise _unexpected(answer)
        return BenchmarkOutcome(to_measurement(run.spec, answer))


class ProfileVerb:
    """One configuration is looked at layer by layer.

    `analysis` gives the theory at the profiled shapes, `ceilings` the roofline of a device when it was measured.
    """

    def __init__(
        self,
        store: Store,
        artifacts: Artifacts,
        analysis: Callable[[Model, Mapping[str, Shape]], ModelAnalysis],
        ceilings: Callable[[str], Ceilings | None],
    ) -> None:
        self._store = store
        self._artifacts = artifacts
        self._analysis = analysis
        self._ceilings = ceilings

    def prepare(self, run: Run) -> Task:
        """Profile the model's IR."""
        assert isinstance(run.spec, ProfileSpec)
        return profile_task(run.spec, model_files(self._store.find_model(run.spec.model), self._artifacts))

    def complete(self, run: Run, answer: Answer, output: Path) -> RunOutcome:  # noqa: ARG002 - runtime.xml stays there
        """Join the layers with the theory and the roofline."""
        assert isinstance(run.spec, ProfileSpec)
        if not isinstance(answer, ProfileAnswer):
            raise _unexpected(answer)
        model = self._store.find_model(run.spec.model)
        analysis = self._analysis(model, answer.raw.effective.shapes)
        return ProfileOutcome(to_profile(run.spec, answer, analysis, self._ceilings(run.spec.config.device)))


def _unexpected(answer: Answer) -> WorkerProtocolError:
    return WorkerProtocolError(f"The worker answered with {type(answer).__name__}.", "Report this; it is a defect.")
