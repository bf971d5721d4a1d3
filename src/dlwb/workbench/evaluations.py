"""Accuracy, as the SDK offers it: runs, what was said of each picture, and comparisons on the same pictures."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from dlwb.calc.accuracy.csv_table import csv_text
from dlwb.calc.accuracy.other_classes import sure_mismatch
from dlwb.calc.accuracy.paired import compare_records
from dlwb.calc.accuracy.sentences import comparison_in_a_sentence
from dlwb.documents.accuracy import AccuracyComparisonDocument, AccuracyDocument
from dlwb.documents.accuracy_pictures import PictureRecordsDocument
from dlwb.domain.accuracy import ObjectRecord
from dlwb.domain.config_rules import find_device
from dlwb.domain.dataset import Dataset, Task
from dlwb.domain.errors import InputError, InvalidOptions, NotFound, OptionProblem
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.made_data import Augmented
from dlwb.domain.model import Model, Preprocessing
from dlwb.domain.preprocessing_rules import preprocessing_problems
from dlwb.domain.problems import Problems
from dlwb.domain.run import Run
from dlwb.domain.shown_pictures import PictureWish
from dlwb.domain.specs import AccuracySpec
from dlwb.domain.target import Device
from dlwb.workbench.accuracy_pictures import AccuracyPictures, Records, check_comparable
from dlwb.workbench.accuracy_report import MOST_PICTURES, ReportPage
from dlwb.workbench.datasets import DatasetShelf
from dlwb.workbench.executing import execute_now
from dlwb.worker.by_hand import check_family
from dlwb.workflows.benchmark import check_config
from dlwb.workflows.executor import Executor
from dlwb.workflows.queue import OnChange, RunQueue

MOST_PREVIEWED = 16


class AccuracyShelf:
    """Measurements of accuracy: their start, their results, and what was said of each picture.

    `models` finds one, `devices` asks for the known devices, `completed` fills in what a configuration leaves to the model
    (its batch).
    """

    def __init__(
        self,
        queue: RunQueue,
        executor: Executor,
        *,
        models: Callable[[str], Model],
        datasets: DatasetShelf,
        devices: Callable[[], tuple[Device, ...]],
        completed: Callable[[Model, InferenceConfig], InferenceConfig],
    ) -> None:
        self._queue = queue
        self._executor = executor
        self._models = models
        self._datasets = datasets
        self._devices = devices
        self._completed = completed
        self.pictures = AccuracyPictures(queue, datasets)

    def spec(self, model: Model, dataset: Dataset, wish: AccuracySpec | None = None) -> AccuracySpec:
        """What to remember of a measurement; `wish` holds all but model and dataset.

        Raises:
            InvalidOptions: it cannot be done so; all problems at once. InputError: the model has no such parent.
        """
        wish, wrong = wish or AccuracySpec("", ""), Problems()
        with wrong.collected():
            _check_preview(wish)
        with wrong.collected():
            check_family(wish.family, wish.settings)
        wrong.add(preprocessing_problems(wish.preprocessing))
        devices = self._devices()
        config = exact(self._completed(model, wish.config), devices)
        with wrong.collected():
            check_config(config, MeasurePlan(), devices, model.inputs)
        with wrong.collected():
            self._datasets.subset(dataset, wish.subset)
        with wrong.collected():
            _check_classes(model, dataset, wish)
        with wrong.collected():
            _check_recorded(dataset, wish)
        wrong.raise_any()
        return replace(wish, model=model.id, dataset=dataset.id, config=config)

    def reference(self, model: Model, text: str) -> Model:
        """The model whose outputs a model's are compared with: one by id or name, or with the word `parent` its own.

        Raises:
            InputError: it has no parent. NotFound, Ambiguous.
        """
        if text != "parent":
            return self._models(text)
        if model.parent is None:
            raise InputError(
                f"'{model.name}' was imported, so it has no parent.",
                "Name the model to compare with.",
                terminal="--like MODEL",
            )
        return self._models(model.parent)

    def now(
        self, model: Model, dataset: Dataset | str, wish: AccuracySpec | None, on_change: OnChange | None = None
    ) -> Run:
        """Measure how right a model is on a dataset, here, and return the run finished.

        What `wish` leaves open of the outputs' meaning and the preprocessing is found out, and told.

        Raises:
            InputError: it cannot be measured on that dataset; says what fits. InvalidOptions, EngineError, WorkerError,
                RunCancelled.
        """
        pictures = self._datasets.resolve(dataset) if isinstance(dataset, str) else dataset
        return execute_now(self._queue, self.spec(model, pictures, wish), model.name, on_change)

    def submit(self, model: Model, dataset: Dataset, wish: AccuracySpec | None = None) -> Run:
        """Leave a measurement to the background. Raises what `spec` raises."""
        return self._executor.submit(self.spec(model, dataset, wish), model.name)

    def result(self, run: Run) -> AccuracyDocument:
        """The result of a finished run, with the names of the dataset's classes where it is still there."""
        dataset = self._dataset(run)
        return AccuracyDocument.of(run, dataset.classes if dataset else ())

    def page(
        self,
        run: Run,
        offset: int = 0,
        limit: int = 100,
        wish: PictureWish | None = None,
        *,
        against: Run | None = None,
    ) -> PictureRecordsDocument:
        """What was said of pictures, the worst first unless wished otherwise, beside what they show.

        With `against`, a run on the same dataset as reference, also what that one said. Raises what `AccuracyPictures.page`
        raises.
        """
        return self.pictures.page(run, wish or PictureWish(), offset, limit, against)

    def records(self, run: Run) -> Records:
        """What was said of each picture, in the order of the dataset. Raises NotFound, or the run's own error."""
        return self.pictures.records(run)

    def csv(self, run: Run, against: Run | None = None) -> str:
        """The pictures of a run as comma-separated values, one line each, in the order of the dataset.

        With `against` also what that run said of them. Raises what `AccuracyPictures.seen` raises.
        """
        names = self.result(run).label_names
        return csv_text(self.pictures.seen(run, against), names, compared=against is not None)

    def html(self, run: Run, against: Run | None = None, most: int = MOST_PICTURES) -> str:
        """A report in one HTML file: figures with intervals, what was taken for what, and the worst `most` pictures.

        With `against`, the reference, also what changed, and the pictures that changed most. Raises what `compare` raises.
        """
        return ReportPage(
            self.result(run),
            self.pictures.seen(run, against),
            dataset=self._dataset(run),
            pictures=self._datasets.pictures,
            comparison=self.compare(against, run) if against else None,
        ).html(most)

    def compare(self, first: Run, second: Run) -> AccuracyComparisonDocument:
        """Two runs on the pictures that both have seen, the first being the reference; the second's first metric comes first.

        Raises:
            InputError: they are of different datasets or tasks, or saw no picture in common. NotFound: what one said of each
                picture is gone; or, for detectors, the dataset.
        """
        check_comparable(first, second)
        kind = second.evaluation.sample_kind
        mine, theirs = ({one.position: one.record for one in self.records(run)} for run in (first, second))
        both = sorted(mine.keys() & theirs.keys())
        if not both:
            raise InputError(f"The two runs have no {kind} in common.", "Measure both on the same subset.")
        finds = any(isinstance(record, ObjectRecord) for record in mine.values())
        # Other records say by themselves how right they are, so those comparisons outlive the dataset.
        dataset = self._datasets.get(first.dataset or "") if finds else self._dataset(first)
        copied = dataset is not None and isinstance(dataset.made, Augmented)
        samples = self._datasets.samples(dataset) if dataset is not None and (finds or copied) else ()
        result = compare_records(
            [samples[i] for i in both] if samples else (),
            [mine[i] for i in both],
            [theirs[i] for i in both],
            masks=all(run.evaluation.report.task is Task.INSTANCE_SEGMENTATION for run in (first, second)),
        )
        caveats = list(dict.fromkeys((*first.evaluation.caveats, *second.evaluation.caveats)))
        if alone := len(mine.keys() ^ theirs.keys()):
            caveats.append(
                f"{kind.counted(alone)} {'was' if alone == 1 else 'were'} seen by one of the two only, and left out."
            )
        if metrics := second.evaluation.report.metrics:
            result = result.led_by(metrics[0].name)
        return AccuracyComparisonDocument(
            first=first.id,
            second=second.id,
            sample_kind=kind,
            verdict=comparison_in_a_sentence(result, first.model_name, second.model_name, kind),
            words={change.name: change.word for change in result.changes},
            result=result,
            caveats=tuple(caveats),
        )

    def _dataset(self, run: Run) -> Dataset | None:
        try:
            return self._datasets.get(run.dataset or "")
        except NotFound:
            return None


