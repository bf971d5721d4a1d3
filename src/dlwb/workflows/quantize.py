"""Quantize: a smaller version of a model, as right as its bound asks for, with all that was tried on the way."""

from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version as installed_version
from pathlib import Path

from dlwb.calc.quantization.whole_progress import WholeProgress
from dlwb.domain.comparison import CompareSubject, InterleavePlan, PairedComparison
from dlwb.domain.dataset import Dataset
from dlwb.domain.errors import DlwbError
from dlwb.domain.evaluation import RECORDS, Evaluation
from dlwb.domain.model import IR_BIN, IR_XML, Model, Quantized
from dlwb.domain.outcomes import AccuracyOutcome, QuantizeOutcome, RunOutcome
from dlwb.domain.quantization import Method
from dlwb.domain.run import Progress, Run, RunState
from dlwb.domain.specs import AccuracySpec, QuantizeSpec
from dlwb.domain.stated import Stated
from dlwb.ports import Artifacts, RunFilter, Store
from dlwb.protocol import (
    BEST,
    BEST_BEFORE,
    MADE_JSON,
    AttemptMessage,
    EvaluateAnswer,
    EvaluateTask,
    InterleaveAnswer,
    InterleaveTask,
    MadeCandidate,
    Message,
    ModelFiles,
    QuantizeAnswer,
    QuantizeTask,
    RankingMessage,
    from_json,
    to_json,
)
from dlwb.workflows.carried_run import now
from dlwb.workflows.compare import derive_paired
from dlwb.workflows.folders import ATTEMPTS, RunFolders
from dlwb.workflows.model_verbs import model_files
from dlwb.workflows.verb import Seat, unexpected
from dlwb.workflows.versions import store_version

SHORT = {Method.INT8: "INT8", Method.WEIGHTS_INT8: "INT8 weights", Method.WEIGHTS_INT4: "INT4 weights"}
_EARLIER_RUNS = 200
_SIDE_BY_SIDE_S = 20.0
_WINDOW_S = 0.1
# Where the whole is, of 1, when the baseline is known and when the search is over.
_BASELINE_KNOWN = 0.15
_SEARCHED = 0.9


@dataclass(frozen=True, slots=True)
class _Workspace:
    """Where things are kept."""

    store: Store
    artifacts: Artifacts
    folders: RunFolders


