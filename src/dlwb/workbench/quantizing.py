"""Quantization, as the SDK offers it: from the wish to a run, what it came to, and what was tried so far."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path

from dlwb.calc.accuracy.clusters import clusters_of
from dlwb.calc.accuracy.fitting import has_labels
from dlwb.calc.detections.decode import task_of
from dlwb.calc.quantization.expectations import (
    about_doubt,
    about_goal,
    about_labels,
    about_model,
    about_no_loss,
    about_pictures,
    metrics_for,
)
from dlwb.calc.subset import part, size_of
from dlwb.documents import AttemptsDocument, QuantizeDocument, QuantizeEstimate
from dlwb.domain.dataset import Dataset, Sample, Subset, Task
from dlwb.domain.errors import InputError, InvalidOptions, NotFound, OptionProblem
from dlwb.domain.made_data import Augmented
from dlwb.domain.model import Model, Quantized
from dlwb.domain.preprocessing_rules import preprocessing_problems
from dlwb.domain.problems import Problems
from dlwb.domain.quantization import Bound, Method, QuantizationOptions
from dlwb.domain.quantization_report import Attempt, RankedGroup
from dlwb.domain.run import Run, RunState
from dlwb.domain.sample_kind import SampleKind
from dlwb.domain.specs import AccuracySpec, QuantizeSpec
from dlwb.ports import Store
from dlwb.protocol import AttemptMessage, Message, RankingMessage, from_json
from dlwb.workbench.datasets import DatasetShelf
from dlwb.workbench.evaluations import AccuracyShelf
from dlwb.workbench.executing import execute_now
from dlwb.workbench.names import check_name
from dlwb.workflows.executor import Executor
from dlwb.workflows.folders import ATTEMPTS
from dlwb.workflows.queue import OnChange, RunQueue

# More pictures hardly move the ranges of activations; fewer leave more of them for validation.
_CALIBRATION_MOST = 300
_CALIBRATION_PART = 3
_LIKENESS = ("cosine", "nmse")


@dataclass(frozen=True, slots=True)
class QuantizeWish:
    """What a person may say about quantizing; None: what suits the dataset.

    A `calibration` without a size has the usual one, chosen by its seed. `accuracy` holds how accuracy is measured, with the part
    of the dataset for validation as its `subset`, and the model itself as its `parent` to hold candidates against that instead
    of against labels. `overlap`: pictures for calibration may be used for validation too.
    """

    accuracy: AccuracySpec | None = None
    options: QuantizationOptions | None = None
    calibration: Subset | None = None
    bound: Bound | None = None
    overlap: bool = False
    name: str | None = None


class QuantizeShelf:
    """Quantizations: their start, their results, and what was tried so far."""

    def __init__(
        self,
        queue: RunQueue,
        executor: Executor,
        *,
        store: Store,
        datasets: DatasetShelf,
        evaluations: AccuracyShelf,
    ) -> None:
        self._queue = queue
        self._executor = executor
        self._store = store
        self._datasets = datasets
        self._evaluations = evaluations

    def spec(self, model: Model, dataset: Dataset | None, wish: QuantizeWish | None = None) -> QuantizeSpec:
        """What to remember of a quantization.

        Raises:
            InvalidOptions: it cannot be done so; all problems at once. InputError: the dataset does not serve.
        """
        wish = wish or QuantizeWish()
        options, wrong = wish.options or QuantizationOptions(), Problems()
        with wrong.collected():
            _check(options, wish, dataset)
        wrong.add(preprocessing_problems(wish.accuracy.preprocessing if wish.accuracy else None))
        if wish.name is not None:
            with wrong.collected():
                check_name(wish.name, "model")
        if dataset is None:
            wrong.raise_any()
            accuracy = replace(wish.accuracy or AccuracySpec("", ""), model=model.id, dataset="")
            return QuantizeSpec(accuracy, options, name=wish.name)
        calibration = _calibration(dataset, wish.calibration)
        asked = _asked(model, dataset, wish)
        with wrong.collected("calibration."):
            size_of(calibration, dataset.samples)
        with wrong.collected("validation."):
            size_of(asked.subset, dataset.samples)
        with wrong.collected():
            self._evaluations.spec(model, dataset, replace(asked, subset=Subset()))
        wrong.raise_any()
        if not wish.overlap and asked.subset.apart_from is None and options.method.needs_data:
            asked = replace(asked, subset=replace(asked.subset, apart_from=calibration))
        accuracy = self._evaluations.spec(model, dataset, asked)
        spec = QuantizeSpec(accuracy, options, calibration, wish.bound, wish.name)
        labelled = self._with_labels(spec, model, dataset)
        # Where no picture has such labels, the measurement says so, with what fits.
        if labelled and not self._left(spec, model, dataset):
            items = dataset.sample_kind.plural
            problem = f"takes all {items} of '{dataset.name}' that say how right a candidate is, so none is left."
            hint = f"Calibrate with fewer {items}, or let calibration and validation overlap."
            raise InvalidOptions((OptionProblem("calibration", problem),), hint)
        return spec

    def estimate(self, model: Model, dataset: Dataset, wish: QuantizeWish | None = None) -> QuantizeEstimate:
        """What would be used of the pictures, and how sure that can make it. Raises what `spec` raises."""
        spec = self.spec(model, dataset, wish)
        apart, method = spec.accuracy.subset.apart_from, spec.options.method
        calibration = size_of(spec.calibration, dataset.samples) if method.needs_data else 0
        validation = size_of(spec.accuracy.subset, self._left(spec, model, dataset))
        like_parent = spec.accuracy.parent is not None
        labelled = {task: self._labelled(dataset, (task,)) for task in _tasks_of(spec, model, dataset)}
        tasks = (spec.accuracy.task,) if spec.accuracy.task else dataset.tasks
        return QuantizeEstimate(
            pictures=dataset.samples,
            calibration_pictures=calibration,
            validation_pictures=validation,
            metrics=metrics_for(() if like_parent else tasks),
            sentences=(
                *about_model(model.precision),
                about_pictures(
                    dataset.samples, calibration, validation, apart=apart is not None, kind=dataset.sample_kind
                ),
                *about_labels(labelled),
                about_goal(method, spec.bound, like_parent=like_parent),
                *about_no_loss(method, spec.bound, dataset.sample_kind),
                *(
                    (about_doubt(self._originals(spec, model, dataset, validation), spec.bound),)
                    if tasks[:1] == (Task.CLASSIFICATION,) and not like_parent
                    else ()
                ),
            ),
        )

    def completed(
        self,
        wish: QuantizeWish,
        model: Model,
        dataset: Dataset | None,
        *,
        like_parent: bool = False,
        classes: Path | None = None,
    ) -> QuantizeWish:
        """The wish with what has to be looked up: the model itself to compare with, and names of its classes from a file.

        Raises:
            InputError: the file cannot be read.
        """
        accuracy = wish.accuracy or AccuracySpec("", "")
        if like_parent:
            accuracy = replace(accuracy, parent=model.id)
        if classes is not None and dataset is not None:
            accuracy = replace(accuracy, classes=self._datasets.class_names(classes, dataset))
        return replace(wish, accuracy=accuracy)

    def now(
        self,
        model: Model,
        dataset: Dataset | None,
        wish: QuantizeWish | None = None,
        on_change: OnChange | None = None,
    ) -> Run:
        """Make a smaller version here, and return the run finished; its outcome names the version.

        Raises:
            CannotQuantize: the network cannot be made smaller so. What `spec` raises, EngineError, WorkerError, RunCancelled.
        """
        return execute_now(self._queue, self.spec(model, dataset, wish), model.name, on_change)

    def submit(self, model: Model, dataset: Dataset | None, wish: QuantizeWish | None = None) -> Run:
        """Leave it to the background. Raises what `spec` raises."""
        return self._executor.submit(self.spec(model, dataset, wish), model.name)

    def result(self, run: Run) -> QuantizeDocument:
        """What a finished run came to. Raises the run's own error, or InputError for another kind of run."""
        spec = _spec_of(run)
        return QuantizeDocument.of(run, self._known(spec.accuracy.model), self._known(run.quantization.model))

    def attempts(self, run: Run) -> AttemptsDocument:
        """What was tried so far, also of a run that is going on, or was ended early."""
        spec = _spec_of(run)
        # What is told of an attempt again, such as its speed, takes the place of what was told.
        attempts: dict[int, Attempt] = {}
        ranking: tuple[RankedGroup, ...] = ()
        # Nothing was tried yet, or the run is of another machine.
        with suppress(FileNotFoundError):
            for line in (self._queue.folders.path(run.id) / ATTEMPTS).read_bytes().splitlines():
                message = from_json(Message, line)
                if isinstance(message, AttemptMessage):
                    attempts[message.attempt.step] = message.attempt
                elif isinstance(message, RankingMessage):
                    ranking = message.ranking
        return AttemptsDocument.of(
            run, tuple(attempts.values()), ranking, self._version_of(run), self._shown(spec.accuracy.dataset)
        )

    def _with_labels(self, spec: QuantizeSpec, model: Model, dataset: Dataset) -> int:
        """How many pictures can say how right a candidate is, as far as is known before the model is looked at."""
        tasks = _tasks_of(spec, model, dataset)
        return self._labelled(dataset, tasks) if tasks else dataset.samples

    def _left(self, spec: QuantizeSpec, model: Model, dataset: Dataset) -> int:
        """How many of the pictures with labels calibration leaves; it takes others first, see `calc.subset.spare_first`."""
        if isinstance(dataset.made, Augmented):  # with a picture go all others of its original
            return len(self._validation(replace(spec.accuracy.subset, count=None, percent=None), spec, model, dataset))
        apart = spec.accuracy.subset.apart_from
        taken = size_of(apart, dataset.samples) if apart else 0
        labelled = self._with_labels(spec, model, dataset)
        return labelled - max(0, taken - (dataset.samples - labelled))

    def _originals(self, spec: QuantizeSpec, model: Model, dataset: Dataset, validation: int) -> int:
        """How many independent pictures there are among those for validation."""
        if not isinstance(dataset.made, Augmented):
            return validation
        return clusters_of(self._validation(spec.accuracy.subset, spec, model, dataset), validation).count

    def _validation(self, subset: Subset, spec: QuantizeSpec, model: Model, dataset: Dataset) -> list[Sample]:
        tasks = _tasks_of(spec, model, dataset)
        every = list(enumerate(self._datasets.samples(dataset)))
        chosen = part(every, subset, lambda sample: not tasks or any(has_labels(sample, task) for task in tasks))
        return [sample for _, sample in chosen]

    def _labelled(self, dataset: Dataset, tasks: Sequence[Task]) -> int:
        """How many pictures have labels for one of the tasks."""
        return sum(any(has_labels(sample, task) for task in tasks) for sample in self._datasets.samples(dataset))

    def _version_of(self, run: Run) -> Model | None:
        """What a run made, also one that was ended early; None: nothing, or it was removed."""
        if run.state is RunState.SUCCEEDED:
            return self._known(run.quantization.model)
        made = (one for one in self._store.models() if isinstance(one.recipe, Quantized) and one.recipe.run == run.id)
        return next(made, None)

    def _shown(self, dataset: str) -> SampleKind:
        """What the samples of a dataset are; pictures, where it was removed or there is none."""
        with suppress(NotFound):
            return self._datasets.get(dataset).sample_kind
        return SampleKind.PICTURE

    def _known(self, id: str) -> Model | None:
        try:
            return self._store.find_model(id)
        except NotFound:
            return None


