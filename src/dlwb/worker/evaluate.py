"""How right a network is on a dataset: read, shown all pictures, and summed up."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from dlwb.calc.accuracy.class_order import other_order
from dlwb.calc.accuracy.fitting import has_labels
from dlwb.calc.accuracy.guessing import no_better_than_guessing
from dlwb.calc.accuracy.outlines import compares_masks
from dlwb.calc.accuracy.report import of_kind, report
from dlwb.calc.figure_words import counted
from dlwb.calc.subset import part, size_of
from dlwb.domain.accuracy import AccuracyReport, ClassRecord
from dlwb.domain.dataset import Dataset, Subset, Task
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import RECORDS, Evaluation, PositionedRecord
from dlwb.domain.model import Model
from dlwb.domain.run import Progress
from dlwb.domain.sample_kind import SampleKind
from dlwb.domain.specs import AccuracySpec
from dlwb.domain.stated import Stated
from dlwb.domain.target import Environment
from dlwb.ports import Engine
from dlwb.protocol import EvaluateTask, ModelFiles, Samples, from_json
from dlwb.worker.collecting import Collected, OnProgress, collect_records
from dlwb.worker.environment import EnvironmentWatch, collect
from dlwb.worker.likeness import likenesses
from dlwb.worker.lookers import looker_for, usual_preprocessing
from dlwb.worker.looking import Looker, OnOdd, Seen, Spoiled
from dlwb.worker.picture_looking import PictureLooker
from dlwb.worker.predicting import records
from dlwb.worker.reading import Candidate, Chosen, candidates
from dlwb.worker.trial import decide

MOST_LISTED = 1000


def evaluate(engine: Engine, task: EvaluateTask, output: Path, on_progress: OnProgress) -> Evaluation:
    """Measure how right a model is, or how like another one's its outputs are.

    Raises:
        InputError: it cannot be measured on this dataset. InvalidOptions, EngineError: see `ports.Engine`.
    """
    samples: Samples = from_json(Samples, Path(task.samples).read_bytes())
    every = list(enumerate(samples))
    size_of(task.spec.subset, len(every))
    looker = _looker(engine, task, task.model, task.files, on_progress)
    work = _Work(engine, task, every, output / RECORDS, on_progress)
    if task.parent is not None:
        return _compared(work, looker)
    assert isinstance(looker, PictureLooker)  # recorded inputs have no labels, and were refused before
    return _held_against_labels(work, looker)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done: all pictures of the dataset, and the file for what is said of them."""

    engine: Engine
    task: EvaluateTask
    every: Chosen
    into: Path
    on_progress: OnProgress

    def look_at_machine(self) -> Environment:
        """The machine, which is no longer alone once pictures are shown."""
        self.on_progress(Progress("checking the machine"))
        return collect(self.engine.versions((self.task.spec.config.device,)))


def _looker(engine: Engine, task: EvaluateTask, model: Model, files: ModelFiles, on_progress: OnProgress) -> Looker:
    on_progress(Progress("compiling", None, f"for {task.spec.config.device}"))
    return looker_for(engine.compile(files, task.spec.config), model, task.dataset)


# --- against labels -------------------------------------------------------------------------------


def _held_against_labels(work: _Work, looker: PictureLooker) -> Evaluation:
    spec, dataset, every, on_progress = work.task.spec, work.task.dataset, work.every, work.on_progress
    environment = work.look_at_machine()
    on_progress(Progress("recognising", None, "how to read the network"))
    found = candidates(looker, work.task.model, dataset, spec, every)
    usable = _labelled(every, found, dataset)
    decision = decide(looker, dataset, found, usable, lambda words: on_progress(Progress("recognising", None, words)))
    chosen = decision.chosen
    wanted = part(every, _asked(spec), lambda sample: has_labels(sample, chosen.task))
    _check_left(wanted, spec, chosen.task)
    odd: set[int] = set()
    with EnvironmentWatch() as watch:
        made = _records(looker, dataset, chosen, wanted, odd.update)
        shown = collect_records(made, len(wanted), work.into, on_progress)
    on_progress(Progress("summing up", None, "figures and intervals"))
    figures = _only_shown(chosen.task, shown) if spec.preview else _report(chosen.task, every, shown)
    return Evaluation(
        task=chosen.task,
        report=figures,
        reading=chosen.reading,
        preprocessing=chosen.reading.preprocessing,
        effective=looker.effective,
        environment=watch.completed(environment),
        reasons=decision.reasons,
        tried=decision.tried,
        subset=spec.subset,
        broken=tuple(shown.broken[:MOST_LISTED]),
        left_out=len(shown.broken),
        preview=spec.preview > 0,
        caveats=(
            *_about_pictures(dataset, len(usable) if spec.preview else len(wanted), len(usable), shown),
            *_about_numbers(odd, shown),
            *_about_labels(chosen, len(every) - len(usable), len(every)),
            *_doubts(chosen, shown, figures, dataset),
        ),
        wall_s=shown.wall_s,
        pictures_per_s=shown.per_second,
        labels=chosen.labels,
        stated=Stated.by(work.task.model, dataset.classes),
    )


def _records(
    looker: PictureLooker, dataset: Dataset, chosen: Candidate, samples: Chosen, odd: OnOdd
) -> Iterator[PositionedRecord | Spoiled]:
    reading = chosen.reading

    def read(seen: Seen) -> tuple[PositionedRecord | Spoiled, ...]:
        odd(seen.without_numbers())
        return records(looker, dataset, reading.adapter, chosen.labels, seen)

    for made in looker.look(samples, reading.preprocessing, read):
        if isinstance(made, Spoiled):
            yield made
        else:
            yield from made