class QuantizeVerb:
    """A model becomes a version with smaller numbers; the best candidate so far survives whatever ends the search."""

    def __init__(self, store: Store, artifacts: Artifacts, folders: RunFolders) -> None:
        self._workspace = _Workspace(store, artifacts, folders)

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Measure the parent, let a worker search, measure both side by side, and store the version.

        Raises:
            NotFound: model or dataset was removed meanwhile.
        """
        assert isinstance(run.spec, QuantizeSpec)
        return _Quantizing(run, run.spec, seat, self._workspace).outcome()

    def salvage(self, run: Run, folder: Path) -> None:
        """Store the best candidate of a search whose process is gone, if there is one. See `Salvaging`."""
        assert isinstance(run.spec, QuantizeSpec)
        if _best_in(folder).is_dir():
            parent = self._workspace.store.find_model(run.spec.accuracy.model)
            _store_best(run, run.spec, parent, folder, self._workspace)


def _best_in(output: Path) -> Path:
    """Where the best is; a worker that died while it was exchanged has left the one before."""
    best = output / BEST
    return best if best.is_dir() else output / BEST_BEFORE


def _made_in(best: Path) -> MadeCandidate:
    """How the best was made, as it says itself: what was told of it may be of the one before."""
    made: MadeCandidate = from_json(MadeCandidate, (best / MADE_JSON).read_bytes())
    return made


def _store_best(run: Run, spec: QuantizeSpec, parent: Model, output: Path, workspace: _Workspace) -> tuple[Model, bool]:
    """Store the best in the folder of a run as a version of `parent`, see `versions.store_version`."""
    best = _best_in(output)
    made = _made_in(best)
    method = made.options.method
    recipe = Quantized(
        run=run.id,
        tool=made.tool,
        options=made.options,
        kept_float=made.kept_float,
        outcome=made.outcome,
        dataset=spec.accuracy.dataset or None,
        calibration=spec.calibration,
        bound=spec.bound,
    )
    return store_version(
        parent,
        best,
        recipe,
        name=spec.name or f"{parent.name} {SHORT[method]}",
        precision=method.precision,
        created=now(),
        store=workspace.store,
        artifacts=workspace.artifacts,
    )


class _Quantizing:
    """A search under way."""

    def __init__(self, run: Run, spec: QuantizeSpec, seat: Seat, workspace: _Workspace) -> None:
        self._run = run
        self._spec = spec
        self._seat = seat
        self._workspace = workspace
        self._store = workspace.store
        self._artifacts = workspace.artifacts
        self._folders = workspace.folders
        self._model = self._store.find_model(spec.accuracy.model)
        self._dataset = self._store.find_dataset(spec.accuracy.dataset) if spec.accuracy.dataset else None
        self._files = model_files(self._model, self._artifacts)
        self._attempts = seat.output / ATTEMPTS
        self._whole = WholeProgress()

    def outcome(self) -> QuantizeOutcome:
        """The whole of it."""
        baseline = self._baseline()
        self._whole.begin(_SEARCHED)
        try:
            answer = self._seat.ask(self._task(baseline), self._hear, self._whole.of)
            if not isinstance(answer, QuantizeAnswer):
                raise unexpected(answer)
            comparison = self._side_by_side() if self._dataset is not None else None
        except BaseException:
            self._keep_best()
            raise
        report = answer.report
        version, existed = self._stored()
        child = self._accuracy_of(version, answer.evaluation)
        return QuantizeOutcome(
            model=version.id,
            report=report,
            comparison=comparison,
            baseline=baseline.id if baseline else None,
            accuracy=child.id if child else None,
            existed=existed,
        )

    # --- the parent -------------------------------------------------------------------------------

    def _baseline(self) -> Run | None:
        """The accuracy of the parent on the pictures for validation; None where labels do not count."""
        wanted = self._spec.accuracy
        if self._dataset is None or wanted.parent is not None:
            return None
        known = self._earlier(wanted, self._dataset)
        return known if known is not None else self._measured(wanted, self._dataset)

    def _earlier(self, wanted: AccuracySpec, dataset: Dataset) -> Run | None:
        """A finished run that measured just this with this dlwb, and still has its records.

        Nobody has told model or dataset anything since: what its reading hangs on is not in the wish alone.
        """
        stated = Stated.by(self._model, dataset.classes)
        filter = RunFilter(
            kinds=("accuracy",), states=(RunState.SUCCEEDED,), models=(self._model.id,), limit=_EARLIER_RUNS, own=True
        )
        for listed in self._store.runs(replace(filter, outcomes=False)):
            if listed.spec != wanted or not (self._folders.path(listed.id) / RECORDS).is_file():
                continue
            known = self._store.find_run(listed.id)
            same_dlwb = known.evaluation.environment.versions.get("dlwb") == installed_version("dlwb")
            if same_dlwb and known.evaluation.stated == stated:
                return known
        return None

    def _measured(self, wanted: AccuracySpec, dataset: Dataset) -> Run:
        self._whole.begin(_BASELINE_KNOWN)
        self._seat.advance(self._whole.of(Progress("baseline", None, f"how right '{self._model.name}' is")))
        answer = self._seat.ask(
            EvaluateTask(
                files=self._files,
                model=self._model,
                dataset=dataset,
                samples=str(self._artifacts.path(dataset.index)),
                spec=wanted,
            ),
            within=self._whole.of,
        )
        if not isinstance(answer, EvaluateAnswer):
            raise unexpected(answer)
        return self._seat.record(wanted, AccuracyOutcome(answer.evaluation), [self._seat.output / RECORDS])

    # --- the search -------------------------------------------------------------------------------

    def _task(self, baseline: Run | None) -> QuantizeTask:
        plain = QuantizeTask(
            files=self._files,
            model=self._model,
            spec=self._spec,
            dataset=self._dataset,
            samples=str(self._artifacts.path(self._dataset.index)) if self._dataset else "",
            preprocessing=self._spec.accuracy.preprocessing,
        )
        if baseline is None:
            return plain
        found = baseline.evaluation
        return replace(
            plain,
            reading=found.reading,
            labels=found.labels,
            preprocessing=found.preprocessing,
            baseline=str(self._folders.path(baseline.id) / RECORDS),
        )

    def _hear(self, message: Message) -> None:
        """Keep what was tried in a file of the run, which can be read while the search goes on."""
        if isinstance(message, AttemptMessage | RankingMessage):
            with self._attempts.open("a", encoding="utf-8") as file:
                file.write(to_json(message) + "\n")

    def _keep_best(self) -> None:
        """Store the best candidate of a search that is about to end early, if there is one."""
        # The reason why the search ended matters more than one that keeps us from storing.
        with suppress(OSError, DlwbError):
            if self._folder.is_dir():
                self._stored()

    @property
    def _folder(self) -> Path:
        return _best_in(self._seat.output)

    # --- the version ------------------------------------------------------------------------------

    def _stored(self) -> tuple[Model, bool]:
        return _store_best(self._run, self._spec, self._model, self._seat.output, self._workspace)

    def _accuracy_of(self, version: Model, evaluation: Evaluation | None) -> Run | None:
        if evaluation is None:
            return None
        spec = replace(self._spec.accuracy, model=version.id)
        return self._seat.record(spec, AccuracyOutcome(evaluation), [self._folder / RECORDS])

    def _side_by_side(self) -> PairedComparison:
        """Parent and candidate in turns, in a process of their own."""
        self._whole.begin(1.0)
        self._seat.advance(self._whole.of(Progress("comparing", None, "both networks side by side")))
        config = self._spec.accuracy.config
        best = ModelFiles(str(self._folder / IR_XML), str(self._folder / IR_BIN))
        plan = InterleavePlan(window_s=_WINDOW_S, budget_s=_SIDE_BY_SIDE_S)
        answer = self._seat.ask(InterleaveTask(((self._files, config), (best, config)), plan), within=self._whole.of)
        if not isinstance(answer, InterleaveAnswer):
            raise unexpected(answer)
        labels = (self._model.name, SHORT[_made_in(self._folder).options.method])
        subjects = [CompareSubject(self._model.id, config, label) for label in labels]
        return derive_paired(subjects, labels, answer.raw, answer.environment)