def _asked(model: Model, dataset: Dataset, wish: QuantizeWish) -> AccuracySpec:
    """How accuracy is measured; against the model itself where there are no labels, or the metric asks for it."""
    asked = wish.accuracy or AccuracySpec("", "")
    if not dataset.tasks or (wish.bound is not None and wish.bound.metric in _LIKENESS):
        return replace(asked, parent=model.id)
    return asked


def _spec_of(run: Run) -> QuantizeSpec:
    if not isinstance(run.spec, QuantizeSpec):
        raise InputError(f"Run {run.id} is a {run.spec.kind} run, no quantization.", "Choose a quantize run.")
    return run.spec


def _calibration(dataset: Dataset, wanted: Subset | None) -> Subset:
    """Where no size was asked for, a third of the pictures, at most as many as ranges need."""
    wanted = wanted or Subset()
    if wanted.count is not None or wanted.percent is not None:
        return wanted
    return replace(wanted, count=min(_CALIBRATION_MOST, max(1, dataset.samples // _CALIBRATION_PART)))


def _tasks_of(spec: QuantizeSpec, model: Model, dataset: Dataset) -> tuple[Task, ...]:
    """What the model may do, of what the dataset has labels for; nothing where no labels are needed."""
    if spec.accuracy.parent is not None:
        return ()
    if spec.accuracy.task is not None:
        return (spec.accuracy.task,)
    return dataset.tasks if model.adapter is None else (task_of(model.adapter),)


def _check(options: QuantizationOptions, wish: QuantizeWish, dataset: Dataset | None) -> None:
    """Refuse what cannot be, all at once."""
    problems = [*_about_bound(wish.bound, dataset), *_about_options(options)]
    if dataset is None and options.method.needs_data:
        problems.append(
            OptionProblem("dataset", "is missing: ranges of activations come from pictures or recorded inputs.")
        )
    if problems:
        without = "Weights alone can be made smaller without a dataset."
        raise InvalidOptions(tuple(problems), without if dataset is None else "Nothing was started; give other values.")


def _about_bound(bound: Bound | None, dataset: Dataset | None) -> list[OptionProblem]:
    if bound is None:
        return []
    problems = []
    if dataset is None:
        problems.append(OptionProblem("max_drop", "needs a dataset: without one nothing can be measured."))
    if not (isfinite(bound.max_drop) and 0 <= bound.max_drop <= 1):
        problems.append(OptionProblem("max_drop", f"{bound.max_drop * 100:g} points is not between 0 and 100."))
    known = dict.fromkeys((*metrics_for(dataset.tasks if dataset else ()), *_LIKENESS))
    if bound.metric is not None and bound.metric not in known:
        what = f"is none that '{dataset.name}' serves" if dataset else "is none"
        problems.append(OptionProblem("metric", f"'{bound.metric}' {what}; these are: {', '.join(known)}."))
    return problems


def _about_options(options: QuantizationOptions) -> list[OptionProblem]:
    problems = []
    if options.smooth_quant is not None and not options.smooth_quant <= 1:
        problems.append(OptionProblem("smooth_quant", f"{options.smooth_quant:g} is not between 0 and 1."))
    if not 0 < options.ratio <= 1:
        problems.append(OptionProblem("ratio", f"{options.ratio:g} is not between 0 and 1."))
    if options.group_size < -1 or options.group_size == 0:
        problems.append(OptionProblem("group_size", f"{options.group_size} is neither a number of weights nor -1."))
    if options.method is not Method.WEIGHTS_INT4 and options.ratio != 1:
        problems.append(OptionProblem("ratio", "is for 4-bit weights only."))
    return problems