def _report(
    task: Task | None, every: Chosen, shown: Collected, kind: SampleKind = SampleKind.PICTURE
) -> AccuracyReport:
    _check_shown(shown, kind)
    truth = [every[one.position][1] for one in shown.records]
    return report(truth, [one.record for one in shown.records], masks=compares_masks(task, truth))


def _only_shown(task: Task, shown: Collected) -> AccuracyReport:
    """No figures: a few pictures say how a network is read, not how right it is."""
    _check_shown(shown, SampleKind.PICTURE)
    return AccuracyReport(task, len(shown.records), ())


def _check_shown(shown: Collected, kind: SampleKind) -> None:
    if not shown.records:
        first = shown.broken[0].reason if shown.broken else "the dataset has none with the labels that are needed"
        raise InputError(f"No {kind} could be used: {first.rstrip('.')}.", "Import the dataset again.")


def _check_left(wanted: Chosen, spec: AccuracySpec, task: Task) -> None:
    if not wanted and spec.subset.apart_from is not None:
        raise InputError(
            f"Calibration takes all pictures with labels for {task.value.replace('_', ' ')}, so none is left.",
            "Calibrate with fewer pictures, or let calibration and validation overlap.",
        )


def _labelled(every: Chosen, found: list[Candidate], dataset: Dataset) -> Chosen:
    tasks = {candidate.task for candidate in found}
    usable = [one for one in every if any(has_labels(one[1], task) for task in tasks)]
    if not usable:
        raise InputError(f"No picture of '{dataset.name}' has the labels that are needed.", "Choose another dataset.")
    return usable


def _asked(spec: AccuracySpec) -> Subset:
    """The part of the pictures that is shown; a preview is of a few, chosen as a subset is."""
    return Subset(spec.preview, seed=spec.subset.seed) if spec.preview else spec.subset


def _about_pictures(dataset: Dataset, wanted: int, usable: int, shown: Collected) -> Iterator[str]:
    """What has to be said of the pictures with every figure."""
    if dataset.caveat:
        yield dataset.caveat
    if wanted < usable:
        yield f"Measured on {wanted} of {dataset.sample_kind.counted(usable)}, so the interval is wider."
    if shown.broken:
        yield f"{dataset.sample_kind.counted(len(shown.broken))} could not be used; the figures are of the others."


def _about_numbers(odd: Collection[int], shown: Collected, kind: SampleKind = SampleKind.PICTURE) -> Iterator[str]:
    """What has to be said of samples whose outputs are not numbers."""
    if odd:
        hold = f"The outputs for {len(odd)} of {kind.counted(len(shown.records))} hold NaN or infinity"
        yield (
            f"{hold}; such scores, boxes and pixels count as no answer."
            if kind is SampleKind.PICTURE
            else f"{hold}; where only one of the two models has them, they count as unlike."
        )


def _about_labels(chosen: Candidate, without: int, every: int) -> Iterator[str]:
    """What has to be said of the labels."""
    if without:
        task = chosen.task.value.replace("_", " ")
        yield f"{without} of {counted(every, 'picture')} {'has' if without == 1 else 'have'} no labels for {task}."
    if chosen.labels and None in chosen.labels:
        kept = sum(label is not None for label in chosen.labels)
        yield f"Only the {counted(kept, 'class', 'classes')} that model and dataset share {'is' if kept == 1 else 'are'} counted."


def _doubts(chosen: Candidate, shown: Collected, figures: AccuracyReport, dataset: Dataset) -> Iterator[str]:
    """Why the figures may say nothing of the network: its classes are in another order, or the pictures are not for it."""
    records = of_kind(ClassRecord, [one.record for one in shown.records])
    order = "" if chosen.labels else other_order(records, dataset)
    leading = next(iter(figures.metrics), None)
    guessing = no_better_than_guessing(leading, figures.samples, dataset) if leading else ""
    if said := order or guessing:
        yield said


# --- against another network ----------------------------------------------------------------------


def _compared(work: _Work, looker: Looker) -> Evaluation:
    task, every, on_progress = work.task, work.every, work.on_progress
    assert task.parent is not None
    assert task.parent_files is not None
    other = _looker(work.engine, task, task.parent, task.parent_files, on_progress)
    environment = work.look_at_machine()
    kind = task.dataset.sample_kind
    usual = usual_preprocessing(looker, task.model, task.spec.preprocessing)
    wanted = part(every, task.spec.subset)
    odd: set[int] = set()
    with EnvironmentWatch() as watch:
        made = likenesses(looker, other, usual.preprocessing, wanted, odd.update)
        shown = collect_records(made, len(wanted), work.into, on_progress, kind)
    on_progress(Progress("summing up", None, "figures and intervals"))
    return Evaluation(
        task=None,
        report=_report(None, every, shown, kind),
        reading=None,
        preprocessing=usual.preprocessing,
        effective=looker.effective,
        environment=watch.completed(environment),
        reasons=(usual.reason,),
        subset=task.spec.subset,
        broken=tuple(shown.broken[:MOST_LISTED]),
        left_out=len(shown.broken),
        caveats=(*_about_pictures(task.dataset, len(wanted), len(every), shown), *_about_numbers(odd, shown, kind)),
        wall_s=shown.wall_s,
        pictures_per_s=shown.per_second,
        stated=Stated.by(task.model, task.dataset.classes),
        sample_kind=kind,
    )