def _check_classes(model: Model, dataset: Dataset, wish: AccuracySpec) -> None:
    found = sure_mismatch(model, dataset, wish)
    if found is not None:
        raise InvalidOptions((OptionProblem("dataset", found[0]),), found[1], terminal="--labels FILE")


def _check_recorded(dataset: Dataset, wish: AccuracySpec) -> None:
    """Raise InvalidOptions for what makes sense of pictures only."""
    if dataset.holds_pictures:
        return
    problems = []
    if wish.parent is None:
        problems.append(OptionProblem("dataset", f"'{dataset.name}' holds recorded inputs, which have no labels."))
    if wish.preprocessing not in (None, Preprocessing()):
        problems.append(OptionProblem("preprocessing", "is for pictures; recorded inputs go in as they are."))
    if wish.config.batch is not None and wish.config.batch > 1:
        problem = f"{wish.config.batch} does not serve: recorded inputs go in one sample at a time, as they are."
        problems.append(OptionProblem("batch", problem))
    if problems:
        raise InvalidOptions(
            tuple(problems),
            "Compare the outputs with those of the model that this one was made from.",
            terminal="--like PARENT",
        )


def _check_preview(wish: AccuracySpec) -> None:
    problems = []
    if not 0 <= wish.preview <= MOST_PREVIEWED:
        problems.append(OptionProblem("preview", f"{wish.preview} is not between 0 and {MOST_PREVIEWED}."))
    if wish.preview and wish.parent is not None:
        problems.append(OptionProblem("preview", "shows how outputs are read; against another model they are not."))
    if problems:
        raise InvalidOptions(tuple(problems), "3 pictures are enough to see whether a network is read rightly.")


def exact(config: InferenceConfig, devices: Sequence[Device]) -> InferenceConfig:
    """The configuration with f32 where nobody chose a precision and the device has it.

    Devices that default to 16 bits give other figures than those that networks are published with; whoever wants to know
    what those bits cost asks for them.
    """
    device = find_device(devices, config.device)
    if config.precision is None and device is not None and "f32" in device.precisions:
        return replace(config, precision="f32")
    return config
