"""Reduced precisions beside f32, as the SDK offers them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from dlwb.adapters.stores.sql import SqlStore
from dlwb.calc.rival_words import about_pictures, in_a_sentence
from dlwb.documents import RivalDocument, RivalsDocument
from dlwb.domain.accuracy import PairedAccuracy
from dlwb.domain.comparison import InterleavePlan, PairedSubject
from dlwb.domain.config_rules import find_device, interleave_problems
from dlwb.domain.dataset import Dataset
from dlwb.domain.errors import InputError, InvalidOptions, NotFound, OptionProblem, WorkerProtocolError
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.model import Model, Quantized
from dlwb.domain.outcomes import RivalsOutcome
from dlwb.domain.problems import Problems
from dlwb.domain.run import Run
from dlwb.domain.specs import AccuracySpec, RivalsSpec
from dlwb.domain.target import Device
from dlwb.workbench.evaluations import AccuracyShelf
from dlwb.workbench.executing import execute_now
from dlwb.workflows.benchmark import check_config
from dlwb.workflows.executor import Executor
from dlwb.workflows.queue import OnChange, RunQueue

REFERENCE = "f32"
_FLOATS = ("bf16", "f16")


class RivalsShelf:
    """Measurements of reduced precisions beside f32. `devices` asks for the known devices."""

    def __init__(
        self,
        store: SqlStore,
        queue: RunQueue,
        executor: Executor,
        *,
        devices: Callable[[], tuple[Device, ...]],
        evaluations: AccuracyShelf,
    ) -> None:
        self._store = store
        self._queue = queue
        self._executor = executor
        self._devices = devices
        self._evaluations = evaluations

    def spec(
        self,
        model: Model,
        dataset: Dataset,
        wish: AccuracySpec | None = None,
        *,
        precisions: Sequence[str] = (),
        version: Model | None = None,
        plan: InterleavePlan | None = None,
    ) -> RivalsSpec:
        """What to remember of a measurement.

        Args:
            model: the network in floating point.
            dataset: the pictures that all are shown.
            wish: how accuracy is measured; its configuration is that of the reference, in f32.
            precisions: the rivals; none: all that the device offers.
            version: a quantized version to measure with them; None: the newest of the model, where there is one.
            plan: for the speed.

        Raises:
            InputError: the device has no reduced precision and there is no version; or the model is a quantized one itself.
            InvalidOptions: the device does not offer a precision, or accuracy cannot be measured so; all problems at once.
        """
        wish, wrong = wish or AccuracySpec("", ""), Problems()
        if isinstance(model.recipe, Quantized):
            raise InputError(
                f"'{model.name}' is quantized already, so it has no precision to give up.",
                "Name the model that it was made from; its quantized version is measured with the rivals.",
            )
        device = find_device(self._devices(), wish.config.device)
        offered = tuple(name for name in (device.precisions if device else ()) if name in _FLOATS)
        with wrong.collected():
            _check_precisions(device, offered, precisions, wish.config.precision)
        plan = plan or InterleavePlan(window_s=0.25)
        wrong.add(interleave_problems(plan))
        with wrong.collected():
            accuracy = self._evaluations.spec(model, dataset, replace(wish, config=_reference(wish.config, device)))
        wrong.raise_any()
        version = version or self._newest_version(model)
        rivals = tuple(precisions) or offered
        if not rivals and version is None:
            raise InputError(
                f"{device.full_name if device else wish.config.device} runs no reduced float precision, so 8 bits have no rival.",
                "Quantize the model first; then its 8-bit version is held against f32.",
                terminal="dlwb quantize MODEL",
            )
        for name in rivals:
            config = replace(accuracy.config, precision=name)
            check_config(config, MeasurePlan(), self._devices(), model.inputs)
        return RivalsSpec(accuracy, rivals, version.id if version else None, plan)

    def now(self, spec: RivalsSpec, on_change: OnChange | None = None) -> Run:
        """Measure here, and return the run finished. Raises EngineError, WorkerError, RunCancelled."""
        return execute_now(self._queue, spec, self._store.find_model(spec.accuracy.model).name, on_change)

    def submit(self, spec: RivalsSpec) -> Run:
        """Leave it to the background."""
        return self._executor.submit(spec, self._store.find_model(spec.accuracy.model).name)

    def result(self, run: Run) -> RivalsDocument:
        """The table of a finished run; what was removed since leaves gaps in it, and a caveat.

        Raises:
            InputError: it is another kind of run. The run's own error.
        """
        found, spec = run.rivals, run.spec
        assert isinstance(spec, RivalsSpec)
        runs, gone = self._accuracy_runs(found)
        changes, untold = self._changes(runs)
        rows = tuple(
            _row(id, run, change, subject)
            for id, run, change, subject in zip(found.accuracy, runs, changes, found.comparison.subjects, strict=True)
        )
        there = [one for one in runs if one is not None]
        caveats = [caveat for one in there for caveat in one.evaluation.caveats] + gone + untold
        caveats += [
            f"The outputs of '{row.label}' were read differently than those of the reference, which is in the change too."
            for row, one in zip(rows, runs, strict=True)
            if row.change and one and runs[0] and one.evaluation.reading != runs[0].evaluation.reading
        ]
        dataset, subset = self._dataset(spec), spec.accuracy.subset
        shown = there[0].evaluation.report.samples if there else 0
        whole = subset.count is None and subset.percent is None
        name, total = (dataset.name, dataset.samples) if dataset else (spec.accuracy.dataset, None)
        metric = next((row.accuracy.name for row in rows if row.accuracy), "")
        return RivalsDocument(
            run=run.id,
            model=spec.accuracy.model,
            model_name=run.model_name,
            dataset=spec.accuracy.dataset,
            dataset_name=name,
            pictures=shown,
            subset=subset,
            shown=about_pictures(name, shown, total, None if whole else subset.seed) if there else "",
            created=run.created,
            verdict=in_a_sentence([(row.label, row.change, row.throughput) for row in rows[1:]]),
            metric=metric,
            rivals=rows,
            pairs=found.comparison.pairs,
            caveats=tuple(dict.fromkeys(caveats)),
        )

    def _dataset(self, spec: RivalsSpec) -> Dataset | None:
        try:
            return self._store.find_dataset(spec.accuracy.dataset)
        except NotFound:
            return None

    def _accuracy_runs(self, found: RivalsOutcome) -> tuple[list[Run | None], list[str]]:
        """The measurements of accuracy, None for one that was removed meanwhile; and words about those."""
        runs: list[Run | None] = []
        words = []
        for id, subject in zip(found.accuracy, found.comparison.subjects, strict=True):
            try:
                runs.append(self._store.find_run(id))
            except NotFound:
                runs.append(None)
                words.append(f"How right '{_label(subject)}' is cannot be told any more: run {id} was removed.")
        return runs, words

    def _changes(self, runs: Sequence[Run | None]) -> tuple[list[PairedAccuracy | None], list[str]]:
        """Each beside the reference, picture by picture, None where that cannot be told any more; and words about why."""
        reference, *rivals = runs
        changes: list[PairedAccuracy | None] = [None]
        words = []
        for run in rivals:
            try:
                changes.append(self._evaluations.compare(reference, run).result if reference and run else None)
            except (InputError, NotFound) as error:
                changes.append(None)
                words.append(f"What changed against the reference cannot be told any more. {error.message}")
            except WorkerProtocolError:  # damaged, or of a version that wrote scores which are not numbers
                changes.append(None)
                words.append("What changed against the reference cannot be told: records of pictures cannot be read.")
        return changes, words

    def _newest_version(self, model: Model) -> Model | None:
        """The newest quantized version of a model."""
        versions = (one for one in self._store.models() if one.parent == model.id)
        return next((one for one in versions if isinstance(one.recipe, Quantized)), None)


def _label(subject: PairedSubject) -> str:
    return subject.subject.label or subject.effective.precision or ""


def _row(id: str, run: Run | None, paired: PairedAccuracy | None, subject: PairedSubject) -> RivalDocument:
    """A row of the table; `id` is that of the measurement of accuracy, which `run` is while it is there."""
    metric = next(iter(run.evaluation.report.metrics), None) if run else None
    change = next((c for c in paired.changes if metric and c.name == metric.name), None) if paired else None
    throughput, latency = subject.deltas or (None, None)
    return RivalDocument(
        label=_label(subject),
        model=subject.subject.model,
        model_name=subject.model_name,
        precision=subject.effective.precision or "",
        config=subject.subject.config,
        accuracy_run=id,
        accuracy=metric,
        change=change,
        word=change.word if change else None,
        flips=len(paired.flips) if paired else None,
        throughput_fps=subject.throughput_fps,
        latency_ms=subject.latency_ms,
        throughput=throughput,
        latency=latency,
    )


def _reference(config: InferenceConfig, device: Device | None) -> InferenceConfig:
    """The configuration in f32, where the device has it."""
    return replace(config, precision=REFERENCE) if device is not None and REFERENCE in device.precisions else config


def _check_precisions(
    device: Device | None, offered: Sequence[str], wanted: Sequence[str], reference: str | None
) -> None:
    """Refuse precisions that the device has not, and a reference other than f32; a missing device is told elsewhere."""
    problems = [
        OptionProblem("precisions", f"{device.name} does not offer '{name}'.")
        for name in wanted
        if device is not None and name not in offered
    ]
    hint = f"It offers {', '.join(offered)} beside {REFERENCE}." if offered else f"It offers {REFERENCE} only."
    if reference not in (None, REFERENCE):
        problems.append(OptionProblem("precision", f"the reference is {REFERENCE}; leave it out."))
    if problems:
        raise InvalidOptions(tuple(problems), hint)
